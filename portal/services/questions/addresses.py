"""Addresses of questions to the office, below a community's home page."""

from urllib.parse import urlencode

from django.http import HttpRequest

from portal.communities.models import Community
from portal.communities.own_addresses import url_below
from portal.services.models import PublicAnswer

QUESTIONS = "questions"


def questions_url(community: Community, request: HttpRequest | None = None, *, language: str | None = None) -> str:
    return url_below(QUESTIONS, community, request, language=language)


def answer_url(
    answer: PublicAnswer, community: Community, request: HttpRequest | None = None, *, language: str | None = None
) -> str:
    return f"{questions_url(community, request, language=language)}{answer.pk}/"


def ask_url(community: Community, request: HttpRequest | None = None, *, text: str = "") -> str:
    """The form; `text` is what it begins with, to be changed there."""
    query = f"?{urlencode({'q': text})}" if text else ""
    return f"{questions_url(community, request)}ask/{query}"
