"""What the official list's names say: community or village, the name people use, an English one, an address."""

import re

from django.conf import settings

from portal.communities.choices import CommunityKind
from portal.names import Names
from portal.romanise import name_from, slug_from

#: The official list is Chinese; a city without that language keeps only the romanised names.
CHINESE, ENGLISH = "zh-hans", "en"

_VILLAGE_COMMITTEE = re.compile(r"(村民委员会|村委会)$")
_RESIDENTS_COMMITTEE = re.compile(r"(居民委员会|居委会)$")
_URBAN = re.compile(r"(社区|居委会|居民委员会)$")
_ENGLISH_KINDS = {
    "社区": "Community",
    "村": "Village",
    "街道": "Subdistrict",
    "镇": "Town",
    "乡": "Township",
    "经济技术开发区": "Development Zone",
    "生活区": "Residential Area",
    "农场": "Farm",
    "区": "District",
    "县": "County",
    "市": "City",
}


def is_urban(official: str) -> bool:
    """What `--urban` keeps."""
    return bool(_URBAN.search(official))


def kind_of(official: str) -> CommunityKind:
    """By its committee, which decides the words: 高楼子社区村民委员会 is a village, whatever its name."""
    is_village = _VILLAGE_COMMITTEE.search(official) or official.endswith("村")
    return CommunityKind.VILLAGE if is_village else CommunityKind.COMMUNITY


def display_name(official: str) -> str:
    """`龙井村村委会` -> `龙井村`, `横山社区居委会` -> `横山社区`, `横山居委会` -> `横山社区`."""
    for committee, tail in ((_VILLAGE_COMMITTEE, "村"), (_RESIDENTS_COMMITTEE, "社区")):
        bare = committee.sub("", official)
        if bare and bare != official:
            return bare if bare.endswith(("社区", "村")) else bare + tail
    return official


def names_from(chinese: str) -> Names:
    """The Chinese name, and its romanisation with an English word for what it is: Qingbomen Community."""
    names = {CHINESE: chinese, ENGLISH: english_name(chinese)}
    known = [code for code, _label in settings.LANGUAGES]
    return Names({code: name for code, name in names.items() if name and code in known})


def english_name(chinese: str) -> str:
    for tail, word in _ENGLISH_KINDS.items():
        stem = chinese.removesuffix(tail)
        if stem != chinese and len(stem) > 1:
            return f"{name_from(stem)} {word}"
    return name_from(chinese)


def slug_base(name: str) -> str:
    """`清波门社区` -> `qingbomen`, `龙井村` -> `longjingcun`."""
    return slug_from(name.removesuffix("社区") or name)


def street_slug(name: str) -> str:
    """`清波街道` -> `qingbo`."""
    stem = re.sub(r"(街道办事处|街道|镇|乡)$", "", name)
    return slug_from(stem if len(stem) > 1 else name)
