"""What a resident does on the portal, and the words they read there, in both languages."""

import re
from dataclasses import dataclass
from urllib.parse import quote_plus, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.journeys.cities import City

PHONE_WIDTH = 390
#: The first screen of the phone that conftest opens.
FIRST_SCREEN = 844


@dataclass(frozen=True)
class Words:
    language: str
    browser: str  # what the visitor's browser asks for
    other_language: str
    city: str
    community: str
    find: str
    find_button: str
    remember: str
    mine: str
    go_there: str
    guides: str
    menu: str
    category: str
    guide: str
    need: str  # what is typed into the search
    must_come: str
    bring: str
    counter: str
    opening: re.Pattern[str]
    call: str
    note_title: str
    note: str
    large: str
    standard: str
    dark: str
    tell_us: str
    did_it_help: str
    no: str
    missing: str
    change: str
    send: str
    thanks: str
    no_page: str
    simple_search: str


ZH = Words(
    language="zh-hans",
    browser="zh-CN",
    other_language="English",
    city="临湖市",
    community="阳光社区",
    find="找我的社区",
    find_button="查找",
    remember="我住这里，记住 阳光社区",
    mine="我的社区",
    go_there="阳光社区",
    guides="办事指南",
    menu="菜单",
    category="证照户籍",
    guide="居住证办理",
    need="居住证",
    must_come="要来 1 次。",
    bring="带上：",
    counter="阳光社区党群服务中心1号窗口",
    opening=re.compile("开放|尚未公布"),
    call="有疑问请打电话",
    note_title="本社区补充说明",
    note="阳光花园、阳光新苑和望湖公寓的租户",
    large="大字版",
    standard="标准字号",
    dark="深色",
    tell_us="这页有帮助吗？告诉我们",
    did_it_help="这页对您有帮助吗？",
    no="没有",
    missing="内容不全",
    change="您觉得应该怎么改？",
    send="提交",
    thanks="谢谢",
    no_page="没有找到这个页面",
    simple_search="简单搜索",
)
EN = Words(
    language="en",
    browser="en-US",
    other_language="简体中文",
    city="Linhu",
    community="Sunshine Community",
    find="Find my community",
    find_button="Find",
    remember="I live here: remember Sunshine Community",
    mine="My community",
    go_there="Sunshine Community",
    guides="Guides",
    menu="Menu",
    category="Permits, ID and registration",
    guide="Residence permit for people from other cities",
    need="residence permit",
    must_come="You have to come once.",
    bring="Bring:",
    counter="Window 1, Sunshine community service centre",
    opening=re.compile("Open|Closed|not announced"),
    call="Questions? Call",
    note_title="What your community adds",
    note="Tenants of Sunshine Garden, Sunshine Court and Lakeview Flats",
    large="Large type",
    standard="Standard type",
    dark="Dark",
    tell_us="Was this helpful? Tell us",
    did_it_help="Did this page help you?",
    no="No",
    missing="Something is missing",
    change="What should we change?",
    send="Send",
    thanks="Thank you",
    no_page="There is no such page",
    simple_search="Simple search",
)


@dataclass
class Resident:
    city: City
    page: Page
    words: Words

    def open(self, path: str = "") -> int:
        """`path` goes on from the language; returns the status."""
        answer = self.page.goto(f"{self.city.url}/{self.words.language}/{path}")
        return answer.status if answer else 0

    @property
    def path(self) -> str:
        """Where one is, without host and language."""
        return urlsplit(self.page.url).path.split("/", 2)[2]

    @property
    def title(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def follow(self, name: str | re.Pattern[str]) -> None:
        """The first link of this name in the page's own part."""
        self.main.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    # Finding one's community

    def look_for_home(self, typed: str) -> None:
        self.page.locator("#find-place").fill(typed)
        self.main.get_by_role("button", name=self.words.find_button, exact=True).click()

    @property
    def candidates(self) -> Locator:
        return self.main.locator("#find-results").get_by_role("heading", level=3)

    # Finding a page

    def open_menu(self) -> Locator:
        self.page.get_by_text(self.words.menu, exact=True).click()
        return self.page.get_by_role("banner").get_by_role("navigation").filter(has_text=self.words.guides)

    def search(self, typed: str) -> None:
        """With the search field that this page shows."""
        field = self.page.locator("input[name=q]:visible").first
        field.fill(typed)
        field.press("Enter")
        self.page.wait_for_url(f"**/search/?q={quote_plus(typed)}*")

    @property
    def results(self) -> Locator:
        return self.main.locator("ol").get_by_role("heading").get_by_role("link")

    def take_result(self, name: str) -> None:
        """It has to be among the first three: further down few people look."""
        found = [title.strip() for title in self.results.all_inner_texts()]
        assert name in found[:3], found
        self.results.nth(found.index(name)).click()

    # Reading a guide

    @property
    def answer(self) -> Locator:
        return self.main.locator("section.answer")

    def call_link(self, number: str) -> Locator:
        return self.page.locator(f"a[href='tel:{number.replace('-', '')}']")

    # Reading in another way

    @property
    def type_size(self) -> float:
        """Of running text, in pixels."""
        return self.page.locator("body").evaluate("body => parseFloat(getComputedStyle(body).fontSize)")

    @property
    def is_dark(self) -> bool:
        """Whether the page's ground is darker than its letters."""
        return self.page.locator("body").evaluate(
            """(body) => {
                const light = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0);
                const style = getComputedStyle(body);
                return light(style.backgroundColor) < light(style.color);
            }"""
        )


def expect_in_first_screen(*elements: Locator) -> None:
    for element in elements:
        expect(element).to_be_visible()
        box = element.bounding_box()
        assert box, element
        assert box["y"] + box["height"] <= FIRST_SCREEN, (element, box)
