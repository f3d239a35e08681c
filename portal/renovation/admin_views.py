"""Admin: a project's desk, and the forms it leads to. Every address names the project; the viewset opens those of the
person's own communities only, so parts are looked up inside the project."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from portal.participation.household_address import household_letters_url
from portal.renovation.actions.stages import move_to_stage
from portal.renovation.actions.surveys import ask_households
from portal.renovation.admin_forms import DatesForm, OpinionForm, OutcomesForm, ProjectForm, SurveyForm, WorksForm
from portal.renovation.choices import Stage
from portal.renovation.models import NeedsSurvey, RenovationProject, SatisfactionRound
from portal.renovation.stages import steps_by_hand


class ProjectMixin(WagtailAdminTemplateMixin):
    model = RenovationProject
    header_icon = "cogs"
    permission_required = "change"
    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def project(self) -> RenovationProject:
        return get_object_or_404(RenovationProject.objects.select_related("community"), pk=self.kwargs["pk"])

    @property
    def user(self) -> User:
        return self.request.user  # type: ignore[return-value]  # admin views are behind the login

    @property
    def survey(self) -> NeedsSurvey | None:
        return NeedsSurvey.objects.select_related("matter", "project").filter(project=self.project).first()

    @property
    def last_round(self) -> SatisfactionRound | None:
        return self.project.rounds.select_related("matter").order_by("number").last()

    @property
    def desk_url(self) -> str:
        return reverse("renovation:desk", args=[self.project.pk])

    def get_page_subtitle(self) -> str:
        return f"{self.project} · {self.project.community}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        way = [
            {"url": reverse("renovation:index"), "label": _("Renovation")},
            {"url": self.desk_url, "label": str(self.project)},
        ]
        return [*self.breadcrumbs_items, *way, {"label": self.get_page_title()}]


class DeskView(ProjectMixin, TemplateView):
    """All about a project on one page, and what can be done next."""

    template_name = "renovation/admin/desk.html"
    page_title = gettext_lazy("Renovation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        project, survey, asked = self.project, self.survey, self.last_round
        pages = project.pages.select_related("locale")
        return super().get_context_data(
            project=project,
            stage=Stage(project.stage),
            next_steps=steps_by_hand(Stage(project.stage)),
            pages=pages,
            survey=survey,
            answers=survey.answers.count() if survey else 0,
            works=project.works.prefetch_related("buildings"),
            opinions=project.opinions.all(),
            rounds=project.rounds.all(),
            asked=asked,
            ratings=asked.answers.count() if asked else 0,
            letters=[(each, household_letters_url(each.matter)) for each in (survey, asked) if each and each.matter],
            can_ask=self.can_ask(asked),
            **kwargs,
        )

    def can_ask(self, asked: SatisfactionRound | None) -> bool:
        if self.project.stage == Stage.MENDING:
            return True
        return self.project.stage == Stage.ACCEPTANCE and asked is None


class DeskForm(ProjectMixin, FormView):
    """A form that leads back to the desk. `act` writes; a ValidationError of it stands above the form."""

    template_name = "renovation/admin/form.html"
    button = gettext_lazy("Save")
    explanation: Any = ""
    done: Any = gettext_lazy("Saved")

    def act(self, form: Any) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        values = {"back": self.desk_url, "button": self.button, "explanation": self.explanation}
        return super().get_context_data(**values, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"{self.project}: {self.done}")
        return redirect(self.desk_url)


class PartForm(DeskForm):
    """A form of a row that hangs on the project: the project itself, or what `part` names."""

    def part(self) -> Any:
        return None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.part()}

    def act(self, form: Any) -> None:
        saved = form.save()
        log(instance=saved, action="wagtail.edit", user=self.user)


class PlaceView(PartForm):
    page_title = gettext_lazy("Where, and what acceptance needs")
    form_class = ProjectForm

    def part(self) -> RenovationProject:
        return self.project

    def act(self, form: ProjectForm) -> None:
        super().act(form)
        for asked in (self.survey, self.last_round):
            if asked and asked.matter and not asked.matter.is_over():
                asked.matter.stairwells.set(self.project.stairwells_touched())


class DatesView(DeskForm):
    page_title = gettext_lazy("Planned dates")
    form_class = DatesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"project": self.project}

    def act(self, form: DatesForm) -> None:
        form.save(self.project)
        log(instance=self.project, action="wagtail.edit", user=self.user)


class OfProject(PartForm):
    """Its form takes the `project`; `relation` is where the part is looked up, a new one without a number."""

    relation = ""

    def part(self) -> Any:
        number = self.kwargs.get("part")
        return get_object_or_404(getattr(self.project, self.relation), pk=number) if number else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"project": self.project}


class WorksView(OfProject):
    page_title = gettext_lazy("Works notice")
    explanation = gettext_lazy(
        "Residents find it on the calendar, above the pages while it lasts, in the feed and as a poster."
    )
    form_class = WorksForm
    relation = "works"


class OpinionView(OfProject):
    page_title = gettext_lazy("What residents said")
    form_class = OpinionForm
    relation = "opinions"

    def act(self, form: OpinionForm) -> None:
        form.instance.entered_by = form.instance.entered_by or self.user
        super().act(form)


class DeletePart(ProjectMixin, TemplateView):
    """Asks first; a works notice that residents have seen is better called off."""

    template_name = "renovation/admin/delete.html"
    page_title = gettext_lazy("Delete")
    relation = ""

    @cached_property
    def part(self) -> Any:
        return get_object_or_404(getattr(self.project, self.relation), pk=self.kwargs["part"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"part": self.part, "back": self.desk_url}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = str(self.part)
        log(instance=self.part, action="wagtail.delete", user=self.user, deleted=True)
        self.part.delete()
        messages.success(request, _("Deleted: %(name)s") % {"name": name})
        return redirect(self.desk_url)


class DeleteWorks(DeletePart):
    relation = "works"


class DeleteOpinion(DeletePart):
    relation = "opinions"


class SurveyView(OfProject):
    page_title = gettext_lazy("Needs survey")
    explanation = gettext_lazy("Residents put these wishes in order. Letters with codes are made after saving.")
    form_class = SurveyForm

    def part(self) -> NeedsSurvey | None:
        return self.survey

    def act(self, form: SurveyForm) -> None:
        super().act(form)
        ask_households(form.instance, by=self.user)


class OutcomesView(DeskForm):
    page_title = gettext_lazy("What became of the wishes")
    form_class = OutcomesForm

    def get_form_kwargs(self) -> dict[str, Any]:
        survey = self.survey
        if survey is None:
            raise Http404
        return super().get_form_kwargs() | {"survey": survey}

    def act(self, form: OutcomesForm) -> None:
        form.save()
        log(instance=self.project, action="wagtail.edit", user=self.user)


class MoveView(DeskForm):
    """POST from the desk, `stage` says where to."""

    http_method_names = ["post"]
    form_class = forms.Form
    done = gettext_lazy("The project has moved on")

    def act(self, form: forms.Form) -> None:
        wanted = self.request.POST.get("stage", "")
        if wanted not in Stage.values:
            raise ValidationError(_("The project cannot go there from where it is."))
        move_to_stage(self.project, Stage(wanted), by=self.user)

    def form_invalid(self, form: Any) -> HttpResponse:
        for error in form.non_field_errors():
            messages.error(self.request, error)
        return redirect(self.desk_url)
