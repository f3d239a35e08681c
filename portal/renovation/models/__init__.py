"""Renovation projects: the row all languages share, what hangs on it, and the pages."""

from .project import RenovationProject, StageDates  # isort: skip - the pages are built on it
from .acceptance import SatisfactionAnswer, SatisfactionRound
from .index import RenovationIndexPage
from .opinions import Opinion
from .page import RenovationProjectPage
from .survey import NeedsAnswer, NeedsSurvey, RankedWish, Wish
from .works import WorksNotice

__all__ = [
    "NeedsAnswer",
    "NeedsSurvey",
    "Opinion",
    "RankedWish",
    "RenovationIndexPage",
    "RenovationProject",
    "RenovationProjectPage",
    "SatisfactionAnswer",
    "SatisfactionRound",
    "StageDates",
    "Wish",
    "WorksNotice",
]
