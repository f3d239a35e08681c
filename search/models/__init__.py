"""What is searched, and what editors say of it."""

from search.models.decision import SearchDecision, Verdict
from search.models.document import SearchDocument
from search.models.rule import RuleKind, SearchRule

__all__ = ["RuleKind", "SearchDecision", "SearchDocument", "SearchRule", "Verdict"]
