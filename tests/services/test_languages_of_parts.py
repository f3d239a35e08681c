"""A page that answers in the other language says of each word which language it is in: screen readers go by it."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from portal.communities.models import Community
from portal.hours.schedule import OpeningHours
from portal.names import Names
from portal.services.actions import set_overlay
from portal.services.models import GuidePage
from tests.factories.guides import make_category, make_guide
from tests.factories.home import opened_community

pytestmark = pytest.mark.django_db
VOID = {"meta", "link", "br", "input", "img", "hr", "path"}
HAN, LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[A-Za-z]{2,}")


class Spoken(HTMLParser):
    """(language, words) of everything inside <main> that is read out, attributes too."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.words: list[tuple[str, str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        language = found.get("lang") or self.open[-1][1]
        if tag not in VOID:
            self.open.append((tag, language))
        if self.is_inside_main and found.get("aria-label"):
            self.words.append((language, str(found["aria-label"])))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        text = re.sub(r"\S+://\S+", "", data).strip()
        if text and self.is_inside_main:
            self.words.append((self.open[-1][1], text))

    @property
    def is_inside_main(self) -> bool:
        return any(tag == "main" for tag, _language in self.open)


def mismarked(client: Client, path: str) -> list[tuple[str, str]]:
    response = client.get(path)
    assert response.status_code == 200
    words = Spoken(response.content.decode()).words
    chinese = [(language, text) for language, text in words if HAN.search(text) and language != "zh-Hans"]
    english = [(language, text) for language, text in words if LATIN.search(text) and language != "en"]
    assert {language for language, _text in words} == {"zh-Hans", "en"}
    return [*chinese, *english]


def guide_in(language: str, word: str, community: Community | None = None) -> GuidePage:
    """A guide with every part there is, all in words of one language."""
    hours = OpeningHours.parse("Mon-Fri 9:00-17:00").to_json()
    place = {"place": word, "hours": hours, "hours_note": word, "phone": "0199-5550100", "note": word}
    free = {"text": {language: word}, "rules": []}
    return make_guide(
        "permit",
        language=language,
        community=community,
        title=word,
        summary=word,
        must_come="sometimes",
        must_come_note=word,
        proxy="yes",
        proxy_note=word,
        conditions=[("condition", word)],
        materials=[{"type": "material", "value": {"name": word, "note": word, "originals": 1, "copies": 2}}] * 4,
        channels=[
            {"type": "counter", "value": place},
            {"type": "counter", "value": {"at_community": True}},
            {"type": "online", "value": {"name": word, "url": "https://example.org", "note": word}},
            {"type": "phone", "value": {"phone": "0199-5550100", "hours": free, "note": word}},
            {"type": "home_visit", "value": {"who": word, "note": word}},
        ],
        valid_where=word,
        steps=[{"type": "step", "value": {"title": word, "text": word}}],
        days_by_rule=15,
        days_promised=7,
        fees=[{"type": "fee", "value": {"name": word, "amount": "20", "note": word}}],
        body=f"<p>{word}</p>",
        questions=[{"type": "question", "value": {"question": word, "answer": word}}],
        office=word,
        contact=word,
        phone="0199-5550100",
        item_code="10001",
        legal_basis=[{"type": "law", "value": {"name": word, "number": word, "article": word, "date": "2026-01-01"}}],
        audiences=["newcomer"],
        life_events=["arriving"],
    )


@pytest.fixture
def sunshine() -> Community:
    make_category("permit", names=Names({"zh-hans": "证件", "en": "Permits"}))
    names = Names({"zh-hans": "阳光社区", "en": "Sunshine"})
    return opened_community(slug="sunshine", names=names, address=Names({"zh-hans": "湖滨路", "en": "Lake Road"}))


@pytest.mark.parametrize(("written", "word", "read"), [("zh-hans", "证件", "en"), ("en", "Permit", "zh-hans")])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_guide_in_the_other_language_marks_each_word(
    client: Client, sunshine: Community, written: str, word: str, read: str, size: str
) -> None:
    guide_in(written, word)
    client.cookies["size"] = size
    assert mismarked(client, f"/{read}/sunshine/guides/permit/") == []


@pytest.mark.parametrize(("written", "word", "read"), [("zh-hans", "证件", "en"), ("en", "Permit", "zh-hans")])
def test_words_of_the_community_are_marked(
    client: Client, sunshine: Community, written: str, word: str, read: str
) -> None:
    """On a guide in the reader's language as well."""
    guide = guide_in(read, {"zh-hans": "证件", "en": "Permit"}[read])
    words = Names({written: word})
    set_overlay(community=sunshine, guide_key=guide.translation_key, by=None, note=words, counter=words)
    assert mismarked(client, f"/{read}/sunshine/guides/permit/") == []


@pytest.mark.parametrize(("written", "word", "read"), [("zh-hans", "证件", "en"), ("en", "Permit", "zh-hans")])
def test_lists_and_forms_mark_titles_alone(
    client: Client, sunshine: Community, written: str, word: str, read: str
) -> None:
    guide_in(written, word, community=sunshine)
    form = client.get(f"/{read}/sunshine/guides/permit/helpful/")["Location"]
    paths = (f"/{read}/sunshine/", f"/{read}/sunshine/guides/", f"/{read}/sunshine/guides/category/permit/", form)
    assert [mismarked(client, path) for path in paths] == [[], [], [], []]


@pytest.mark.parametrize(("written", "word", "read"), [("zh-hans", "证件", "en"), ("en", "Permit", "zh-hans")])
def test_results_and_suggestions_mark_titles_alone(
    client: Client,
    sunshine: Community,
    written: str,
    word: str,
    read: str,
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        guide_in(written, word, community=sunshine)
    paths = [f"/{read}/search/?q={query}&community=sunshine" for query in ("", "10001")]
    assert [mismarked(client, path) for path in paths] == [[], []]
