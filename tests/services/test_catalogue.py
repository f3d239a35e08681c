"""Lists of guides: which of them a place shows, in which language, and what they are sorted by."""

from collections.abc import Callable

import pytest
from django.utils import translation

from portal.communities.models import Community
from portal.services.actions import hide_guide
from portal.services.catalogue import counted, guides_shown_in, labelled
from portal.services.models import GuidePage
from tests.factories.guides import make_guide, make_pair
from tests.factories.home import opened_community
from tests.served import ServedClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def sunshine() -> Community:
    return opened_community(slug="sunshine")


def slugs_in(community: Community | None) -> list[str]:
    return [guide.slug for guide in guides_shown_in(community)]


def test_most_read_guides_come_first(sunshine: Community) -> None:
    make_guide("rare", popularity=1)
    make_guide("often", popularity=9)
    make_guide("ours", community=sunshine, popularity=5)
    assert (slugs_in(sunshine), slugs_in(None)) == (["often", "ours", "rare"], ["often", "rare"])


def test_community_hides_and_replaces_city_guides(sunshine: Community) -> None:
    hidden = make_guide("hidden")
    make_guide("canteen")
    own = make_guide("canteen", community=sunshine)
    hide_guide(community=sunshine, guide_key=hidden.translation_key, by=None)
    assert [guide.key for guide in guides_shown_in(sunshine)] == [own.translation_key]
    assert slugs_in(opened_community(slug="heping")) == ["canteen", "hidden"]


def test_guide_stands_once_in_readers_language(sunshine: Community) -> None:
    make_pair("permit")
    make_guide("untranslated")
    with translation.override("en"):
        assert [(guide.slug, guide.language) for guide in guides_shown_in(sunshine)] == [
            ("permit", "en"),
            ("untranslated", "zh-hans"),
        ]


def test_draft_guides_are_not_listed(sunshine: Community) -> None:
    make_guide("draft").unpublish()
    assert slugs_in(sunshine) == []


def test_labels_count_guides_not_pages(sunshine: Community) -> None:
    make_guide("permit", life_events=["moving", "work"])
    make_guide("canteen", community=sunshine, life_events=["work"])
    guides = guides_shown_in(sunshine)
    assert [(label.code, count) for label, count in counted(guides, "life-event")] == [("moving", 1), ("work", 2)]
    assert [guide.slug for guide in labelled(guides, "life-event", "moving")] == ["permit"]


def test_published_guide_is_listed_at_once(sunshine: Community, django_capture_on_commit_callbacks: Callable) -> None:
    client, guide = ServedClient(), make_guide("permit")
    client.get("/en/guides/")
    GuidePage.objects.filter(pk=guide.pk).update(title="Not announced")
    assert b"permit zh-hans" in client.get("/en/guides/").content
    with django_capture_on_commit_callbacks(execute=True):
        make_guide("canteen")
    assert b"canteen zh-hans" in client.get("/en/guides/").content
