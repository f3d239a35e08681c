"""The city words what people consent to: a new version each time somebody agreed to the last one."""

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from portal.communities.rules import is_city_administrator
from portal.communities.staff_views import StaffView
from portal.names import Names, NamesFormField
from portal.participation.models import ConsentNotice
from portal.participation.notices import current_notice, current_notices, declared_notices


@transaction.atomic
def write_notice(notice: ConsentNotice, *, titles: Names, texts: Names, by: AbstractBaseUser | None) -> ConsentNotice:
    """Other words from now on: in place as long as nobody agreed to these, else as the next version."""
    row = ConsentNotice.objects.select_for_update().filter(key=notice.key).first() or notice
    if row.pk and row.is_used():
        row = ConsentNotice(key=row.key, version=row.version + 1)
    row.titles, row.texts = titles, texts
    row.save()
    log(instance=row, action="participation.write_notice", user=by, data={"version": row.version})
    return row


class NoticeForm(forms.Form):
    titles = NamesFormField(label=gettext_lazy("What stands beside the box to tick"), max_length=200)
    texts = NamesFormField(
        label=gettext_lazy("What is kept, what for, who sees it, how long, and how to take it back"),
        max_length=4000,
        multiline=True,
    )


class CityOnly:
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_city_administrator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view this is mixed into


class NoticesView(CityOnly, StaffView):
    template_name = "participation/admin/notices.html"
    page_title = gettext_lazy("Consent notices")
    header_icon = "clipboard-list"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"notices": current_notices(declared_notices())}


class NoticeView(CityOnly, WagtailAdminTemplateMixin, FormView):
    template_name = "participation/admin/notice.html"
    form_class = NoticeForm
    header_icon = "clipboard-list"

    @cached_property
    def notice(self) -> ConsentNotice:
        if self.kwargs["key"] not in declared_notices():
            raise Http404
        return current_notice(self.kwargs["key"])

    def get_page_title(self) -> str:
        return str(self.notice.titles)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        notices = {"url": reverse("consent_notices"), "label": _("Consent notices")}
        return [*self.breadcrumbs_items, notices, {"label": self.get_page_title()}]

    def get_initial(self) -> dict[str, Any]:
        return {"titles": self.notice.titles, "texts": self.notice.texts}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"notice": self.notice}

    def form_valid(self, form: NoticeForm) -> HttpResponse:
        row = write_notice(self.notice, **form.cleaned_data, by=self.request.user)  # type: ignore[arg-type]  # no anonymous user gets here
        messages.success(self.request, _("Version %(version)d counts from now on.") % {"version": row.version})
        return redirect("consent_notices")
