"""Did you mean: typing errors in letters, and wrong characters of the right sound."""

from collections.abc import Callable

import pytest
from django.test import Client

from search.query import SearchQuery
from search.results import results_for
from tests.search.provider import entry

Publish = Callable[..., None]


def meant(words: str, language: str) -> str:
    return results_for(SearchQuery(raw=words, language=language)).did_you_mean


@pytest.mark.usefixtures("engine", "judged_corpus")
@pytest.mark.parametrize(
    ("words", "better"),
    [
        ("elevater", "elevator"),
        ("volunter", "volunteer"),
        ("marrige certificate", "marriage certificate"),
        ("how do I renew a residense permit", "renew residence permit"),
        ("elevator", ""),
        ("zzzzzz", ""),
    ],
)
def test_misspelt_english_is_mended(words: str, better: str) -> None:
    assert meant(words, "en") == better


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize(("words", "better"), [("居住正", "居住证"), ("居住证", ""), ("局住", "居住"), ("火星", "")])
def test_wrong_characters_are_mended_by_their_sound(publish: Publish, words: str, better: str) -> None:
    publish(entry("permit", "居住证办理"))
    assert meant(words, "zh-hans") == better


def test_page_links_to_the_mended_question(client: Client, publish: Publish) -> None:
    publish(entry("permit", "居住证办理"))
    html = client.get("/zh-hans/search/", {"q": "居住正", "kind": "guide", "page": "1"}).content.decode()
    assert '<a href="?q=%E5%B1%85%E4%BD%8F%E8%AF%81&amp;kind=guide"><strong>居住证</strong></a>' in html
