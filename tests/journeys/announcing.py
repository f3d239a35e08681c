"""An editor publishes one of each: activity, team, notice, renovation project, works notice. In words of the job."""

import datetime as dt
import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, expect

from tests.journeys import editor
from tests.journeys.cities import City

HERE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Editor:
    """At work below the pages of one language."""

    city: City
    page: Page
    language: str

    def in_days(self, days: int) -> str:
        return (dt.datetime.now(HERE) + dt.timedelta(days=days)).date().isoformat()

    @property
    def tomorrow(self) -> str:
        return self.in_days(1)

    @property
    def soon(self) -> dt.datetime:
        """When half an hour begins that ends on the same day: homes show what comes next, and the demo is busy."""
        start = dt.datetime.now(HERE) + dt.timedelta(minutes=20)
        if (start + dt.timedelta(minutes=30)).date() != dt.datetime.now(HERE).date():
            return dt.datetime.fromisoformat(f"{self.tomorrow}T00:10")
        return start

    def begin(self, kind: str, section: str) -> None:
        """`kind` as the address of the form has it; `section` is the page below which it will stand."""
        parent = self.city.page_number(f"sunshine/{section}", self.language)
        self.page.goto(f"{self.city.url}/admin/pages/add/{kind}/{parent}/")

    def set(self, name: str, value: str) -> None:
        """A day or a time, also one that lies folded, without the calendar that opens over the form."""
        change = "(field, value) => { field.value = value; field.dispatchEvent(new Event('change', {bubbles: true})); }"
        self.page.locator(f"[name={name}]").evaluate(change, value)

    def write(self, text: str) -> None:
        """Into the page's body of rich text."""
        self.page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
        self.page.keyboard.type(text)

    def is_refused(self, words: str) -> None:
        """What publishing says to a form that is not whole."""
        editor.open_actions(self.page)
        self.page.locator("button[name=action-publish]").click()
        expect(self.page.locator(".error-message", has_text=words)).to_be_visible()

    def publish(self, title: str) -> str:
        """Returns the address, going on from the language."""
        editor.publish(self.page)
        ((path,),) = self.city.rows("SELECT url_path FROM wagtailcore_page WHERE title = ? AND live", title)
        return path.split("/", 2)[2]

    def publish_activity(self, title: str) -> str:
        self.begin("activities/activitypage", "calendar")
        self.page.fill("[name=title]", title)
        self.page.fill("[name=summary]", title)
        start = self.soon
        self.set("starts_on", start.date().isoformat())
        self.set("start_time", f"{start:%H:%M}")
        self.set("end_time", f"{start + dt.timedelta(minutes=30):%H:%M}")
        return self.publish(title)

    def publish_team(self, title: str) -> str:
        self.begin("volunteers/volunteerteampage", "teams")
        self.page.fill("[name=title]", title)
        self.page.fill("[name=summary]", title)
        self.page.locator("[name=field]").select_option(index=1)
        return self.publish(title)

    def publish_notice(self, title: str) -> str:
        self.begin("notices/noticepage", "notices")
        self.page.fill("[name=title]", title)
        self.write(title)
        self.set("takes_place_from", f"{self.tomorrow} 00:20")
        self.set("takes_place_until", f"{self.tomorrow} 00:50")
        return self.publish(title)

    def publish_project(self, title: str) -> str:
        self.begin("renovation/renovationprojectpage", "renovation")
        self.page.fill("[name=title]", title)
        self.page.fill("[name=summary]", title)
        return self.publish(title)

    def announce_works(self, title: str, project: str) -> str:
        """Of a project that is published; from the list of projects."""
        self.page.goto(f"{self.city.url}/admin/renovation/")
        self.page.get_by_role("link", name=project).first.click()
        self.page.locator("a[href$='/works/']").first.click()
        self.set("starts", f"{self.tomorrow} 00:30")
        self.set("ends", f"{self.tomorrow} 01:00")
        self.page.fill(f"[name=titles_{self.language.replace('-', '_')}]", title)
        self.page.locator("main form[method=post] button.button").last.click()
        expect(self.page.locator(".messages")).to_contain_text(project)
        ((number,),) = self.city.rows("SELECT id FROM renovation_worksnotice ORDER BY id DESC LIMIT 1")
        ((path,),) = self.city.rows("SELECT url_path FROM wagtailcore_page WHERE title = ? AND live", project)
        return f"{path.split('/', 2)[2]}works/{number}/"


def address_of_feed(page: Page, kind: str) -> str:
    """Path of the feed that the page names to programs; `kind` is the type of the feed."""
    href = page.locator(f"link[rel=alternate][type='{kind}']").first.get_attribute("href") or ""
    return re.sub(r"^https?://[^/]+", "", href)
