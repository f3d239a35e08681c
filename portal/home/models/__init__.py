"""Home pages, plain pages of text below them, what the city says of itself, and alerts above all pages."""

from .alert import Alert, AlertPage
from .city import CitySettings
from .document_text import DocumentText, Reading
from .homes import CityHomePage, CommunityHomePage
from .index import IndexPage
from .information import InformationPage
from .keys import PageKey

__all__ = [
    "Alert",
    "AlertPage",
    "CityHomePage",
    "CitySettings",
    "CommunityHomePage",
    "DocumentText",
    "IndexPage",
    "InformationPage",
    "PageKey",
    "Reading",
]
