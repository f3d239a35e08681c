"""The base template: what it says of a page, whatever parts of `site` are known."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from portal.meta import PageMeta
from portal.site_chrome import SiteChrome, default_chrome
from tests.portal.test_portal_ui import Elements

BASE = "portal/base.html"
PATHS = {"zh-hans": "http://testserver/zh-hans/x/", "en": "http://testserver/en/x/"}


def page_of(reader: str = "en", site: SiteChrome | None = None, **meta: object) -> Elements:
    request = RequestFactory().get(f"/{reader}/x/?q=1")
    with override(reader):
        values = {"request": request, "site": site or default_chrome(request), "meta": PageMeta(title="T", **meta)}
        return Elements(render_to_string(BASE, values))


def links(page: Elements, rel: str) -> list[tuple[str | None, str | None]]:
    return [(link.get("hreflang"), link["href"]) for link in page.of("link") if link["rel"] == rel]


def metas(page: Elements) -> dict[str | None, str | None]:
    return {meta.get("name") or meta.get("property"): meta.get("content") for meta in page.of("meta")}


def test_page_stands_with_nothing_known() -> None:
    with override("zh-hans"):
        page = Elements(render_to_string(BASE))

    assert page.of("html") == [{"lang": "zh-Hans", "class": "size-normal theme-auto"}]
    assert len(page.of("main")) == 1


def test_alternates_and_default_language_are_told() -> None:
    page = page_of(canonical=PATHS["en"], alternates=PATHS)

    assert links(page, "canonical") == [(None, PATHS["en"])]
    assert links(page, "alternate") == [
        ("zh-Hans", PATHS["zh-hans"]),
        ("x-default", PATHS["zh-hans"]),
        ("en", PATHS["en"]),
    ]


def test_page_canonical_elsewhere_has_no_alternates() -> None:
    assert links(page_of(canonical=PATHS["zh-hans"], language="zh-hans"), "alternate") == []


@pytest.mark.parametrize(("indexable", "robots"), [(True, None), (False, "noindex")])
def test_robots_hear_only_of_what_is_closed(indexable: bool, robots: str | None) -> None:
    assert metas(page_of(indexable=indexable)).get("robots") == robots


def test_shared_links_show_title_and_description() -> None:
    told = metas(page_of(description="D", canonical=PATHS["en"], image="http://testserver/i.png"))

    assert [told[f"og:{name}"] for name in ("title", "description", "url", "image")] == [
        *("T", "D", PATHS["en"], "http://testserver/i.png")
    ]


def test_content_in_other_language_is_marked() -> None:
    page = page_of("en", language="zh-hans")
    marked = [attributes["lang"] for tag, attributes in page.found if tag == "div" and "lang" in attributes]

    assert (page.of("html")[0]["lang"], marked) == ("en", ["zh-Hans"])


def test_content_in_readers_language_is_not_marked() -> None:
    assert [a for tag, a in page_of("en", language="en").found if tag == "div" and "lang" in a] == []


def test_language_links_keep_the_address() -> None:
    switch = [link for link in page_of("en").of("a") if "hreflang" in link]

    assert [(link["lang"], link["href"]) for link in switch] == [("zh-Hans", "/zh-hans/x/?q=1")]


def test_display_switches_come_back_here() -> None:
    page = page_of("en")
    fields = [field["value"] for field in page.of("input") if field["name"] == "next"]

    assert fields == ["/en/x/?q=1"]
    assert [(b["name"], b["value"]) for b in page.of("button") if b.get("name")] == [
        *(("size", "large"), ("theme", "dark"), ("theme", "light"))
    ]


def test_nothing_is_inline_nor_from_elsewhere() -> None:
    page = page_of("en")
    scripts = [script.get("src") for script in page.of("script")]
    styles = [link["href"] for link in page.of("link") if link["rel"] == "stylesheet"]

    assert [address for address in [*scripts, *styles] if not (address or "").startswith("/static/")] == []
    assert [attributes for _tag, attributes in page.found if "style" in attributes] == []
