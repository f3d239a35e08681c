"""What pages are sorted by, as lists show it."""

from dataclasses import dataclass, field

from portal.names import Names


@dataclass(frozen=True, slots=True, order=True)
class LabelEntry:
    """A category, a life event, a field of work; in their own order."""

    order: int
    code: str
    names: Names = field(compare=False)
    icon: str = field(default="", compare=False)

    def __str__(self) -> str:
        return str(self.names) or self.code
