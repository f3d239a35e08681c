"""Pages below a project that are no pages of the tree: forms of residents, works notices. Forms have tokens, so nothing
of them is part of the project's own page."""

import uuid
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.freshness import bound_freshness
from portal.meta import Crumb, PageMeta
from portal.pages import absolute_url
from portal.participation.forms import TRAP
from portal.participation.household_address import household_code_url
from portal.participation.household_visits import CodeRefused, HouseholdVisit, household_visit
from portal.participation.letters import door_of
from portal.participation.throttle import Throttle
from portal.participation.trap import TrapField
from portal.renovation.actions.acceptance import answer_satisfaction, answer_satisfaction_openly
from portal.renovation.actions.surveys import answer_needs, answer_needs_openly
from portal.renovation.addresses import NEEDS, SATISFACTION, THANKS, project_url, works_path
from portal.renovation.forms import NeedsForm, SatisfactionForm
from portal.renovation.json_ld import works_json_ld
from portal.renovation.models import (
    NeedsSurvey,
    RenovationProjectPage,
    SatisfactionAnswer,
    SatisfactionRound,
    Wish,
)
from portal.renovation.works_entries import WorksEntry

#: Of answers without a code; a whole estate may share one address towards the outside.
OPEN_ANSWERS = Throttle("renovation-open-answers", limit=30)
METHODS = ["GET", "HEAD", "POST"]


def page_url(page: RenovationProjectPage, request: HttpRequest, rest: str = "") -> str:
    return f"{project_url(page.slug, page.community, request)}{rest}"


def meta_of(request: HttpRequest, page: RenovationProjectPage, title: str, **more: Any) -> PageMeta:
    own = Crumb(page.title, page_url(page, request), page.other_language)
    crumbs = (*page.get_breadcrumbs(request), own)
    return PageMeta(title=title, language=get_language() or "", breadcrumbs=crumbs, **{"indexable": False, **more})


def show_works(request: HttpRequest, page: RenovationProjectPage, entry: WorksEntry) -> HttpResponse:
    """One notice. Once it is over it stays for whoever has its link, and search engines forget it."""
    if not entry.is_over:
        bound_freshness(request, entry.notice.starts if not entry.is_now else entry.notice.ends)
    address = absolute_url(request, page_url(page, request, works_path(entry.pk)))
    more = {"indexable": not entry.is_over, "canonical": address, "json_ld": tuple(works_json_ld(entry, address))}
    meta = meta_of(request, page, entry.title, description=f"{entry.when} {entry.place}".strip(), **more)
    return render(request, "renovation/works_notice.html", {"page": page, "entry": entry, "meta": meta})


class Asking:
    """A question to residents: by household's code, or openly where that is allowed."""

    slug = ""
    template = ""
    title = ""

    def __init__(self, request: HttpRequest, page: RenovationProjectPage) -> None:
        self.request = request
        self.page = page
        self.asked = self.find()
        matter = self.asked.matter
        self.visit: HouseholdVisit | None = household_visit(request, matter) if matter else None

    def find(self) -> Any:
        """What is asked; raises Http404 where nothing is."""
        raise NotImplementedError

    def form(self, data: Any) -> Any:
        raise NotImplementedError

    def answer(self, form: Any, visit: HouseholdVisit) -> None:
        raise NotImplementedError

    def answer_openly(self, form: Any, token: uuid.UUID) -> None:
        raise NotImplementedError

    def respond(self) -> HttpResponse:
        if self.request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        is_open_answer = self.visit is None and self.asked.takes_open and self.asked.is_open
        once = once_of(self.request)
        if is_open_answer and once is None:
            return redirect(f"{self.request.path}?once={uuid.uuid4()}")
        if self.visit is None and not is_open_answer:
            return self.show(None, 200)
        form = self.form(self.request.POST if self.request.method == "POST" else None)
        if self.visit is None:
            form.fields[TRAP] = TrapField()
        if self.request.method != "POST" or not form.is_valid():
            return self.show(form, 422 if self.request.method == "POST" else 200)
        try:
            if self.visit is not None:
                self.answer(form, self.visit)
            elif OPEN_ANSWERS.is_too_many(self.request):
                form.add_error(None, _("Many answers came from your network just now. Please try again in an hour."))
                return self.show(form, 429)
            elif once is not None:
                self.answer_openly(form, once)
        except CodeRefused as refused:
            form.add_error(None, str(refused.problem.label))
            return self.show(form, 409)
        except ValidationError as error:
            form.add_error(None, error)
            return self.show(form, 409)
        return redirect(page_url(self.page, self.request, f"{self.slug}/{THANKS}/"))

    def show(self, form: Any, status: int) -> HttpResponse:
        context = {
            "page": self.page,
            "meta": meta_of(self.request, self.page, str(self.title)),
            "asked": self.asked,
            "form": form,
            "door": door_of(self.visit.household.stairwell, self.visit.household.room) if self.visit else "",
            "code_url": household_code_url(self.page.community, self.request),
            "project_url": page_url(self.page, self.request),
        }
        return render(self.request, self.template, context, status=status)


