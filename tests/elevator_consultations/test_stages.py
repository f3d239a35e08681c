"""Which stage may follow which, what is asked for, and that no path leads to construction without all of it."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, Stage
from portal.plugins.bundled.elevator_consultations.stages import (
    NEXT,
    ORDER,
    ConsentFacts,
    Facts,
    NoticeFacts,
    is_forward,
    needs_note,
    next_forward,
    problems_of,
)

TODAY = dt.date(2026, 9, 7)
WHOLE = Facts(
    stage=Stage.SURVEY,
    today=TODAY,
    survey_is_decided=True,
    chose_plan=True,
    consent=ConsentFacts(part_is_met=True, is_met=True, is_of_this_plan=True),
    notice=NoticeFacts(TODAY - dt.timedelta(days=10), TODAY - dt.timedelta(days=1)),
    documents=frozenset(DocumentKind),
)
DAYS = st.dates(TODAY - dt.timedelta(days=40), TODAY + dt.timedelta(days=20))
FACTS = st.builds(
    Facts,
    stage=st.sampled_from(Stage),
    today=st.just(TODAY),
    survey_is_decided=st.booleans(),
    chose_plan=st.booleans(),
    consent=st.none() | st.builds(ConsentFacts, st.booleans(), st.booleans(), st.booleans()),
    notice=st.none()
    | st.builds(
        lambda first, days, whole, changed: NoticeFacts(first, first + dt.timedelta(days=days - 1), whole, changed),
        DAYS,
        st.integers(1, 30),
        st.booleans(),
        st.sampled_from([(), ("the drawings",)]),
    ),
    notice_days=st.integers(1, 20),
    unanswered=st.integers(0, 2),
    unsettled=st.integers(0, 2),
    needs_settled=st.booleans(),
    upheld_since_notice=st.integers(0, 1),
    documents=st.frozensets(st.sampled_from(DocumentKind)),
)
SLOW_MACHINES = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


def test_whole_way_is_open_where_nothing_is_missing() -> None:
    stage, walked = Stage.SURVEY, [Stage.SURVEY]
    while (following := next_forward(stage)) is not None:
        assert problems_of(replace(WHOLE, stage=stage), following) == []
        stage = following
        walked.append(stage)
    assert walked == list(ORDER)


MISSING = [
    (Stage.SURVEY, {"survey_is_decided": False}, "survey is not counted"),
    (Stage.DESIGN, {"documents": frozenset()}, "no drawing"),
    (Stage.DESIGN, {"chose_plan": False}, "No cost plan"),
    (Stage.CONSENT, {"consent": None}, "consent is not counted"),
    (Stage.CONSENT, {"consent": ConsentFacts(False, False, True)}, "Too few took part"),
    (Stage.CONSENT, {"consent": ConsentFacts(True, False, True)}, "Too few owners agreed"),
    (Stage.CONSENT, {"consent": ConsentFacts(True, True, False)}, "asked about it anew"),
    (Stage.NOTICE, {"notice": None}, "No public notice"),
    (Stage.NOTICE, {"notice": NoticeFacts(TODAY - dt.timedelta(days=9), TODAY)}, "notice runs until"),
    (Stage.NOTICE, {"notice": NoticeFacts(TODAY - dt.timedelta(days=9), TODAY - dt.timedelta(days=1))}, "10 days"),
    (Stage.NOTICE, {"notice": replace(WHOLE.notice, changed=("the drawings",))}, "changes: the drawings"),
    (Stage.NOTICE, {"notice": replace(WHOLE.notice, is_as_posted=False)}, "digest differs"),
    (Stage.OBJECTIONS, {"unanswered": 1}, "1 objection has no answer"),
    (Stage.OBJECTIONS, {"unsettled": 2, "needs_settled": True}, "2 objections are not settled"),
    (Stage.OBJECTIONS, {"upheld_since_notice": 1}, "upheld"),
    (Stage.REVIEW, {"documents": frozenset({DocumentKind.DRAWING})}, "permit is not among"),
    (Stage.REVIEW, {"consent": None}, "consent is not counted"),
    (Stage.ACCEPTANCE, {"documents": frozenset({DocumentKind.PERMIT})}, "certificate of acceptance"),
]


@pytest.mark.parametrize(("stage", "lacking", "said"), MISSING)
def test_what_is_missing_is_said_and_nothing_else(stage: Stage, lacking: dict, said: str) -> None:
    with translation.override("en"):
        [problem] = problems_of(replace(WHOLE, stage=stage, **lacking), next_forward(stage))
    assert said in problem


def test_unsettled_objections_hold_nobody_where_rules_are_silent() -> None:
    assert problems_of(replace(WHOLE, stage=Stage.OBJECTIONS, unsettled=3), Stage.REVIEW) == []


@pytest.mark.parametrize("stage", Stage)
def test_an_unanswered_objection_holds_every_stage_but_stopping(stage: Stage) -> None:
    facts = replace(WHOLE, stage=stage, unanswered=1)
    assert [to for to in NEXT[stage] if not problems_of(facts, to)] == [to for to in NEXT[stage] if to == Stage.STOPPED]


def test_going_back_and_stopping_want_a_reason() -> None:
    assert [needs_note(now, to) for now, to in ((Stage.NOTICE, Stage.DESIGN), (Stage.DESIGN, Stage.CONSENT))] == [
        True,
        False,
    ]
    assert needs_note(Stage.STOPPED, Stage.DESIGN)
    assert needs_note(Stage.IN_USE, Stage.STOPPED)


@SLOW_MACHINES
@given(FACTS, st.sampled_from(Stage))
def test_stages_are_skipped_by_no_facts(facts: Facts, to: Stage) -> None:
    if problems_of(facts, to) == [] and is_forward(facts.stage, to):
        assert ORDER.index(to) == ORDER.index(facts.stage) + 1


@SLOW_MACHINES
@given(FACTS)
def test_construction_begins_with_consent_notice_and_answers_only(facts: Facts) -> None:
    facts = replace(facts, stage=Stage.REVIEW)
    if problems_of(facts, Stage.CONSTRUCTION):
        return
    assert facts.consent is not None
    assert facts.consent.is_met
    assert facts.consent.is_of_this_plan
    assert facts.notice is not None
    stood = [facts.notice.first_day + dt.timedelta(days=n) for n in range(facts.notice.days)]
    assert len([day for day in stood if day < facts.today]) >= facts.notice_days
    assert facts.notice.is_as_posted
    assert not facts.notice.changed
    assert facts.unanswered == 0
    assert not (facts.needs_settled and facts.unsettled)
    assert {DocumentKind.DRAWING, DocumentKind.PERMIT} <= facts.documents
