"""What the office answered for everybody, and the form with which one asks."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.communities.current import community_of
from portal.communities.home_urls import home_url
from portal.communities.models import Community
from portal.communities.own_addresses import community_at
from portal.components import LinkItem
from portal.meta import Crumb, PageMeta
from portal.pages import absolute_url, path_in_language
from portal.participation.throttle import Throttle
from portal.participation.views import HandInView
from portal.services.models import PublicAnswer
from portal.services.questions.addresses import QUESTIONS, answer_url, ask_url, questions_url
from portal.services.questions.forms import QuestionForm

PAGE_SIZE = 20
TITLE = gettext_lazy("Questions to the office")
#: Each costs somebody of the office some minutes.
ASKED = Throttle("question", 20)


@require_safe
def index(request: HttpRequest, community: str = "") -> HttpResponse:
    place = community_at(request, community, QUESTIONS)
    page = Paginator(PublicAnswer.objects.filter(community=place), PAGE_SIZE).get_page(request.GET.get("page"))
    items = [
        LinkItem(str(answer), answer_url(answer, place, request), language=answer.questions.other_language)
        for answer in page
    ]
    meta = meta_of(request, place, str(TITLE), languages=[code for code, _label in settings.LANGUAGES])
    context = {"meta": meta, "page": page, "items": items, "ask_url": ask_url(place, request)}
    return render(request, "services/questions/index.html", context)


@require_safe
def show(request: HttpRequest, pk: int, community: str = "") -> HttpResponse:
    place = community_at(request, community, QUESTIONS)
    answer = get_object_or_404(PublicAnswer, pk=pk, community=place)
    languages = [code for code, _label in settings.LANGUAGES if answer.questions.get(code)]
    crumb = Crumb(str(TITLE), questions_url(place, request))
    meta = meta_of(request, place, str(answer), languages=languages, crumbs=[crumb])
    return render(request, "services/questions/answer.html", {"meta": meta, "answer": answer, "community": place})


def meta_of(
    request: HttpRequest, community: Community, title: str, *, languages: Sequence[str], crumbs: Sequence[Crumb] = ()
) -> PageMeta:
    """An address that answers in another language is canonical there."""
    active = get_language() or ""
    own = active if active in languages else languages[0]
    paths = {code: absolute_url(request, path_in_language(request.path, code)) for code in languages}
    return PageMeta(
        title=title,
        description=_("What residents of %(community)s asked, and what the office answered.")
        % {"community": community},
        canonical=paths[own],
        alternates=paths if own == active else {},
        language=own,
        breadcrumbs=(Crumb(str(community), home_url(request, community)), *crumbs),
    )


class AskView(HandInView):
    """Works without JavaScript. What was searched for comes along as the beginning of the question."""

    form_class = QuestionForm
    title = gettext_lazy("Ask the office")
    throttle = ASKED

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        community_at(request, kwargs.get("community") or "", QUESTIONS)
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"text": self.request.GET.get("q", "").replace("\0", "")[:200]}

    def get_lead(self) -> str:
        return _("An editor of %(community)s reads it on working days. In an emergency call 110, 119 or 120.") % {
            "community": community_of(self.request)
        }

    def get_breadcrumbs(self) -> tuple[Crumb, ...]:
        place = community_of(self.request)
        own = Crumb(str(TITLE), questions_url(place, self.request)) if place else None
        return (*super().get_breadcrumbs(), *([own] if own else []))


def ask(request: HttpRequest, community: str = "") -> HttpResponseBase:
    return AskView.as_view()(request, community=community)
