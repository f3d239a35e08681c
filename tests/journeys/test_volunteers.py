"""Volunteers as people live it: from asking to join to a certificate, and a door that nobody opens."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.operations.demo_logins import SUNSHINE
from tests.journeys.cities import City

LEADER, VISITOR, WORKER, DEPUTY = "13900000135", "13900000131", "13900000151", "13900000152"
#: The shift of a newcomer has been yesterday; the clock of visits without answer has run out.
YESTERDAY = """
from datetime import timedelta
from portal.volunteers.models import Shift
for shift in Shift.objects.filter(claims__member__phone="{phone}"):
    shift.starts -= timedelta(days=30); shift.ends -= timedelta(days=30); shift.save()
"""
NOW = """
from datetime import timedelta
from django.utils import timezone
from portal.volunteers.models import Visit
visit = Visit.objects.get()
visit.starts, visit.ends = timezone.now(), timezone.now() + timedelta(hours=1)
visit.save()
"""
LATER = """
from datetime import timedelta
from portal.volunteers.models import Visit
for visit in Visit.objects.filter(closed_at=None, alarm_at__isnull=False):
    visit.next_alarm_at -= timedelta(minutes=40); visit.alarm_at -= timedelta(minutes=40); visit.save()
"""
MORNING = """
from django.utils import timezone
from portal.notifications.models import Delivery
Delivery.objects.filter(message__phone="{phone}").update(next_at=timezone.now())
"""  # what was written in the quiet hours, if they are now, is due
WORDS = {
    "zh-hans": {"name": "孙晓梅", "phone": "13900000161", "good": "这份证明有效", "hours": "1.5小时"},
    "en": {"name": "Grace Miller", "phone": "13900000162", "good": "This certificate is good", "hours": "1.5 hours"},
}


def texts_to(city: City, phone: str) -> list[str]:
    return [
        text for (text,) in city.rows("SELECT text FROM notifications_outboxtext WHERE phone = ? ORDER BY id", phone)
    ]


def sign_in(city: City, page: Page, phone: str, language: str) -> None:
    """By the code that comes by text message."""
    page.goto(f"{city.url}/{language}/my/")
    page.fill("[name=phone]", phone)
    page.locator("main form button").click()
    (code,) = re.findall(r"\b\d{6}\b", texts_to(city, phone)[-1])
    page.fill("[name=code]", code)
    page.locator("main form button").click()
    page.wait_for_url("**/my/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_resident_joins_serves_and_gets_a_certificate(edited_city, open_page, signed_in, language):
    words, city = WORDS[language], edited_city
    resident, reader = open_page(width=390, javascript=False), open_page()
    resident.goto(f"{city.url}/{language}/sunshine/teams/green-thumbs/")
    resident.locator("a[href$='/join/']").click()
    resident.fill("[name=name]", words["name"])
    resident.fill("[name=phone]", words["phone"])
    resident.fill("[name=available]", "周六 / Saturdays")
    resident.check("[name=consent_0]")
    resident.locator("main form button").click()
    resident.wait_for_url("**/my/*/")
    mine = resident.url
    expect(resident.locator("button[value^='claim:']")).to_have_count(0)

    editor = signed_in(SUNSHINE)
    editor.goto(f"{city.url}/admin/volunteers/")
    editor.get_by_role("link", name=words["name"]).click()
    editor.locator("button[value=confirm]").click()
    expect(editor.get_by_role("row", name=words["name"])).to_contain_text("Member")
    city.work(MORNING.format(phone=words["phone"]))
    city.run_due()
    assert texts_to(city, words["phone"])

    resident.goto(mine)
    resident.locator("button[value^='claim:']").first.click()
    expect(resident.locator("button[value^='drop:']")).to_have_count(1)
    city.work(YESTERDAY.format(phone=words["phone"]))

    leader = open_page(width=390)
    sign_in(city, leader, LEADER, language)
    leader.locator("main .link-list__item a").first.click()
    leader.locator("a[href*='/volunteers/team/']").click()
    leader.locator("main .link-list__item:has(.badge) a").first.click()
    own = leader.locator("main form .field").filter(has_text=words["name"])
    own.locator("select").select_option("came")
    own.locator("input").fill("1.5")
    leader.locator("main form button").click()
    leader.wait_for_url(re.compile(r"/volunteers/team/\d+/$"))

    resident.goto(mine)
    expect(resident.locator("main")).to_contain_text(words["hours"])
    resident.locator("summary:has-text('证明'), summary:has-text('certificate')").first.click()
    resident.locator("button[value=certificate]").click()
    resident.locator("a[href*='/volunteers/certificates/']").first.click()
    sheet = resident.locator("main article")
    expect(sheet).to_contain_text(words["name"])
    number, code = (re.search(rule, sheet.inner_text())[0] for rule in (r"\d{4}-\d{8}", r"[2-9A-Z]{4}-[2-9A-Z]{4}"))

    reader.goto(f"{city.url}/{language}/volunteers/check/")
    reader.fill("[name=number]", number)
    reader.fill("[name=code]", code)
    reader.locator("main form button").click()
    expect(reader.locator("main")).to_contain_text(words["good"])
    expect(reader.locator("main")).to_contain_text(words["name"])
    expect(reader.locator("main")).not_to_contain_text(words["phone"])


def test_visit_without_answer_escalates_until_the_person_was_seen(edited_city, open_page, signed_in):
    city, visitor = edited_city, open_page(width=390)
    city.work(NOW)
    sign_in(city, visitor, VISITOR, "zh-hans")
    visitor.goto(f"{city.url}/zh-hans/volunteers/visits/")
    expect(visitor.locator("main")).not_to_contain_text("林奶奶")
    visitor.locator("main .link-list__item a").first.click()
    expect(visitor.locator("main")).to_contain_text("阳光花园3幢2单元501")
    assert city.rows("SELECT COUNT(*) FROM volunteers_addressview") == [(1,)]
    visitor.check("[value=no_answer]")
    visitor.locator("main form button").click()
    expect(visitor.locator("main")).to_contain_text("还没有人见到本人")
    visitor.goto(visitor.url.replace("/zh-hans/", "/en/"))
    expect(visitor.locator("main")).to_contain_text("Nobody has seen the person yet")
    assert len(texts_to(city, WORKER)) == 1
    assert texts_to(city, DEPUTY) == []

    city.work(LATER)
    city.run_due()
    city.run_due()
    assert len(texts_to(city, DEPUTY)) == 1
    assert not [text for text in texts_to(city, DEPUTY) + texts_to(city, WORKER) if "林" in text or "501" in text]

    editor = signed_in(SUNSHINE)
    editor.goto(f"{city.url}/admin/visits/")
    editor.locator("main a[href*='/admin/visits/']").filter(has_text="V-").first.click()
    editor.fill("[name=seen_by]", "王燕")
    editor.fill("[name=note]", "在邻居家打牌")
    editor.locator("button[value=close]").click()
    expect(editor.locator(".messages")).to_be_visible()
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text("How it ended")
    expect(visitor.locator("main")).not_to_contain_text("Nobody has seen the person yet")
    assert city.rows("SELECT COUNT(*) FROM volunteers_visit WHERE closed_at IS NULL AND alarm_at IS NOT NULL") == [(0,)]
