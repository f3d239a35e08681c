"""Guides as published pages, in one language or more."""

from collections.abc import Sequence
from typing import Any

from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from portal.communities.models import Community
from portal.home.models import CityHomePage
from portal.names import Names
from portal.plugins.testing.kept import kept
from portal.services.models import (
    Audience,
    Category,
    GuideAudience,
    GuideIndexPage,
    GuideLifeEvent,
    GuidePage,
    LifeEvent,
)
from portal.services.plain_text import STREAMS
from tests.factories.home import make_city


@kept
def make_category(code: str = "permit", **values: Any) -> Category:
    values.setdefault("names", Names({"zh-hans": f"{code}类", "en": code.title()}))
    return Category.objects.get_or_create(code=code, defaults=values)[0]


@kept
def make_audience(code: str = "newcomer") -> Audience:
    return Audience.objects.get_or_create(code=code, defaults={"names": Names({"en": code.title()})})[0]


@kept
def make_life_event(code: str = "arriving") -> LifeEvent:
    return LifeEvent.objects.get_or_create(code=code, defaults={"names": Names({"en": code.title()})})[0]


def guide_index(community: Community | None = None, language: str = "zh-hans") -> GuideIndexPage:
    """The index of guides of a community, or of the city, which is made when there is none."""
    if not CityHomePage.objects.exists():
        make_city()
    return GuideIndexPage.objects.get(community=community, locale__language_code=language)


@kept
def make_guide(
    slug: str = "residence-permit",
    *,
    community: Community | None = None,
    language: str = "zh-hans",
    audiences: Sequence[str] = (),
    life_events: Sequence[str] = (),
    **values: Any,
) -> GuidePage:
    """A live guide, of the city where there is no community, with one revision that was published. Audiences and life
    events are codes."""
    values.setdefault("title", f"{slug} {language}")
    values.setdefault("summary", f"{slug} summary {language}")
    values["category"] = values.get("category") or make_category()
    index = guide_index(community, language)
    guide = GuidePage(slug=slug, locale=Locale.objects.get(language_code=language), live=False, **values)
    guide.audience_rows = [GuideAudience(audience=make_audience(code)) for code in audiences]
    guide.life_event_rows = [GuideLifeEvent(life_event=make_life_event(code)) for code in life_events]
    index.add_child(instance=guide)
    return published(guide)


def make_pair(slug: str = "residence-permit", **values: Any) -> tuple[GuidePage, GuidePage]:
    """The same guide in Chinese and English."""
    chinese = make_guide(slug, **values)
    english = make_guide(slug, language="en", translation_key=chinese.translation_key, **values)
    return chinese, english


def sent_guide(**values: Any) -> dict[str, Any]:
    """What the browser sends for a guide with nothing filled in but `values`."""
    blank = {"title": "", "slug": "", "summary": "", "kind": "guide", "category": "", "body": rich_text("")}
    forms = {name: inline_formset([]) for name in ("related_rows", "comments")}
    streams = {name: streamfield([]) for name in STREAMS}
    ticks = {name: values.pop(name) for name in list(values) if name.endswith("_choices")}
    return nested_form_data({**blank, **forms, **streams, **values}) | ticks


def published(guide: GuidePage) -> GuidePage:
    guide.save_revision().publish()
    return GuidePage.objects.get(pk=guide.pk)
