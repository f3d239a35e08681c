from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Collection, Page

from portal.communities.actions import archive_community
from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from portal.names import Names
from tests.factories.communities import CommunityFactory, StreetFactory
from tests.factories.home import make_city, opened_community

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def run(*codes: str, **options: Any) -> str:
    out = StringIO()
    call_command("open_communities", *codes, stdout=out, stderr=StringIO(), **options)
    return out.getvalue().strip()


def refused(*codes: str, **options: Any) -> list[str]:
    errors = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("open_communities", *codes, stdout=StringIO(), stderr=errors, **options)
    assert error.value.returncode == 1
    return [*errors.getvalue().splitlines(), str(error.value)]


def test_chosen_communities_open_with_pages_in_all_languages() -> None:
    make_city()
    first, second, third = CommunityFactory.create_batch(3)
    assert run(first.code, second.slug) == "2 communities opened, 0 given what they lacked, 0 had everything."
    assert list(
        CommunityHomePage.objects.order_by("community", "-locale__language_code").values_list(
            "community", "locale__language_code"
        )
    ) == [
        (first.pk, "zh-hans"),
        (first.pk, "en"),
        (second.pk, "zh-hans"),
        (second.pk, "en"),
    ]
    third.refresh_from_db()
    assert third.status == CommunityStatus.PREPARING


def test_second_run_adds_only_what_is_missing() -> None:
    open_already = opened_community()
    open_already.home_pages.get(locale__language_code="en").delete()
    CommunityFactory()
    assert run(all=True) == "1 communities opened, 1 given what they lacked, 0 had everything."
    pages = Page.objects.count()
    assert run(all=True) == "0 communities opened, 0 given what they lacked, 2 had everything."
    assert Page.objects.count() == pages


def test_all_leaves_archived_communities_alone() -> None:
    make_city()
    archive_community(community=CommunityFactory())
    assert run(all=True) == "0 communities opened, 0 given what they lacked, 0 had everything."


def test_one_failure_does_not_stop_the_others() -> None:
    home = make_city()
    home.add_child(instance=Page(title="Taken", slug="taken", locale=home.locale))
    bad, good = CommunityFactory(slug="taken"), CommunityFactory()
    lines = refused(all=True)
    assert lines[0].startswith(f"{bad.code} {bad}: ")
    assert lines[1] == "1 communities could not be opened."
    assert set(Community.objects.open()) == {good}


def test_unknown_codes_are_refused_before_anything_opens() -> None:
    make_city()
    known = CommunityFactory()
    assert refused(known.code, "nowhere") == ["No community, or an archived one: nowhere"]
    assert not Community.objects.open().exists()


def test_either_codes_or_all_must_be_given() -> None:
    assert refused() == refused("1", all=True) == ["Give either codes or --all."]


def test_opening_before_there_is_a_city_is_refused() -> None:
    CommunityFactory()
    assert refused(all=True) == ["There is no city yet: run create_city first."]


def test_collections_stand_below_their_street() -> None:
    make_city()
    street = StreetFactory(names=Names({"en": "Qingbo"}))
    CommunityFactory.create_batch(2, street=street)
    run(all=True)
    parent = Collection.objects.get(name=f"{street.code} Qingbo")
    assert list(parent.get_children()) == list(Collection.objects.filter(community__street=street).order_by("path"))


def test_opening_costs_the_same_later() -> None:
    """Each app that keeps pages in communities adds to it, the number of communities does not."""
    make_city()
    CommunityFactory.create_batch(2)
    run(all=True)
    early = CommunityFactory()
    with CaptureQueriesContext(connection) as first:
        run(early.code)
    CommunityFactory.create_batch(5, street=early.street)
    run(all=True)
    late = CommunityFactory()
    with CaptureQueriesContext(connection) as later:
        run(late.code)
    assert len(later) <= len(first)
