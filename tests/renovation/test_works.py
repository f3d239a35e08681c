"""Works notices: on the calendar, above pages, in the feed, on a poster, and gone by themselves."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
import time_machine
from defusedxml import ElementTree
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import RequestFactory
from django.utils import timezone

from portal.communities.current import set_community
from portal.communities.models import Community
from portal.plugins.calendar import CalendarKind
from portal.plugins.choices import Severity
from portal.plugins.signals import calendar_entries_changed
from portal.renovation import hooks
from portal.renovation.jobs import archive_works
from portal.renovation.models import RenovationProjectPage, WorksNotice
from tests.factories.home import opened_community
from tests.factories.renovation import make_home, make_project_pair, make_works, named

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def sunshine():
    return opened_community(slug="sunshine")


@pytest.fixture
def project(sunshine):
    return make_project_pair("pipes", community=sunshine)


def entries(uids=None):
    return list(hooks.calendar_entries(Community.objects.all(), uids))


def notices(community):
    request = RequestFactory().get("/en/sunshine/")
    set_community(request, community, path="/en/sunshine/")
    return list(hooks.page_notices(request, community))


@pytest.fixture
def told():
    """(owner, uids) of each time the calendar was told."""
    heard = []

    def hear(owner, uids, **kwargs):
        heard.append((owner, sorted(uids)))

    calendar_entries_changed.connect(hear)
    yield heard
    calendar_entries_changed.disconnect(hear)


def test_works_are_on_the_calendar(project, sunshine):
    make_home(project, number="3")
    make_home(project, number="12")
    notice = make_works(project, buildings=list(project.buildings.all()), texts=named("Keep water in a bucket"))
    [entry] = entries()

    assert (entry.uid, entry.kind, entry.community) == (f"works-{notice.pk}", CalendarKind.WORKS, sunshine)
    assert (entry.starts, entry.ends) == (notice.starts, notice.ends)
    assert entry.titles == {"zh-hans": "Water off（中）", "en": "Water off"}
    assert entry.path["en"] == f"renovation/pipes/works/{notice.pk}/"
    assert entry.place["en"] == "Building 3, Building 12"
    assert entries([f"works-{notice.pk}", "works-x", "other-1"]) == [entry]
    assert entries(["works-0"]) == []


def test_calendar_is_told_of_every_change(project, told):
    notice = make_works(project)
    name = ("renovation", [f"works-{notice.pk}"])
    assert set(map(repr, told)) == {repr(name)}
    told.clear()
    notice.is_cancelled = True
    notice.save()
    assert told == [name]
    assert entries()[0].is_cancelled
    told.clear()
    notice.delete()
    assert told == [name]


def test_works_of_an_unpublished_project_are_nowhere(project, sunshine, client, told):
    make_works(project)
    told.clear()
    for page in RenovationProjectPage.objects.all():
        page.unpublish()

    assert (entries(), notices(sunshine)) == ([], [])
    assert told != []


def test_works_stand_above_pages_in_their_time(project, sunshine):
    notice = make_works(project, severity=Severity.DANGER)
    [line] = notices(sunshine)

    assert (line.severity, line.starts, line.ends) == (Severity.DANGER, notice.starts - DAY, notice.ends)
    assert (line.title, line.url) == ("Water off（中）", f"/zh-hans/sunshine/renovation/pipes/works/{notice.pk}/")
    notice.texts = named("Two hours longer")
    notice.save()
    assert notices(sunshine)[0].key != line.key
    notice.is_cancelled = True
    notice.save()
    assert notices(sunshine) == []


def test_works_stand_above_no_pages_elsewhere(client, project):
    opened_community(slug="heping")
    make_works(project)

    assert "Water off" in client.get("/en/sunshine/").content.decode()
    for path in ("/en/heping/", "/en/"):
        assert "Water off" not in client.get(path).content.decode()


def test_works_go_by_themselves(client, project):
    notice = make_works(project)
    address = f"/en/sunshine/renovation/pipes/works/{notice.pk}/"
    assert client.get(address).context["meta"].indexable
    with time_machine.travel(notice.ends + dt.timedelta(minutes=1), tick=False):
        assert "Water off" not in client.get("/en/sunshine/").content.decode()
        assert client.get("/en/sunshine/renovation/").context["works"] == []
        page = client.get("/en/sunshine/renovation/pipes/")
        assert (page.context["works"], "Earlier works" in page.content.decode()) == ([], True)
        gone = client.get(address)
        assert (gone.status_code, gone.context["meta"].indexable) == (200, False)
        assert "This is over" in gone.content.decode()
        assert archive_works() == 1


def test_notice_says_when_where_and_whom_to_ask(client, project):
    make_home(project, number="3")
    starts = timezone.make_aware(dt.datetime(2026, 12, 1, 9))
    values = {"starts": starts, "ends": starts + dt.timedelta(hours=3), "contact": named("Mr Li"), "phone": "0199-555"}
    notice = make_works(project, buildings=list(project.buildings.all()), **values)
    with time_machine.travel(starts - DAY, tick=False):
        html = client.get(f"/en/sunshine/renovation/pipes/works/{notice.pk}/").content.decode()

    for words in ("Tue 1 Dec 09:00–12:00", "Building 3", "Mr Li", 'href="tel:0199555"'):
        assert words in html
    assert '"@type": "Event"' in html or '"@type":"Event"' in html


def test_notice_is_of_its_project_only(client, project, sunshine):
    notice = make_works(make_project_pair("roofs", community=sunshine))

    assert client.get(f"/en/sunshine/renovation/pipes/works/{notice.pk}/").status_code == 404
    assert client.get("/en/sunshine/renovation/pipes/works/999999999999/").status_code == 404


def test_feed_has_what_changed_last(client, project, sunshine):
    make_works(project, titles=named("First"))
    notice = make_works(project, titles=named("Second"))
    make_works(make_project_pair("roofs", community=opened_community(slug="heping")), titles=named("Elsewhere"))
    response = client.get("/en/sunshine/renovation/feed/")
    feed = ElementTree.fromstring(response.content)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [title.text.split(" · ")[0] for title in feed.findall(f"{atom}entry/{atom}title")]
    links = [urlsplit(link.get("href")).path for link in feed.findall(f"{atom}entry/{atom}link")]

    assert response["Content-Type"].startswith("application/atom+xml")
    assert titles == ["Second", "First"]
    assert links[0] == f"/en/sunshine/renovation/pipes/works/{notice.pk}/"
    everywhere = client.get("/en/renovation/feed/").content.decode()
    assert all(title in everywhere for title in ("First", "Second", "Elsewhere"))


def test_notice_hangs_on_the_wall(client, project):
    notice = make_works(project)
    values = RenovationProjectPage.objects.get(locale__language_code="en").share_values(
        RequestFactory().get("/"), works=notice.pk
    )

    assert (values.part, values.title) == (notice.pk, "Water off（中）")
    assert client.get(f"/en/sunshine/renovation/pipes/works/{notice.pk}/share/").status_code == 200
    poster = client.get(f"/en/sunshine/renovation/pipes/works/{notice.pk}/share/poster/")
    assert poster.status_code == 200
    assert "Water off" in poster.content.decode()


def test_notice_that_ends_before_it_starts_is_refused(project):
    now = timezone.now()
    with pytest.raises(ValidationError):
        WorksNotice(project=project, titles=named("x"), starts=now, ends=now - DAY).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        WorksNotice.objects.create(project=project, titles=named("x"), starts=now, ends=now)