def once_of(request: HttpRequest) -> uuid.UUID | None:
    """The open form's own key, from its address: what is sent from there twice is one answer."""
    try:
        return uuid.UUID(request.GET.get("once", ""))
    except ValueError:
        return None


class AskingNeeds(Asking):
    slug = NEEDS
    template = "renovation/needs_form.html"

    @property
    def title(self) -> str:  # type: ignore[override]  # in the reader's language
        return _("What needs doing?")

    def find(self) -> NeedsSurvey:
        survey = NeedsSurvey.objects.select_related("matter").filter(project=self.page.project_id).first()
        if survey is None:
            raise Http404
        return survey

    def form(self, data: Any) -> NeedsForm:
        wishes = list(Wish.objects.filter(survey=self.asked))
        initial = {}
        if self.visit is not None:
            mine = self.asked.answers.filter(household=self.visit.household).values_list(
                "ranked__place", "ranked__wish"
            )
            initial = {f"place_{place}": str(wish) for place, wish in mine}
        return NeedsForm(data, survey=self.asked, wishes=wishes, initial=initial)

    def answer(self, form: NeedsForm, visit: HouseholdVisit) -> None:
        answer_needs(self.asked, form.chosen, household=visit.household)

    def answer_openly(self, form: NeedsForm, token: uuid.UUID) -> None:
        answer_needs_openly(self.asked, form.chosen, token=token)


class AskingSatisfaction(Asking):
    slug = SATISFACTION
    template = "renovation/satisfaction_form.html"

    @property
    def title(self) -> str:  # type: ignore[override]  # in the reader's language
        return _("Are you satisfied?")

    def find(self) -> SatisfactionRound:
        rounds = SatisfactionRound.objects.select_related("matter", "project")
        asked = rounds.filter(project=self.page.project_id).order_by("number").last()
        if asked is None:
            raise Http404
        return asked

    def form(self, data: Any) -> SatisfactionForm:
        mine = None
        if self.visit is not None:
            mine = SatisfactionAnswer.objects.filter(round=self.asked, household=self.visit.household).first()
        return SatisfactionForm(data, instance=mine)

    def answer(self, form: SatisfactionForm, visit: HouseholdVisit) -> None:
        answer_satisfaction(self.asked, household=visit.household, **form.cleaned_data)

    def answer_openly(self, form: SatisfactionForm, token: uuid.UUID) -> None:
        given = form.cleaned_data
        answer_satisfaction_openly(self.asked, token=token, rating=given["rating"], reason=given["reason"])


def thank(request: HttpRequest, page: RenovationProjectPage) -> HttpResponse:
    meta = meta_of(request, page, _("Thank you"))
    context = {"page": page, "meta": meta, "project_url": page_url(page, request)}
    return render(request, "renovation/thanks.html", context)


@never_cache
def needs(request: HttpRequest, page: RenovationProjectPage) -> HttpResponse:
    return AskingNeeds(request, page).respond()


@never_cache
def satisfaction(request: HttpRequest, page: RenovationProjectPage) -> HttpResponse:
    return AskingSatisfaction(request, page).respond()


SECTIONS: dict[str, Callable[[HttpRequest, RenovationProjectPage], HttpResponse]] = {
    "needs": needs,
    "needs_thanks": thank,
    "satisfaction": satisfaction,
    "satisfaction_thanks": thank,
}
