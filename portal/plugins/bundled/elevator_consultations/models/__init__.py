"""Pages say what a case is about; the case behind them is one in all languages, and all that is decided hangs on it."""

from portal.plugins.bundled.elevator_consultations.models.case import Case, CaseDocument, StageMove  # isort: skip - pages are built on it
from portal.plugins.bundled.elevator_consultations.models.chain import ChainRow
from portal.plugins.bundled.elevator_consultations.models.costs import CostPlan
from portal.plugins.bundled.elevator_consultations.models.fault import Fault
from portal.plugins.bundled.elevator_consultations.models.index import CaseIndexPage
from portal.plugins.bundled.elevator_consultations.models.notice import PublicNotice
from portal.plugins.bundled.elevator_consultations.models.objection import MediationStep, Objection
from portal.plugins.bundled.elevator_consultations.models.page import CaseMeeting, CasePage
from portal.plugins.bundled.elevator_consultations.models.paper import SignedPaper
from portal.plugins.bundled.elevator_consultations.models.question import Answer, Question
from portal.plugins.bundled.elevator_consultations.models.register import Unit
from portal.plugins.bundled.elevator_consultations.models.rules import RuleSet
from portal.plugins.bundled.elevator_consultations.models.visit import DoorVisit

__all__ = [
    "Answer",
    "Case",
    "CaseDocument",
    "CaseIndexPage",
    "CaseMeeting",
    "CasePage",
    "ChainRow",
    "CostPlan",
    "DoorVisit",
    "Fault",
    "MediationStep",
    "Objection",
    "PublicNotice",
    "Question",
    "RuleSet",
    "SignedPaper",
    "StageMove",
    "Unit",
]
