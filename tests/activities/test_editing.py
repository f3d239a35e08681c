"""The editors' form: recurrence in plain words, what is wrong said at its field, the next dates before saving."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text
from wagtail_localize.operations import translate_object

from portal.activities.models import ActivityPage, DayEffect, Series
from portal.communities.choices import Role
from portal.communities.models import Community, Venue
from portal.recurrence import Recurrence
from tests.factories.activities import at, calendar_of, make_activity, store_entry, work_out
from tests.factories.home import opened_community
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine():
    with time_machine.travel(at("2026-03-02", "08:00"), tick=False):
        yield opened_community(slug="sunshine")


@pytest.fixture
def editor(client: Client, sunshine: Community) -> Client:
    client.force_login(staff(sunshine, Role.EDITOR))
    client.cookies["django_language"] = "en"
    return client


def sent(*, changes: list[dict[str, Any]] = (), **values: Any) -> dict[str, Any]:
    """What the browser sends: Tuesdays and Thursdays, 16:30 to 18:00, where nothing else is said."""
    ticks = {name: values.pop(name) for name in list(values) if name.endswith("_choices")}
    blank = {
        "title": "四点半课堂",
        "slug": "",
        "kind": "class",
        "summary": "写作业",
        "starts_on": "2026-03-03",
        "start_time": "16:30",
        "end_time": "18:00",
        "ends_on": "",
        "repeats": "weekly",
        "every": "1",
        "until": "2026-04-30",
        "times": "",
        "venue": "",
        "place": "",
        "organiser": "",
        "phone": "",
        "is_free": "on",
        "cost": "",
        "body": rich_text(""),
        "picture": "",
        "cancelled_note": "",
    }
    row = {"to_date": "", "start_time": "", "end_time": ""}
    rows = inline_formset([{**row, **change} for change in changes])
    data = nested_form_data({**blank, **values, "changes": rows, "comments": inline_formset([])})
    return data | {"weekday_choices": ["1", "3"]} | ticks


def add(client: Client, community: Community, **values: Any) -> Any:
    path = f"/admin/pages/add/activities/activitypage/{calendar_of(community).pk}/"
    return client.post(path, {**sent(**values), "action-publish": "yes"}, headers={"Accept-Language": "en"})


def previewed(client: Client, page: Any, **values: Any) -> str:
    response = client.post(f"/admin/activity-dates/{page.pk}/", sent(**values), headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).strip()


def test_plain_words_become_a_series(editor: Client, sunshine: Community) -> None:
    changes = [{"date": "2026-03-10", "change": "left_out"}]
    assert add(editor, sunshine, changes=changes, not_on_holidays="on").status_code == 302
    page = ActivityPage.objects.get()
    assert page.schedule.recurrence == Recurrence(
        "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260430T155959Z",
        without=frozenset({dt.date(2026, 3, 10)}),
        not_on_holidays=True,
    )
    assert (page.slug, page.live) == ("sidianbanketang", True)


@pytest.mark.parametrize(
    ("values", "field", "problem"),
    [
        ({"end_time": "16:00"}, "end_time", "It ends before it begins."),
        ({"end_time": ""}, "end_time", "When does it end?"),
        ({"start_time": ""}, "start_time", "When does it begin?"),
        ({"ends_on": "2026-03-01"}, "ends_on", "The last day lies before the first."),
        ({"until": "2026-03-01"}, "until", "It comes back until a day before its first."),
        ({"until": "2026-03-03", "weekday_choices": ["4"]}, "until", "No date is left"),
        ({"repeats": "daily", "until": "2060-01-01"}, "until", "more than 1000 dates"),
        ({"repeats": "daily", "until": "", "times": "10000"}, "times", "more than 1000 dates"),
        ({"in_term_only": "on"}, "until", "In which term?"),
        ({"slug": "month"}, "slug", "The calendar itself uses this address."),
    ],
)
def test_mistake_is_said_at_its_field(
    editor: Client, sunshine: Community, values: dict[str, Any], field: str, problem: str
) -> None:
    form = add(editor, sunshine, **values).context["form"]
    assert list(form.errors) == [field]
    assert problem in form.errors[field][0]
    assert not ActivityPage.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"date": "2026-03-04", "change": "left_out"}, "date", "Nothing takes place on that day anyway."),
        ({"date": "2026-03-05", "change": "moved"}, "to_date", "Moved to when?"),
        (
            {"date": "2026-03-05", "change": "extra", "start_time": "18:00", "end_time": "17:00"},
            "end_time",
            "It ends before it begins.",
        ),
    ],
)
def test_mistake_of_a_single_date_is_said_in_its_row(
    editor: Client, sunshine: Community, change: dict[str, str], field: str, problem: str
) -> None:
    form = add(editor, sunshine, changes=[change]).context["form"]
    assert form.formsets["changes"].forms[0].errors == {field: [problem]}


def test_next_ten_dates_are_shown_before_saving(editor: Client, sunshine: Community) -> None:
    changes = [{"date": "2026-03-10", "change": "moved", "to_date": "2026-03-11"}]
    text = previewed(editor, calendar_of(sunshine), changes=changes)
    assert text.startswith("every week on Tue, Thu, until 30 April 2026 Tue 3 March · 16:30–18:00 Thu 5 March")
    assert "Wed 11 March · 16:30–18:00" in text
    assert text.count("16:30–18:00") == 10
    assert not ActivityPage.objects.exists()


def test_preview_says_what_is_wrong(editor: Client, sunshine: Community) -> None:
    assert "It ends before it begins." in previewed(editor, calendar_of(sunshine), end_time="16:00")
    assert "Enter the first day" in previewed(editor, calendar_of(sunshine), starts_on="")


def test_venue_taken_twice_is_warned_of(editor: Client, sunshine: Community) -> None:
    hall = Venue.objects.create(community=sunshine, code="hall", names={"en": "Hall"})
    store_entry(sunshine, "chess", venue=hall, starts=at("2026-03-05", "17:30"), ends=at("2026-03-05", "19:00"))
    text = previewed(editor, calendar_of(sunshine), venue=str(hall.pk))
    assert "The venue is taken on Thu 5 March, 17:30–19:00: Chess" in text
    add(editor, sunshine, venue=str(hall.pk))
    assert ActivityPage.objects.get().venue == hall
    said = editor.get("/admin/", headers={"Accept-Language": "en"}).content.decode()
    assert "Hall is taken on Thu 5 March, 17:30–19:00: Chess." in said


def test_venue_of_another_community_cannot_be_chosen(editor: Client, sunshine: Community) -> None:
    other = Venue.objects.create(community=opened_community(slug="riverside"), code="hall", names={"en": "Elsewhere"})
    assert add(editor, sunshine, venue=str(other.pk)).status_code == 302
    assert not ActivityPage.objects.exists()
    path = f"/admin/pages/add/activities/activitypage/{calendar_of(sunshine).pk}/"
    assert "Elsewhere" not in editor.get(path).content.decode()


def test_dates_of_another_community_are_not_previewed(editor: Client, sunshine: Community) -> None:
    riverside = opened_community(slug="riverside")
    draft = make_activity(community=riverside, publish=False)
    for page in (draft, calendar_of(riverside)):
        response = editor.post(f"/admin/activity-dates/{page.pk}/", sent())
        assert response.status_code in (302, 403)


def test_form_opens_with_what_was_entered(editor: Client, sunshine: Community) -> None:
    page = make_activity(community=sunshine, repeats="weekly", weekdays=[1, 3])
    work_out()
    content = editor.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    ticked = re.findall(r'name="weekday_choices" value="(\d)"[^>]*checked', content)
    assert ticked == ["1", "3"]
    assert f'data-url="/admin/activity-dates/{page.pk}/"' in content


def test_dates_that_holidays_changed_wait_on_the_start_page(editor: Client, sunshine: Community) -> None:
    page = make_activity(community=sunshine, repeats="weekly", not_on_holidays=True)
    work_out()
    DayEffect.objects.create(series=Series.objects.get(), day=dt.date(2026, 4, 6), effect="dropped")
    for path in ("/admin/", f"/admin/pages/{page.pk}/edit/"):
        assert "Mon 6 April: dropped" in editor.get(path, headers={"Accept-Language": "en"}).content.decode()
    stranger = Client()
    stranger.force_login(staff(opened_community(slug="riverside"), Role.LEAD))
    assert "Mon 6 April" not in stranger.get("/admin/", headers={"Accept-Language": "en"}).content.decode()


def test_draft_is_previewed_with_its_dates(editor: Client, sunshine: Community) -> None:
    page = make_activity(community=sunshine, publish=False, repeats="weekly", weekdays=[1])
    content = editor.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    assert "3月3日" in content or "3 March" in content


def test_translation_keeps_the_dates_of_its_source(sunshine: Community) -> None:
    changes = [{"date": dt.date(2026, 3, 9), "change": "cancelled"}]
    page = make_activity(community=sunshine, repeats="weekly", weekdays=[0], audiences=["seniors"], changes=changes)
    translate_object(page, [Locale.objects.get(language_code="en")])
    english = ActivityPage.objects.get(locale__language_code="en")
    copy = english.get_latest_revision_as_object()
    assert (copy.plan, copy.audiences) == (page.plan, ["seniors"])
