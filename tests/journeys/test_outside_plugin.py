"""The life of an outside plugin in an installation, as everybody concerned sees it: installed by pip, offered by the
city, switched on, off and on again by one community, broken by an upgrade, muted, and taken out.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.operations.demo_logins import CITY
from tests.journeys import editor
from tests.journeys.cities import City, city_in, copy_city
from tests.journeys.outside import Environment, build_wheel, start_plugin
from tests.journeys.people import LEAD, arrive

NAME, PROJECT = "tool_swap", "linli-tool-swap"
TITLES = {"zh-hans": "换工具", "en": "Tool swap"}
ON, OFF = {"zh-hans": "启用", "en": "Switch on"}, {"zh-hans": "停用", "en": "Switch off"}
ABSENT = {"zh-hans": "暂时无法使用", "en": "Not available at the moment."}
SUNSHINE_CODE = "SELECT code FROM communities_community WHERE slug = 'sunshine'"
FAILURES = 2


@pytest.fixture
def installation(seeded: Path, tmp_path: Path) -> Iterator[City]:
    with city_in(copy_city(seeded, tmp_path / "city")) as own:
        own.environment["PLUGIN_MAX_FAILURES"] = str(FAILURES)
        arrive(own)
        yield own


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return start_plugin(NAME, tmp_path, "--title-zh-hans", TITLES["zh-hans"], "--title-en", TITLES["en"])


def test_outside_plugin_comes_works_breaks_and_goes(
    installation: City, source: Path, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    environment = Environment(installation, tmp_path / "environment")
    environment.install(build_wheel(source, "1.0"))
    resident, city, lead = open_page(width=390), open_page(language="en-GB"), {}
    editor.log_in(city, installation.url, CITY)
    for language, browser in (("zh-hans", "zh-CN"), ("en", "en-GB")):
        lead[language] = open_page(language=browser)
        editor.log_in(lead[language], installation.url, LEAD)
    sees_nothing(resident, installation)

    offer(city, installation)
    switch(lead["zh-hans"], installation, "zh-hans", ON)
    sees_all(resident, installation)
    sign_up(resident, installation, "zh-hans", "王美", "13800000001")
    sign_up(resident, installation, "en", "Mei Wang", "13800000002")
    for page in lead.values():
        has_sign_ups(page, installation, 2)

    switch(lead["en"], installation, "en", OFF)
    sees_nothing(resident, installation)
    staff_sees_nothing(lead, city, installation)
    switch(lead["en"], installation, "en", ON)
    sees_all(resident, installation)
    has_sign_ups(lead["zh-hans"], installation, 2)

    environment.install(build_wheel(broken(source), "1.1"))
    for visit in range(FAILURES):
        page_stays(resident, installation, visit=visit)
    trouble_is_told(city, lead, installation)

    withhold(city, installation)
    environment.uninstall(PROJECT)
    sees_nothing(resident, installation)
    city.goto(f"{installation.url}/admin/city-plugins/")
    expect(city.locator("main")).to_contain_text(f"The package of “Tool swap” ({NAME}) is gone.")
    lists_gone_page(city, installation)
    installation.manage("remove_plugin", NAME, "--yes")
    city.goto(f"{installation.url}/admin/city-plugins/")
    expect(city.locator("main")).not_to_contain_text(NAME)
    sees_nothing(resident, installation)
    assert leftovers(installation) == []


# What residents see


def sees_all(page: Page, city: City) -> None:
    """Card, menu link, page and form in Sunshine; in Heping nothing."""
    for language, title in TITLES.items():
        page.goto(f"{city.url}/{language}/sunshine/")
        card = page.locator("#tool-swap")
        expect(card.get_by_role("heading")).to_have_text(title)
        expect(page.locator(f"a[href='/{language}/sunshine/x/{NAME}/sign-up/']").first).to_be_attached()
        card.get_by_role("link").last.click()
        expect(page.locator("h1")).to_have_text(title)
        page.goto(f"{city.url}/{language}/heping/")
        is_nowhere_on(page)


def sees_nothing(page: Page, city: City) -> None:
    for language in TITLES:
        page.goto(f"{city.url}/{language}/sunshine/")
        expect(page.locator("h1")).to_be_visible()
        is_nowhere_on(page)
        for path in ("tool-swap/", f"x/{NAME}/sign-up/"):
            answer = page.goto(f"{city.url}/{language}/sunshine/{path}")
            assert answer is not None
            assert answer.status == 404


def is_nowhere_on(page: Page) -> None:
    text = page.content()
    assert [word for word in (*TITLES.values(), NAME, "tool-swap") if word in text] == []


def sign_up(page: Page, city: City, language: str, name: str, phone: str) -> None:
    page.goto(f"{city.url}/{language}/sunshine/tool-swap/")
    page.locator("main a[href*='/sign-up/']").click()
    page.fill("[name=name]", name)
    page.fill("[name=phone]", phone)
    page.locator("main form [type=submit], main form button").last.click()
    page.wait_for_url("**/thanks/")


def page_stays(page: Page, city: City, *, visit: int) -> None:
    """Its box says that it is missing, its link in the menu is gone once it is muted, and the rest is there. Not from
    the page cache: the address is new."""
    for language, absent in ABSENT.items():
        answer = page.goto(f"{city.url}/{language}/sunshine/?visit={visit}")
        assert answer is not None
        assert answer.status == 200
        expect(page.locator("main section", has_text=absent)).to_have_count(1)
        expect(page.locator("main section").filter(has_not_text=absent).first).to_be_visible()
        links = page.locator(f"a[href='/{language}/sunshine/x/{NAME}/sign-up/']")
        expect(links.first).to_be_attached(attached=visit * len(ABSENT) < FAILURES)


# What staff does and sees


def offer(page: Page, city: City) -> None:
    page.goto(f"{city.url}/admin/city-plugins/")
    row = page.get_by_role("row", name="Tool swap")
    expect(row).to_contain_text("Withheld")
    set_policy(page, city, "available")


def withhold(page: Page, city: City) -> None:
    set_policy(page, city, "withheld")


def set_policy(page: Page, city: City, policy: str) -> None:
    page.goto(f"{city.url}/admin/city-plugins/{NAME}/policy/")
    page.check(f"[name=policy][value={policy}]")
    page.get_by_role("button", name="See what would change").click()
    page.get_by_role("button", name="Change the policy").click()
    expect(page.locator(".messages")).to_contain_text("Policy of “Tool swap” changed.")


def switch(page: Page, city: City, language: str, names: dict[str, str]) -> None:
    """From the card, over the page that says what will happen."""
    open_plugins(page, city)
    card = page.locator(f"#plugin-{NAME}")
    expect(card.get_by_role("heading")).to_have_text(TITLES[language])
    card.get_by_role("link", name=names[language]).click()
    page.get_by_role("button", name=names[language], exact=True).click()
    expect(page.locator(".messages")).to_contain_text(TITLES[language])


def open_plugins(page: Page, city: City) -> None:
    ((code,),) = city.rows(SUNSHINE_CODE)
    page.goto(f"{city.url}/admin/plugins/{code}/")


def has_sign_ups(page: Page, city: City, count: int) -> None:
    page.goto(f"{city.url}/admin/{NAME}/signup/")
    expect(page.locator("main tbody tr")).to_have_count(count)


def staff_sees_nothing(lead: dict[str, Page], city_page: Page, city: City) -> None:
    for page in (*lead.values(), city_page):
        answer = page.goto(f"{city.url}/admin/")
        assert answer is not None
        assert f"/admin/{NAME}/" not in answer.text()
        page.goto(f"{city.url}/admin/{NAME}/signup/")
        assert not page.url.endswith("/signup/")


def trouble_is_told(city_page: Page, lead: dict[str, Page], city: City) -> None:
    city_page.goto(f"{city.url}/admin/")
    city_page.locator("main").get_by_role("link", name="Plugin health").click()
    row = city_page.get_by_role("row", name="Tool swap")
    expect(row).to_contain_text("home_cards: RuntimeError")
    for language, paused in (("zh-hans", "已暂停"), ("en", "Paused")):
        open_plugins(lead[language], city)
        expect(lead[language].locator(f"#plugin-{NAME}")).to_contain_text(paused)


def lists_gone_page(page: Page, city: City) -> None:
    home = city.page_number("sunshine")
    page.goto(f"{city.url}/admin/pages/{home}/")
    expect(page.locator("main")).to_contain_text(TITLES["zh-hans"])
    page.goto(f"{city.url}/admin/pages/{city.page_number('sunshine/tool-swap')}/edit/")
    expect(page.locator(".messages")).to_contain_text("is not installed any more")


# The package


def broken(source: Path) -> Path:
    """Its next version fails where its card is made."""
    hooks = source / NAME / "hooks.py"
    text = hooks.read_text()
    assert text.count("return [Card(") == 1
    hooks.write_text(text.replace("return [Card(", 'raise RuntimeError("half of an upgrade")\n    return [Card('))
    return source


def leftovers(city: City) -> list[tuple]:
    """In the database, whatever has the name of the plugin; the log may."""
    tables = city.rows("SELECT name FROM sqlite_master WHERE name LIKE ?", f"{NAME}%")
    types = city.rows("SELECT model FROM django_content_type WHERE app_label = ?", NAME)
    known = city.rows("SELECT key FROM plugins_installedplugin WHERE key = ?", NAME)
    migrations = city.rows("SELECT name FROM django_migrations WHERE app = ?", NAME)
    pages = city.rows("SELECT title FROM wagtailcore_page WHERE slug = 'tool-swap'")
    return [*tables, *types, *known, *migrations, *pages]
