"""The SEARCH_* settings, read when they are needed so that tests may change them."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class EngineSettings:
    url: str
    username: str
    password: str
    ca_certs: str
    node_class: str


def engine_settings() -> EngineSettings | None:
    """How to reach the search engine, or None where the database is to answer."""
    if not settings.SEARCH_URL:
        return None
    return EngineSettings(
        url=settings.SEARCH_URL,
        username=settings.SEARCH_USERNAME,
        password=settings.SEARCH_PASSWORD,
        ca_certs=settings.SEARCH_CA_CERTS,
        node_class=settings.SEARCH_NODE_CLASS,
    )


def index_prefix() -> str:
    return str(settings.SEARCH_INDEX_PREFIX)


def is_chinese(language: str) -> bool:
    return language.startswith("zh")


def languages() -> list[str]:
    return [code for code, _label in settings.LANGUAGES]
