"""Public answers as a search source. Ids: `answer:12`."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.home.public_places import PublicPlaces
from portal.home.search_sources import register_ask_office, register_labels, register_source
from portal.services.models import PublicAnswer
from portal.services.questions.addresses import answer_url, ask_url
from search.contract import EntryRef, Hit, SearchEntry, mark_changed

KIND = "question"


class AnswerSource:
    """Each method takes one query."""

    prefix = "answer"

    def all_refs(self) -> Iterable[EntryRef]:
        for answer in shown_answers():
            for language in languages_of(answer):
                yield EntryRef(answer_id(answer), language)

    def entries(self, refs: Sequence[EntryRef]) -> Iterable[SearchEntry]:
        wanted = set(refs)
        for answer in answers_of(refs):
            for language in languages_of(answer):
                if EntryRef(answer_id(answer), language) in wanted:
                    yield entry_for(answer, language)

    def page_keys(self, hits: Sequence[Hit]) -> Iterable[UUID]:
        return ()

    def paths(
        self, hits: Sequence[Hit], places: PublicPlaces, *, community: Community | None, language: str
    ) -> Mapping[EntryRef, str]:
        found = {answer_id(answer): answer for answer in answers_of([hit.ref for hit in hits])}
        return {
            hit.ref: answer_url(found[hit.ref.id], found[hit.ref.id].community, language=language)
            for hit in hits
            if hit.ref.id in found
        }


def shown_answers() -> QuerySet[PublicAnswer]:
    answers = PublicAnswer.objects.filter(community__status=CommunityStatus.OPEN)
    return answers.select_related("community").order_by("pk")


def answers_of(refs: Sequence[EntryRef]) -> QuerySet[PublicAnswer]:
    pks = {int(pk) for ref in refs if (pk := ref.id.removeprefix("answer:")).isdigit()}
    return shown_answers().filter(pk__in=pks)


def languages_of(answer: PublicAnswer) -> list[str]:
    return [code for code, _label in settings.LANGUAGES if answer.questions.get(code)]


def answer_id(answer: PublicAnswer) -> str:
    return f"answer:{answer.pk}"


def entry_for(answer: PublicAnswer, language: str) -> SearchEntry:
    languages = languages_of(answer)
    text = answer.answers.in_language(language)
    return SearchEntry(
        ref=EntryRef(answer_id(answer), language),
        key=answer_id(answer),
        kind=KIND,
        title=answer.questions.in_language(language),
        updated_at=answer.updated_at,
        summary=text.partition("\n")[0][:200],
        body=text,
        other_titles=tuple(answer.questions[code] for code in languages if code != language),
        languages=tuple(languages),
        community=answer.community.code,
    )


def mark_answer(sender: type, instance: PublicAnswer, **kwargs: object) -> None:
    mark_changed([answer_id(instance)])


def mark_community(sender: type, instance: Community, created: bool, **kwargs: object) -> None:
    if not created:
        mark_changed([answer_id(answer) for answer in instance.public_answers.only("pk")])


def connect() -> None:
    """Called in AppConfig.ready(); the uids keep a second call harmless."""
    register_source(AnswerSource())
    register_ask_office(lambda community, request, text: ask_url(community, request, text=text))
    register_labels("kind", lambda: {KIND: _("Questions to the office")})
    for signal in (post_save, post_delete):
        signal.connect(mark_answer, sender=PublicAnswer, dispatch_uid=f"answer_marks_{id(signal)}")
    post_save.connect(mark_community, sender=Community, dispatch_uid="answer_marks_community")
