"""What families and class staff do, in words of the job."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.announcing import Editor
from tests.journeys.cities import City

LATEST = "SELECT places_ptr_id FROM class_signups_classcourse ORDER BY places_ptr_id DESC LIMIT 1"
#: Whatever the hour: a text that would wait for the morning is due.
MORNING = """
from django.core.management import call_command
from django.utils import timezone
from portal.notifications.models import Delivery
Delivery.objects.filter(message__phone="{phone}").update(next_at=timezone.now())
call_command("run_due")
"""
#: The gateway says that a text did not arrive.
UNREACHED = """
from portal.notifications.actions import give_up
from portal.notifications.models import Delivery
for delivery in Delivery.objects.filter(message__phone="{phone}", message__kind="classes.offer", status="waiting"):
    give_up(delivery, "switched off")
"""
CLOSE = """
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage
course = ClassCourse.objects.get(pk={pk})
now = timezone.now() - timedelta(minutes=1)
ClassPage.objects.filter(translation_key=course.key).update(closes_at=now)
ClassCourse.objects.filter(pk=course.pk).update(closes_at=now)
call_command("run_due")
"""
#: Its last day is longer ago than names are kept, and the nightly work is due.
KEPT_LONG_ENOUGH = """
from datetime import timedelta
from django.core.management import call_command
from django.utils import timezone
from portal.operations.models import TimedJob
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassPage, ClassSignUp
course = ClassCourse.objects.get(pk={pk})
day = timezone.localdate() - ClassSignUp.kept_for - timedelta(days=2)
ClassPage.objects.filter(translation_key=course.key).update(starts_on=day, opens_at=None, closes_at=None)
for page in ClassPage.objects.filter(translation_key=course.key):
    page.save()
TimedJob.objects.filter(name="participation.erase_due").delete()
call_command("run_due")
"""


def fill_in(page: Page, words: dict[str, str], *children: str) -> None:
    for number, child in enumerate(children):
        if number:
            page.locator("button[name=more]").click()
        page.fill(f"[name=child_{number}_name]", child)
        page.fill(f"[name=child_{number}_born]", f"2017-0{number + 3}-01")
    page.fill("[name=name]", words["name"])
    page.fill("[name=phone]", words["phone"])
    page.check("[name=consent_0]")
    page.locator("main form button:not([name])").click()


def offers_to(city: City, phone: str) -> int:
    """Messages that say a place is free."""
    query = "SELECT count(*) FROM notifications_message WHERE kind = 'classes.offer' AND phone = ?"
    return city.rows(query, phone)[0][0]


@dataclass(frozen=True)
class Family:
    """On a private page of its own, once it has signed up."""

    page: Page
    child: str
    phone: str

    @property
    def name(self) -> str:
        """Of whoever signs up."""
        return f"{self.child} senior"

    def sign_up(self, url: str) -> None:
        self.page.goto(url)
        fill_in(self.page, {"name": self.name, "phone": self.phone}, self.child)
        self.page.locator("button[name=confirm]").click()
        self.page.wait_for_url("**/my/*/")

    def stands(self, text: str | re.Pattern) -> None:
        self.page.reload()
        expect(self.page.locator("main")).to_contain_text(text)

    def finds_nothing(self) -> None:
        answer = self.page.reload()
        assert answer is not None
        assert answer.status == 404
        expect(self.page.locator("h1")).to_be_visible()

    def answer(self, action: str) -> None:
        """`accept`, `decline`, `keep`."""
        self.page.locator(f"button[value^='{action}:']").click()
        expect(self.page.locator("button[value^='accept:']")).to_have_count(0)

    def cancel(self) -> None:
        self.page.locator("details:has(button[value=withdraw]) summary").click()
        self.page.locator("button[value=withdraw]").click()
        expect(self.page.locator("button[value=withdraw]")).to_have_count(0)


@dataclass(frozen=True)
class Course:
    """One of Sunshine, as its staff and residents address it."""

    city: City
    language: str
    pk: int

    @property
    def home(self) -> str:
        return f"{self.city.url}/{self.language}/sunshine"

    @property
    def url(self) -> str:
        return f"{self.home}/x/classes/{self.pk}"

    def run(self, script: str, **values: object) -> None:
        """By another process, on this city's database."""
        self.city.work(script.format(pk=self.pk, **values))


def publish_class(editor: Editor, title: str, refusal: str, **values: str) -> Course:
    """On a day in two weeks. The form is sent without an hour first: it says so, and keeps what was typed."""
    page = editor.page
    editor.begin("class_signups/classpage", "classes")
    page.fill("[name=title]", title)
    page.fill("[name=summary]", title)
    editor.set("starts_on", editor.in_days(14))
    for name, value in values.items():
        if page.locator(f"select[name={name}]").count():
            page.select_option(f"[name={name}]", value)
        else:
            editor.set(name, value)
    editor.is_refused(refusal)
    expect(page.locator("[name=title]")).to_have_value(title)
    editor.set("start_time", "16:30")
    editor.set("end_time", "18:00")
    editor.publish(title)
    ((pk,),) = editor.city.rows(LATEST)
    return Course(editor.city, editor.language, pk)


def ring(staff: Page, city: City, name: str, button: str) -> None:
    """From the call list in the admin: `button` says how it went."""
    staff.goto(f"{city.url}/admin/calls/")
    staff.get_by_role("link", name=name).click()
    staff.get_by_role("button", name=button, exact=True).click()
    expect(staff.locator(".messages")).to_contain_text(name)


def recomputed(page: Page, folder: Path) -> tuple[str, list[str]]:
    """(digest of the list, codes in their order): what a shell makes of the page of a draw, as it stands there."""
    listed = page.request.get(page.locator("main a[href$='/list.txt']").evaluate("link => link.href"))
    (folder / "list.txt").write_bytes(listed.body())
    script = page.locator("main pre").text_content() or ""
    done = subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=True)
    digest, *ordered = done.stdout.splitlines()
    return digest.split()[0], [line.split()[1] for line in ordered]


def file_of(staff: Page, kind: str) -> Path:
    with staff.expect_download() as download:
        staff.locator(f"button[name=kind][value={kind}]").click()
    return Path(download.value.path())
