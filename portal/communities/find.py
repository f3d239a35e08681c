"""Find my community: by compound, road, name or a part of it, in Chinese, pinyin or first letters, with or without
a building.

One query, whatever is typed. Chinese is also compared by sound, which forgives a wrong or a traditional character.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from portal.communities.choices import CommunityStatus, TermKind
from portal.communities.folding import Folded, fold, is_han
from portal.communities.models import Building, Community, Compound, FindTerm
from portal.communities.models.find import TERM_LENGTH

MAX_QUERY = 60
MAX_CANDIDATES = 20
#: A community appears in several rows; enough rows for a full list, few enough for a query like "x".
MAX_ROWS = 200

#: How people add a house or building to a name; what is left is looked for as well.
_WITH_BUILDING = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<place>.+?)[\s,]*(?P<number>\d+[a-z]?|[一二三四五六七八九十]{1,3})\s*(?:幢|栋|号楼|座|号|楼|单元).*",
        r"(?P<place>.+?)[\s,]+(?:building|bldg\.?|block|no\.?|#)\s*(?P<number>\d+[a-z]?)\b.*",
        r"(?P<place>.+?)[\s,]+(?P<number>\d+[a-z]?)",
        r"(?P<number>\d+[a-z]?)[\s,]+(?P<place>.+)",
    )
]
_TAILS = ("居民委员会", "村民委员会", "居委会", "村委会", "社区", "小区")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: forms to look for, the most literal first, and the number of a building."""

    forms: tuple[Folded, ...]
    building: str = ""


@dataclass
class Candidate:
    """A community that may be meant, and the places in it that matched."""

    community: Community
    places: list[Compound] = field(default_factory=list)
    has_building: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    query: str
    candidates: Sequence[Candidate] = ()
    has_more: bool = False


def clean_query(text: str) -> str:
    """What is worth looking for of any input: no control characters, single spaces, not longer than any name."""
    text = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text[: MAX_QUERY * 4])
    return " ".join(text.split())[:MAX_QUERY].strip()


def understand(query: str) -> Wanted:
    """`翠苑一区3幢501` -> 翠苑一区3幢501, else 翠苑一区 with building 3; `清波门小区` -> that, else 清波门."""
    text = unicodedata.normalize("NFKC", query)
    forms, building = [text], ""
    match = next((match for pattern in _WITH_BUILDING if (match := pattern.fullmatch(text))), None)
    if match and len(fold(match["place"]).text) > 1:
        forms.append(match["place"])
        building = match["number"].lower()
    forms += [form.removesuffix(tail) for form in list(forms) for tail in _TAILS if form.endswith(tail)]
    folded = [fold(form) for form in forms]
    wanted = {form.text: form for form in folded if 0 < len(form.text) <= TERM_LENGTH}
    return Wanted(tuple(wanted.values()), building)


def find_communities(text: str) -> Found:
    """Open communities that `text` may mean, the likeliest first. One query; none for an empty text."""
    query = clean_query(text)
    wanted = understand(query)
    if not wanted.forms:
        return Found(query)
    rows = list(_matching_terms(wanted)[:MAX_ROWS])
    by_community: dict[int, Candidate] = {}
    for row in rows:
        candidate = by_community.setdefault(row.community_id, Candidate(row.community))
        candidate.has_building |= bool(getattr(row, "has_building", False))
        if row.compound and row.compound not in candidate.places:
            candidate.places.append(row.compound)
    candidates = sorted(by_community.values(), key=lambda candidate: not candidate.has_building)
    return Found(query, candidates[:MAX_CANDIDATES], len(candidates) > MAX_CANDIDATES or len(rows) == MAX_ROWS)


def _matching_terms(wanted: Wanted) -> QuerySet[FindTerm]:
    matches, ranks = Q(), []
    for step, form in enumerate(wanted.forms):
        base = step * 10
        ranks += [When(text=form.text, then=Value(base)), When(text__startswith=form.text, then=Value(base + 2))]
        matches |= Q(text__startswith=form.text)
        if len(form.pinyin) > 1:
            ranks += [
                When(pinyin=form.pinyin, then=Value(base + 4)),
                When(pinyin__startswith=form.pinyin, then=Value(base + 5)),
            ]
            matches |= Q(pinyin__startswith=form.pinyin)
        if not is_han(form.text) and len(form.text) > 1:
            matches |= Q(initials__startswith=form.text)
    has_building = Exists(Building.objects.filter(compound=OuterRef("compound"), number__iexact=wanted.building or "-"))
    return (
        FindTerm.objects.filter(matches, community__status=CommunityStatus.OPEN)
        .annotate(
            rank=Case(*ranks, default=Value(99), output_field=IntegerField()),
            has_building=has_building if wanted.building else Value(False),
        )
        .select_related("community__street__district", "compound")
        .order_by("rank", "position", _kind_order(), "community__code", "pk")
    )


def _kind_order() -> Case:
    whens = [When(kind=kind, then=Value(order)) for order, kind in enumerate(TermKind.values)]
    return Case(*whens, output_field=IntegerField())
