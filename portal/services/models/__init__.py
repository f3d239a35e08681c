"""Service guides: what they are sorted by, the pages, and what communities and residents add to them."""

from .feedback import GuideFeedback
from .guide import GuideAudience, GuideLifeEvent, GuidePage, RelatedGuide
from .index import GuideIndexPage
from .labels import Audience, Category, LifeEvent
from .overlay import GuideOverlay
from .question import OfficeQuestion, PublicAnswer

__all__ = [
    "Audience",
    "Category",
    "GuideAudience",
    "GuideFeedback",
    "GuideIndexPage",
    "GuideLifeEvent",
    "GuideOverlay",
    "GuidePage",
    "LifeEvent",
    "OfficeQuestion",
    "PublicAnswer",
    "RelatedGuide",
]
