from typing import Any

import pytest

from portal.communities.choices import CommunityStatus
from portal.communities.find import MAX_CANDIDATES, clean_query, find_communities
from portal.communities.models import Building, Community, Compound, FindTerm
from portal.names import Names
from tests.factories.communities import BuildingFactory, CommunityFactory, CompoundFactory

pytestmark = pytest.mark.django_db


def names(chinese: str, english: str = "") -> Names:
    return Names({"zh-hans": chinese, "en": english} if english else {"zh-hans": chinese})


def open_one(slug: str, chinese: str, english: str = "", **values: Any) -> Community:
    return CommunityFactory(slug=slug, names=names(chinese, english), status=CommunityStatus.OPEN, **values)


@pytest.fixture
def city() -> None:
    """Three communities, two of which share a compound's name."""
    cuiyuan = open_one("cuiyuan", "翠苑社区", "Cuiyuan Community", other_names="老机床厂，翠苑新村")
    CompoundFactory(
        community=cuiyuan,
        code="one",
        names=names("翠苑一区", "Cuiyuan No. 1"),
        other_names="教工宿舍",
        road=names("文三路 12 号、学院路", "12 Wensan Road"),
    )
    qingbomen = open_one("qingbomen", "清波门社区", "Qingbomen Community")
    garden = CompoundFactory(community=qingbomen, code="garden", names=names("阳光花园", "Sunshine Garden"))
    BuildingFactory(compound=garden, number="3")
    BuildingFactory(compound=garden, number="8", names=names("文华大厦"))
    longjing = open_one("longjing", "龙井村", "Longjing Village")
    BuildingFactory(compound=CompoundFactory(community=longjing, code="garden", names=names("阳光花园")), number="12")


def slugs(query: str) -> list[str]:
    return [candidate.community.slug for candidate in find_communities(query).candidates]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("清波门社区", ["qingbomen"]),
        ("清波", ["qingbomen"]),
        ("波门", ["qingbomen"]),
        ("qingbomen", ["qingbomen"]),
        ("Qing bo men", ["qingbomen"]),
        ("bomen", ["qingbomen"]),
        ("qbm", ["qingbomen"]),
        ("Qingbomen Community", ["qingbomen"]),
        ("清波門", ["qingbomen"]),
        ("青波门", ["qingbomen"]),
        ("清波门小区", ["qingbomen"]),
        ("清波门居委会", ["qingbomen"]),
        ("龙井", ["longjing"]),
        ("翠苑一区", ["cuiyuan"]),
        ("翠苑一区3幢501", ["cuiyuan"]),
        ("教工宿舍", ["cuiyuan"]),
        ("机床厂", ["cuiyuan"]),
        ("文三路", ["cuiyuan"]),
        ("文三路12号", ["cuiyuan"]),
        ("学院", ["cuiyuan"]),
        ("12 Wensan Road", ["cuiyuan"]),
        ("wsl", ["cuiyuan"]),
        ("文华大厦", ["qingbomen"]),
        ("sunshine", ["qingbomen"]),
        ("阳光花园", ["qingbomen", "longjing"]),
        ("阳光花园12幢", ["longjing", "qingbomen"]),
        ("阳光花园３号楼", ["qingbomen", "longjing"]),
        ("Sunshine Garden, Building 3", ["qingbomen"]),
        ("西湖", []),
        ("社区", []),
        ("", []),
    ],
)
@pytest.mark.usefixtures("city")
def test_resident_finds_community_by_what_they_know(query: str, found: list[str]) -> None:
    assert slugs(query) == found


@pytest.mark.usefixtures("city")
def test_candidates_name_the_places_that_matched() -> None:
    candidates = find_communities("阳光花园").candidates
    assert [[place.code for place in candidate.places] for candidate in candidates] == [["garden"], ["garden"]]


@pytest.mark.parametrize(
    "query",
    ["' OR 1=1 --", "%", "_%", "\x00\x01", "\\", '"', "﷽" * 10, "🏠", "\ud800", "3幢", "a" * 10_000, "翠" * 10_000],
)
@pytest.mark.usefixtures("city")
def test_strange_input_finds_nothing_without_fuss(query: str) -> None:
    assert slugs(query) == []


def test_query_loses_control_characters_and_length() -> None:
    assert clean_query("  清\x00波\u200b门\t小区 ") == "清 波 门 小区"
    assert len(clean_query("翠" * 10_000)) == 60


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("query", ["翠苑", "阳光花园", "阳光花园12幢"])
def test_finding_takes_one_query(query: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        for candidate in find_communities(query).candidates:
            str(candidate.community.street.district), [str(place) for place in candidate.places]


def test_only_open_communities_are_found() -> None:
    community = open_one("qingbomen", "清波门社区")
    for status in (CommunityStatus.PREPARING, CommunityStatus.ARCHIVED):
        Community.objects.filter(pk=community.pk).update(status=status)
        assert slugs("清波门") == []


def test_many_candidates_are_cut_and_said() -> None:
    for number in range(MAX_CANDIDATES + 1):
        open_one(f"jianshe-{number}", "建设社区")
    found = find_communities("建设")
    assert (len(found.candidates), found.has_more) == (MAX_CANDIDATES, True)


def texts() -> set[str]:
    return set(FindTerm.objects.filter(position=0).values_list("text", flat=True))


def test_terms_follow_every_change_of_names() -> None:
    community = open_one("qingbomen", "清波门社区")
    compound = CompoundFactory(community=community, names=names("翠苑一区"))
    building = BuildingFactory(compound=compound, names=names("文华大厦"))
    assert texts() == {"清波门社区", "翠苑一区", "文华大厦"}
    compound.other_names = "教工宿舍"
    compound.save()
    community.names = names("涌金门社区")
    community.save()
    Building.objects.filter(pk=building.pk).delete()
    assert texts() == {"涌金门社区", "翠苑一区", "教工宿舍"}
    compound.delete()
    assert texts() == {"涌金门社区"}


def test_terms_follow_a_compound_to_its_new_community() -> None:
    first, second = open_one("first", "清波门社区"), open_one("second", "涌金门社区")
    compound = CompoundFactory(community=first, names=names("翠苑一区"))
    compound.community = second
    compound.save()
    assert slugs("翠苑一区") == ["second"]


def test_compound_with_named_buildings_can_be_deleted() -> None:
    building = BuildingFactory(names=names("文华大厦"))
    Compound.objects.get(pk=building.compound_id).delete()
    assert not FindTerm.objects.filter(compound__isnull=False).exists()
