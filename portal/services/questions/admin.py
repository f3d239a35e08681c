"""Staff: questions that wait, answering them, and what was answered for everybody."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup

from portal.communities.access.viewsets import CommunityListViewSet, CommunityScopedViewSet
from portal.communities.staff_views import StaffView
from portal.names import Names
from portal.participation.on_behalf import OnBehalfView
from portal.plain_text import without_personal
from portal.services.models import OfficeQuestion, PublicAnswer
from portal.services.questions import actions
from portal.services.questions.forms import AnswerForm, QuestionOnBehalfForm


class QuestionIndexView(generic.IndexView):
    """Those that wait first."""

    def get_base_queryset(self) -> QuerySet[OfficeQuestion]:
        shown = OfficeQuestion.objects.shown().order_by().values("pk")
        rows = super().get_base_queryset().filter(pk__in=shown).select_related("community", "answerer")
        return rows.order_by("answered_by", "-pk")


class QuestionView(FormMixin, StaffView):
    """One question, and the three ways to answer it."""

    model = OfficeQuestion
    form_class = AnswerForm
    template_name = "services/admin/question.html"
    header_icon = "help"
    permission_required = "change"
    page_title = gettext_lazy("Question to the office")

    @cached_property
    def question(self) -> OfficeQuestion:
        rows = OfficeQuestion.objects.shown().select_related("community", "public_answer", "answerer", "typed_in_by")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.question.shown_reference

    def get_initial(self) -> dict[str, Any]:
        """What they asked, to be worded anew: without numbers and addresses."""
        language = self.question.language or get_language()
        return {"questions": Names({language: without_personal(self.question.text)[:200]})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.pop("form", None) or self.get_form()
        shown = {"question": self.question, "entry_url": reverse("entries:edit", args=[self.question.pk])}
        return super().get_context_data(**kwargs) | {**shown, "form": form, "index_url": reverse("questions:index")}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if form.is_valid():
            try:
                self.answer(form)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(self.request, _("Answered: %(reference)s") % {"reference": self.question})
                return redirect("questions:index")
        return self.render_to_response(self.get_context_data(form=form))

    def answer(self, form: AnswerForm) -> None:
        given, by = form.cleaned_data, self.user
        button = self.request.POST.get("button", "")
        if button == "public":
            form.need("questions", "answers")
            public = {"questions": given["questions"], "answers": given["answers"]}
            actions.answer_publicly(self.question, **public, by=by)
            return
        ways: dict[str, Callable[..., None]] = {"message": actions.answer_by_message, "phone": actions.note_call}
        if button not in ways:
            raise ValidationError(_("Choose how it is answered."))
        form.need("reply")
        ways[button](self.question, reply=given["reply"], by=by)


class QuestionOnBehalfView(OnBehalfView):
    model = OfficeQuestion
    form_class = QuestionOnBehalfForm


class QuestionViewSet(CommunityListViewSet):
    model = OfficeQuestion
    name = "questions"
    icon = "help"
    menu_label = gettext_lazy("Asked")
    index_view_class = QuestionIndexView
    add_view_class = QuestionOnBehalfView
    search_fields = ["text", "reference", "name"]
    list_display = [
        TitleColumn(
            "text",
            label=pgettext_lazy("to the office", "Question"),
            accessor=lambda row: row.text[:100] or row.shown_reference,
            get_url=lambda row: reverse("questions:question", args=[row.pk]),
        ),
        Column("status", label=gettext_lazy("How it stands"), accessor=lambda row: row.get_status()),
        Column("answerer", label=gettext_lazy("answered by")),
        DateColumn("answered_at", label=gettext_lazy("answered at")),
        Column("community", label=gettext_lazy("community")),
        DateColumn("created_at", label=gettext_lazy("handed in at")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[QuestionOnBehalfForm]:
        return QuestionOnBehalfForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"add_url_name": self.get_url_name("add")}

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("new/", self.add_view, name="add"),
            path("<int:pk>/", self.construct_view(QuestionView), name="question"),
        ]


class AnswerIndexView(generic.IndexView):
    def get_base_queryset(self) -> QuerySet[PublicAnswer]:
        return super().get_base_queryset().select_related("community")


class AnswerViewSet(CommunityScopedViewSet):
    """Changed here, and taken away by deleting: it is gone from the search at once."""

    model = PublicAnswer
    name = "public_answers"
    icon = "openquote"
    menu_label = gettext_lazy("Answered for everybody")
    index_view_class = AnswerIndexView
    search_backend_name = None
    add_to_reference_index = False
    form_fields = ["community", "questions", "answers"]
    list_display = ["__str__", "community", DateColumn("updated_at", label=gettext_lazy("changed at"))]


class QuestionsGroup(ViewSetGroup):
    menu_label = gettext_lazy("Questions to the office")
    menu_icon = "help"
    menu_order = 306
    items = (QuestionViewSet, AnswerViewSet)
