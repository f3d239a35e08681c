"""docs/plugins/upgrading.md: a plugin follows a name that goes away, as the page tells."""

import warnings
from typing import Any

import pytest
from django.test import RequestFactory

from portal.communities.models import Community
from portal.plugins import api, declaration
from portal.plugins.api import RemovedFromApiWarning
from tests.plugins.documents import blocks_in

PAGE = "docs/plugins/upgrading.md"
FIRST_RANGE, BEFORE, AFTER, SECOND_RANGE, LAST_RANGE = blocks_in(PAGE, "python")
WARNING, REFUSAL = (text.strip() for text in blocks_in(PAGE, "text"))


@pytest.fixture
def version_1_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(api._DEPRECATED, "community_url", ("home_url", "2.0"))
    monkeypatch.setattr(declaration, "API_VERSION", "1.1")


@pytest.fixture
def version_2_0(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaration, "API_VERSION", "2.0")


def menu_of(code: str) -> list[Any]:
    """What the hook in this code gives for a community."""
    module: dict[str, Any] = {"__name__": "board.hooks"}
    exec(code, module)  # noqa: S102 - our own documentation
    return module["menu_links"](RequestFactory().get("/"), Community(slug="sunshine"))


def refusal_of(block: str) -> str:
    """Why the portal leaves out a plugin of this range; empty if it does not."""
    _before, wanted, _after = block.split('"')
    try:
        declaration.check_api(wanted)
    except declaration.DeclarationError as error:
        return str(error)
    return ""


@pytest.mark.usefixtures("version_1_1")
def test_name_that_goes_away_works_and_warns() -> None:
    with pytest.warns(RemovedFromApiWarning) as caught:
        menu = menu_of(BEFORE)
    assert [f"{type(each.message).__name__}: {each.message}" for each in caught] == [WARNING]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert menu_of(AFTER) == menu
    assert [refusal_of(block) for block in (FIRST_RANGE, SECOND_RANGE, LAST_RANGE)] == ["", "", ""]


@pytest.mark.usefixtures("version_2_0")
def test_taken_away_name_is_refused_before_it_is_missed() -> None:
    assert [refusal_of(block) for block in (SECOND_RANGE, LAST_RANGE)] == [REFUSAL, ""]
    with pytest.raises(ImportError, match="community_url"):
        menu_of(BEFORE)
    assert [link.url for link in menu_of(AFTER)] == ["/zh-hans/sunshine/board/"]
