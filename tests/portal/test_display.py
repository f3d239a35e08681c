"""Type size and theme: two cookies of known values, changed by POST from our own pages only."""

import pytest
from django.test import Client, RequestFactory

from portal.display import Display, display_preferences

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookies", "expected"),
    [
        ({}, Display("normal", "auto")),
        ({"size": "large", "theme": "dark"}, Display("large", "dark")),
        ({"size": "huge", "theme": '"><script>'}, Display("normal", "auto")),
    ],
)
def test_only_known_values_count(rf: RequestFactory, cookies: dict[str, str], expected: Display) -> None:
    rf.cookies.load(cookies)

    assert display_preferences(rf.get("/")) == expected


def test_cache_key_has_six_values() -> None:
    keys = {Display(size, theme).cache_key for size in ("normal", "large") for theme in ("auto", "light", "dark")}

    assert len(keys) == 6


def test_switch_keeps_choice_and_returns(client: Client) -> None:
    response = client.post("/en/display/", {"size": "large", "next": "/en/styleguide/?page=2"})

    assert (response.status_code, response["Location"]) == (303, "/en/styleguide/?page=2")
    assert response.cookies["size"].value == "large"
    assert response.cookies["size"]["samesite"] == "Lax"
    assert response.cookies["size"]["max-age"] == 365 * 24 * 3600
    assert "theme" not in response.cookies
    assert '<html lang="en" class="size-large theme-auto">' in client.get("/en/styleguide/").content.decode()


def test_unknown_choice_is_not_kept(client: Client) -> None:
    response = client.post("/en/display/", {"size": "huge", "theme": "dark"})

    assert (list(response.cookies), response.cookies["theme"].value) == (["theme"], "dark")


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:alert(1)", "en/", ""],
)
def test_switch_never_leaves_the_site(client: Client, address: str) -> None:
    assert client.post("/en/display/", {"size": "large", "next": address})["Location"] == "/"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://testserver"}, 303),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_switch_refuses_forms_from_elsewhere(headers: dict[str, str], status: int) -> None:
    client = Client(enforce_csrf_checks=True)

    assert client.post("/en/display/", {"size": "large"}, headers=headers).status_code == status


def test_settings_page_shows_current_choice(client: Client) -> None:
    client.cookies.load({"theme": "dark"})
    page = client.get("/en/display/?next=/en/styleguide/")

    assert page.context["form"].initial == {"size": "normal", "theme": "dark"}
    assert page.context["next"] == "/en/styleguide/"


def test_pages_set_no_cookie_nor_vary_on_it(client: Client) -> None:
    response = client.get("/en/display/")

    assert (dict(response.cookies), "Cookie" in response.get("Vary", "")) == ({}, False)
