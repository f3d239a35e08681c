import pytest

from portal.communities.choices import CommunityKind
from portal.communities.official_names import display_name, english_name, is_urban, kind_of, names_from, slug_base

COMMUNITY, VILLAGE = CommunityKind.COMMUNITY, CommunityKind.VILLAGE


@pytest.mark.parametrize(
    ("official", "kind", "shown", "english", "slug"),
    [
        ("清波门社区", COMMUNITY, "清波门社区", "Qingbomen Community", "qingbomen"),
        ("横山社区居委会", COMMUNITY, "横山社区", "Hengshan Community", "hengshan"),
        ("凤林社区居民委员会", COMMUNITY, "凤林社区", "Fenglin Community", "fenglin"),
        ("莲花居委会", COMMUNITY, "莲花社区", "Lianhua Community", "lianhua"),
        ("龙井村村委会", VILLAGE, "龙井村", "Longjing Village", "longjingcun"),
        ("龙井村民委员会", VILLAGE, "龙井村", "Longjing Village", "longjingcun"),
        ("红星社区村民委员会", VILLAGE, "红星社区", "Hongxing Community", "hongxing"),
        ("阳光100社区", COMMUNITY, "阳光100社区", "Yangguang 100 Community", "yangguang-100"),
        ("艾溪（西湖）社区", COMMUNITY, "艾溪（西湖）社区", "Aixi (Xihu) Community", "aixi-xihu"),
        ("农场生活区", COMMUNITY, "农场生活区", "Nongchang Residential Area", "nongchangshenghuoqu"),
    ],
)
def test_official_name_says_kind_and_names(
    official: str, kind: CommunityKind, shown: str, english: str, slug: str
) -> None:
    name = display_name(official)
    assert (kind_of(official), name, english_name(name), slug_base(name)) == (kind, shown, english, slug)


def test_names_are_given_in_both_languages() -> None:
    assert names_from("清波街道") == {"zh-hans": "清波街道", "en": "Qingbo Subdistrict"}


def test_urban_names_are_three_endings() -> None:
    names = ["清波门社区", "横山居委会", "凤林居民委员会", "龙井村", "龙井村委会", "生活区"]
    assert [name for name in names if is_urban(name)] == names[:3]
