"""What a resident's page says of itself to browsers, search engines and the base template."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Crumb:
    """`language` is set where the title is not in the reader's."""

    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class PageMeta:
    """Context variable `meta` of every page that extends `portal/base.html`.

    `canonical` and the values of `alternates` ({language code: address}) are absolute. `alternates` is empty for a
    page that is canonical elsewhere. `language` is that of the content, which differs from the active language when
    the page answers in place of a missing translation. `json_ld` holds schema.org objects as plain dicts.
    """

    title: str
    description: str = ""
    canonical: str = ""
    alternates: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    indexable: bool = True
    breadcrumbs: tuple[Crumb, ...] = ()
    json_ld: tuple[Mapping[str, Any], ...] = ()
    image: str = ""
