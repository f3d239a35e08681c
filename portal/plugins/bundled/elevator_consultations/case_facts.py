"""Reads what decides whether a case may move. A constant number of queries, whatever there is."""

from django.utils import timezone

from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, Outcome, QuestionKind, Stage
from portal.plugins.bundled.elevator_consultations.models import Case, Objection, PublicNotice, Question
from portal.plugins.bundled.elevator_consultations.notice_content import changes_since, is_as_posted
from portal.plugins.bundled.elevator_consultations.stages import ConsentFacts, Facts, NoticeFacts

#: After these an objection is out of the world; refused, it is answered and goes on.
SETTLED = (Outcome.SETTLED, Outcome.WITHDRAWN, Outcome.UPHELD)


def facts_of(case: Case) -> Facts:
    decided = list(case.questions.filter(decided_at__isnull=False).order_by("decided_at", "pk"))
    consent = next((each for each in reversed(decided) if each.kind == QuestionKind.CONSENT), None)
    notice = case.notices.filter(replaced_at=None).first()
    objections = list(case.objections.defer("text"))
    return Facts(
        stage=Stage(case.stage),
        today=timezone.localdate(),
        survey_is_decided=any(each.kind == QuestionKind.SURVEY for each in decided),
        chose_plan=case.cost_plans.filter(is_chosen=True).exists(),
        consent=consent_facts(case, consent) if consent else None,
        notice=notice_facts(case, notice) if notice else None,
        notice_days=consent.notice_days if consent else 10,
        unanswered=sum(map(is_unanswered, objections)),
        unsettled=sum(each.outcome not in SETTLED for each in objections),
        needs_settled=bool(consent and consent.needs_settled_objections),
        upheld_since_notice=sum(is_upheld_since(each, notice) for each in objections),
        documents=frozenset(DocumentKind(kind) for kind in case.documents.values_list("kind", flat=True)),
    )


def consent_facts(case: Case, question: Question) -> ConsentFacts:
    """A case that went back to design has another plan: what was agreed to before holds no more. When the question was
    opened is what the chain says of it."""
    early = (Stage.SURVEY, Stage.DESIGN)
    went_back = case.moves.filter(after__in=early).exclude(before__in=early).order_by("moved_at", "pk").last()
    opened = case.chain.filter(subject=f"question:{question.pk}").order_by("number").first()
    is_of_this_plan = went_back is None or (opened is not None and opened.at >= went_back.moved_at)
    result = question.result
    return ConsentFacts(bool(result.get("part_is_met")), bool(result.get("is_met")), is_of_this_plan)


def notice_facts(case: Case, notice: PublicNotice) -> NoticeFacts:
    return NoticeFacts(notice.first_day, notice.last_day, is_as_posted(notice), tuple(changes_since(notice, case)))


def is_unanswered(objection: Objection) -> bool:
    """What is taken back needs no answer."""
    return objection.answered_at is None and objection.outcome != Outcome.WITHDRAWN


def is_upheld_since(objection: Objection, notice: PublicNotice | None) -> bool:
    since = objection.settled_at
    return objection.outcome == Outcome.UPHELD and (notice is None or since is None or since >= notice.posted_at)
