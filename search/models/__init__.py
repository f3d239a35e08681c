"""What is searched, and what editors say of it."""

from search.models.counted import SearchCount, ViewCount
from search.models.decision import SearchDecision, Verdict
from search.models.document import SearchDocument
from search.models.rule import RuleKind, SearchRule
from search.models.target import SearchLease, SearchSync, SearchTarget, TargetState

__all__ = [
    "RuleKind",
    "SearchCount",
    "SearchDecision",
    "SearchDocument",
    "SearchLease",
    "SearchRule",
    "SearchSync",
    "SearchTarget",
    "TargetState",
    "Verdict",
    "ViewCount",
]
