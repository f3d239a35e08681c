"""The call list: whom to ring, what to say, how it went. And, in the demo, the texts that were not really sent."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.communities.access.viewsets import CommunityListViewSet
from portal.notifications.actions import record_call
from portal.notifications.choices import CallOutcome, Channel
from portal.notifications.models import Delivery, OutboxText

#: A number broken over two lines is misread, and dialled wrong.
ONE_LINE = "w-whitespace-nowrap"


def who(call: Delivery) -> str:
    return call.message.name or str(call.message)


class CallIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[Delivery]:
        calls = super().get_base_queryset().filter(pk__in=Delivery.objects.calls_to_make().order_by().values("pk"))
        return calls.select_related("message__community")


class CallForm(forms.Form):
    outcome = forms.ChoiceField(choices=CallOutcome, widget=forms.HiddenInput)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)


class RecordCallView(WagtailAdminTemplateMixin, FormView):
    """What to say, the number to tap, and two buttons: told, not reached."""

    model = Delivery
    template_name = "notifications/admin/record_call.html"
    form_class = CallForm
    page_title = _("Phone call")
    header_icon = "mobile-alt"
    permission_required = "change"

    @cached_property
    def call(self) -> Delivery:
        calls = Delivery.objects.select_related("message__community")
        return get_object_or_404(calls.calls_to_make(), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.call.message.community)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        calls = {"url": reverse("calls:index"), "label": _("Call list")}
        return [*self.breadcrumbs_items, calls, {"label": self.get_page_title(), "sublabel": self.get_page_subtitle()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        earlier = self.call.calls.select_related("by")
        return super().get_context_data(call=self.call, earlier=earlier, outcomes=CallOutcome, **kwargs)

    def form_valid(self, form: CallForm) -> HttpResponse:
        if not self.request.user.is_authenticated:
            raise PermissionDenied
        outcome = CallOutcome(form.cleaned_data["outcome"])
        try:
            record_call(self.call, outcome, by=self.request.user, note=form.cleaned_data["note"])
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            messages.success(self.request, f"{self.call}: {outcome.label}")
        return redirect("calls:index")


class CallListViewSet(CommunityListViewSet):
    model = Delivery
    name = "calls"
    icon = "mobile-alt"
    menu_label = _("Call list")
    menu_order = 250
    add_to_admin_menu = True
    index_view_class = CallIndexView
    index_results_template_name = "notifications/admin/calls_results.html"
    list_display = [
        TitleColumn("name", label=_("Who"), accessor=who, get_url=lambda call: reverse("calls:record", args=[call.pk])),
        Column("phone", label=_("phone"), accessor="message.phone", classname=ONE_LINE),
        Column("subject", label=_("About"), accessor="message.subject"),
        Column("community", label=_("community"), accessor="message.community"),
        "attempts",
        DateColumn("created_at", label=_("Waiting since"), accessor="message.created_at"),
    ]
    search_fields = ["message__name", "message__phone"]

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("<int:pk>/", self.construct_view(RecordCallView), name="record")]


class OutboxIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[OutboxText]:
        """Without what was sent for a plugin that is off by now."""
        hidden = Delivery.objects.kept_back().filter(channel=Channel.SMS).values_list("message_id", flat=True)
        return super().get_base_queryset().exclude(reference__in=[str(pk) for pk in hidden])


class OutboxViewSet(CommunityListViewSet):
    """Registered only where texts are not really sent."""

    model = OutboxText
    name = "outbox"
    index_view_class = OutboxIndexView
    icon = "mail"
    menu_label = _("Text messages")
    menu_order = 260
    add_to_admin_menu = True
    list_display = [
        TitleColumn("phone", label=_("phone"), classname=ONE_LINE),
        "text",
        "community",
        DateColumn("sent_at", label=_("sent at")),
    ]
    search_fields = ["phone", "text"]
