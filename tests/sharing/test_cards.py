"""Pictures for chat groups: what is on them, how large they are, how often they are drawn."""

from io import BytesIO
from typing import Any

import pytest
import segno
from django.core.cache import cache
from django.test import Client
from PIL import Image
from wagtail.models import PageViewRestriction

from portal.communities.models import Community
from portal.sharing.cards import EDGE, HEIGHT, QR, QUIET, WIDTH, Card, draw, qr_svg
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import opened_community
from tests.served import ServedClient

pytestmark = pytest.mark.django_db

LINK = "https://linli.example.gov.cn/s/4w2z1bk"
CHINESE = Card("阳光社区", "太极拳晨练", "活动", "周二 7:00–8:00", "公园南门", "不收费。", "长按识别二维码", LINK)
LONG = Card("很长的社区名" * 5, "长" * 255, "类" * 40, "时" * 90, "地" * 90, "字" * 300, "提示" * 20, LINK * 2)
WORDS = Card("Sunshine " * 9, "word " * 51, "kind", "when " * 30, "where " * 30, "text " * 60, "hint " * 9, LINK)
PATH = "/zh-hans/sunshine/guides/permit/share/card/"


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def opened(picture: bytes) -> Image.Image:
    return Image.open(BytesIO(picture))


@pytest.mark.parametrize("card", [CHINESE, LONG, WORDS, Card("", "短")], ids=["usual", "long", "words", "bare"])
def test_card_is_a_small_picture_for_a_phone(card: Card) -> None:
    picture = draw(card)
    assert (opened(picture).size, opened(picture).format) == ((720, 1040), "PNG")
    assert len(picture) < 60 * 1024


def test_code_on_the_card_is_that_of_the_link() -> None:
    picture = opened(draw(CHINESE)).convert("L")
    modules = [[bool(module) for module in row] for row in segno.make_qr(LINK, error="m").matrix]
    side = len(modules) + 2 * QUIET
    scale = (QR - 8) // side
    first = (QR - side * scale) // 2 + QUIET * scale + scale // 2
    top = HEIGHT - QR - 48
    seen = [
        [picture.getpixel((EDGE + first + x * scale, top + first + y * scale)) < 128 for x in range(len(row))]
        for y, row in enumerate(modules)
    ]
    assert seen == modules


def test_nothing_is_written_beyond_the_edge() -> None:
    """The code's ground reaches from edge to edge; above it, a margin stays free."""
    for card in (LONG, WORDS):
        margin = opened(draw(card)).convert("RGB").crop((WIDTH - EDGE // 3, 0, WIDTH, HEIGHT - QR - 80))
        assert len(margin.getcolors()) == 1


def test_each_word_makes_another_card() -> None:
    again = Card(*(getattr(CHINESE, name) for name in Card.__dataclass_fields__))
    moved = Card("阳光社区", "太极拳晨练", "活动", "公园南门", "周二 7:00–8:00", "不收费。", "长按识别二维码", LINK)
    assert CHINESE.digest == again.digest != moved.digest


def test_code_for_paper_has_no_size_of_its_own() -> None:
    svg = qr_svg(LINK)
    assert ("viewBox" in svg, "width=" in svg.split(">")[0], "style=" in svg) == (True, False, False)
    assert svg.startswith('<svg aria-hidden="true"')


def test_card_of_a_page_is_kept_by_whoever_has_it(client: Client, sunshine: Community) -> None:
    make_guide("permit", title="居住证")
    response = client.get(PATH)
    assert (response.headers["Content-Type"], response.headers["Cache-Control"]) == ("image/png", "public, max-age=300")
    assert (opened(response.content).size, dict(response.cookies)) == ((720, 1040), {})
    again = client.get(PATH, headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", response.headers["ETag"])


def test_card_changes_with_the_page(client: Client, sunshine: Community) -> None:
    guide = make_guide("permit", title="居住证")
    before = client.get(PATH).headers["ETag"]
    guide.title = "居住登记"
    guide.save_revision().publish()
    assert client.get(PATH).headers["ETag"] != before


def test_card_is_drawn_once(client: Client, sunshine: Community) -> None:
    make_guide("permit")
    digest = client.get(PATH).headers["ETag"].strip('"')
    cache.set(f"card:{digest}", b"drawn before")
    assert client.get(PATH).content == b"drawn before"


def test_card_speaks_the_readers_language(client: Client, sunshine: Community) -> None:
    make_pair("permit")
    tags = {client.get(PATH.replace("zh-hans", code)).headers["ETag"] for code in ("zh-hans", "en")}
    assert len(tags) == 2


def test_restricted_page_has_no_card(client: Client, sunshine: Community) -> None:
    guide = make_guide("canteen", community=sunshine)
    PageViewRestriction.objects.create(page=guide, restriction_type="login")
    for section in ("", "card/", "poster/"):
        response = client.get(f"/zh-hans/sunshine/guides/canteen/share/{section}")
        assert (response.status_code, "login" in response.headers.get("Location", "")) == (302, True)


def test_card_takes_few_queries(sunshine: Community, django_assert_num_queries: Any) -> None:
    make_guide("permit")
    client = ServedClient()
    client.get(PATH)
    with django_assert_num_queries(1):
        client.get(PATH)
