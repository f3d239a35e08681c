import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.hours.actions import record_notices
from portal.hours.choices import HolidayKind
from portal.hours.models import Holiday, HolidayYear, SchoolTerm
from portal.hours.notices import Notice, NoticeDay
from tests.factories.hours import HolidayYearFactory, SchoolTermFactory, announce

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(admin_user, client):
    client.force_login(admin_user)
    return client


@pytest.fixture
def editor(django_user_model):
    """May enter the admin, and no more than that."""
    user = django_user_model.objects.create_user("editor", password="-")
    group = Group.objects.create(name="editors here")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_administrator_enters_a_holiday(administrator, django_capture_on_commit_callbacks):
    HolidayYearFactory(year=2026)
    form = {
        "date": "2026-10-01",
        "kind": "off",
        "names_zh_hans": "国庆节",
        "names_en": "National Day",
        "notice": "2026",
    }
    response = administrator.post(reverse("holiday:add"), form)
    assert response.status_code == 302
    holiday = Holiday.objects.get()
    assert (holiday.date, holiday.names["en"], holiday.notice_id) == (dt.date(2026, 10, 1), "National Day", 2026)


def test_administrator_enters_year_and_term(administrator):
    assert administrator.post(reverse("holidayyear:add"), {"year": "2027", "source": ""}).status_code == 302
    term = {"names_en": "Spring term", "scope": "all", "starts": "2027-02-20", "ends": "2027-07-01", "key": "s27"}
    assert administrator.post(reverse("schoolterm:add"), term).status_code == 302
    assert (HolidayYear.objects.get().year, SchoolTerm.objects.get().key) == (2027, "s27")


def test_term_that_ends_before_it_starts_is_refused(administrator):
    term = {"names_en": "Spring term", "scope": "all", "starts": "2027-07-01", "ends": "2027-02-20", "key": "s27"}
    assert administrator.post(reverse("schoolterm:add"), term).status_code == 200
    assert not SchoolTerm.objects.exists()


@pytest.mark.parametrize("days", [1, 3])
def test_listing_costs_the_same_for_more(administrator, django_assert_num_queries, days):
    announce(*(dt.date(2026, 10, day) for day in range(1, days + 1)))
    administrator.get(reverse("holiday:index"))
    with django_assert_num_queries(11):
        response = administrator.get(reverse("holiday:index"))
    assert len(response.context["object_list"]) == days


@pytest.mark.parametrize("name", ["holiday", "holidayyear", "schoolterm"])
def test_editors_are_kept_out(editor, name):
    SchoolTermFactory()
    announce(dt.date(2026, 10, 1))
    answers = [editor.get(reverse(f"{name}:{view}")) for view in ("index", "add")]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, reverse("wagtailadmin_home"))] * 2
    assert "hours/holidays" not in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_import_is_logged_with_who_did_it(admin_user):
    day = NoticeDay(dt.date(2026, 1, 1), HolidayKind.OFF, "元旦")
    record_notices(notices=[Notice(2026, "", (day,))], by=admin_user)
    entry = ModelLogEntry.objects.get(action="hours.import_holidays")
    assert (entry.user, entry.label, entry.object_id) == (admin_user, "2026", "2026")
