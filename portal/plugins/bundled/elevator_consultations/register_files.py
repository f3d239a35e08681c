"""The register as a file: its columns in both languages, and what stands in a cell."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from portal.plugins.api import Row, read_upload
from portal.plugins.bundled.elevator_consultations.choices import AreaSource
from portal.plugins.bundled.elevator_consultations.models import Case

#: {column: what it is called in the reader's language}; a file may name it so, or in English or Chinese as below.
HEADINGS = {
    "compound": gettext_lazy("Compound"),
    "building": gettext_lazy("Building"),
    "stairwell": gettext_lazy("Stairwell"),
    "room": gettext_lazy("Room"),
    "floor": pgettext_lazy("of a flat", "Floor"),
    "area": gettext_lazy("Registered area, m²"),
    "source": gettext_lazy("Where the area comes from"),
    "owner": gettext_lazy("Owner’s mark"),
    "undelivered": gettext_lazy("Unsold or not handed over"),
}
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "compound": ("小区",),
    "building": ("楼栋", "楼幢", "幢", "栋"),
    "stairwell": ("单元",),
    "room": ("房号", "室号", "房间", "房间号"),
    "floor": ("楼层", "层"),
    "area": ("登记面积", "面积", "登记面积（平方米）", "登记面积，平方米", "registered area, m²", "registered area"),
    "source": ("面积来源", "来源", "where the area comes from"),
    "owner": ("产权人标记", "业主标记", "owner’s mark", "owner's mark"),
    "undelivered": ("未售或未交付", "未交付", "未售", "unsold or not handed over"),
}
REQUIRED = ("building", "stairwell", "room", "floor", "area", "source")
SOURCES = {
    AreaSource.REGISTER: ("不动产登记", "产权登记", "登记", "不动产登记簿", "property register"),
    AreaSource.SURVEY: ("测绘", "实测", "测绘报告", "official survey"),
    AreaSource.CONTRACT: ("合同", "购房合同", "买卖合同", "purchase contract"),
}
YES, NO = {"yes", "y", "true", "1", "是", "有"}, {"", "no", "n", "false", "0", "否", "无"}
MOST_OWNER, MOST_AREA = 2_000_000_000, Decimal("100000")
NUMBER = re.compile(r"\d{1,9}(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one row: what a unit is, apart from which door it has."""

    floor: int
    area: Decimal
    source: AreaSource
    owner: int | None
    is_undelivered: bool


def read_register(name: str, data: bytes) -> list[Row]:
    """Raises FileProblem."""
    spoken = {column: (*COLUMNS[column], str(heading)) for column, heading in HEADINGS.items()}
    return read_upload(name, data, columns=spoken, required=REQUIRED)


def plain(text: str) -> str:
    """Full-width figures and blanks as the others."""
    return unicodedata.normalize("NFKC", text).replace("\x00", "").strip()


def area_in(text: str) -> Decimal:
    """Raises ValidationError, saying what is wrong with it."""
    written = re.sub(r"\s*(㎡|m2|m²|平方米|平米)$", "", plain(text), flags=re.IGNORECASE)
    if not written:
        raise ValidationError(_("The area is missing."))
    if not NUMBER.fullmatch(written):
        raise ValidationError(_("The area “%(text)s” is not a number such as 78.50.") % {"text": text[:20]})
    # What spreadsheets reckon with has a tail: 78.52000000000001
    area = Decimal(written).quantize(Decimal("0.000001")).normalize()
    if not area:
        raise ValidationError(_("The area is zero."))
    if area >= MOST_AREA:
        raise ValidationError(_("The area “%(text)s” is too large for a flat.") % {"text": text[:20]})
    if area != area.quantize(Decimal("0.01")):
        raise ValidationError(_("The area “%(text)s” has more than two decimals.") % {"text": text[:20]})
    return area.quantize(Decimal("0.01"))


def floor_in(text: str) -> int:
    written = re.sub(r"(层|楼|f)$", "", plain(text), flags=re.IGNORECASE)
    if not written:
        raise ValidationError(_("The floor is missing."))
    if not re.fullmatch(r"-?\d{1,3}", written) or not -10 <= int(written) <= 200:
        raise ValidationError(_("The floor “%(text)s” is not a number such as 3.") % {"text": text[:20]})
    return int(written)


def source_in(text: str) -> AreaSource:
    written = plain(text).casefold()
    for source, words in SOURCES.items():
        if written in (source.value, str(source.label).casefold(), *words):
            return source
    allowed = ", ".join(str(source.label) for source in AreaSource)
    if not written:
        raise ValidationError(_("Where the area comes from is missing: %(allowed)s.") % {"allowed": allowed})
    raise ValidationError(
        _("“%(text)s” is not where an area comes from: %(allowed)s.") % {"text": text[:20], "allowed": allowed}
    )


def owner_in(text: str) -> int | None:
    written = plain(text)
    if not written:
        return None
    if not re.fullmatch(r"\d{1,10}", written) or int(written) > MOST_OWNER:
        raise ValidationError(
            _("The owner’s mark “%(text)s” is not a whole number. No names, please.") % {"text": text[:20]}
        )
    return int(written)


def undelivered_in(text: str) -> bool:
    written = plain(text).casefold()
    if written not in YES | NO:
        raise ValidationError(_("Unsold or not handed over: “%(text)s” is neither yes nor no.") % {"text": text[:20]})
    return written in YES


def rows_of(case: Case) -> Iterator[list[str]]:
    """The register as it counts now, as a file that can be changed and imported again. One query."""
    yield [str(heading) for heading in HEADINGS.values()]
    units = case.units.counted().select_related("household__stairwell__building__compound")
    for unit in units:
        stairwell = unit.household.stairwell
        yield [
            stairwell.building.compound.code,
            stairwell.building.number,
            stairwell.number,
            unit.household.room,
            "" if unit.household.floor is None else str(unit.household.floor),
            f"{unit.area:.2f}",
            str(AreaSource(unit.area_source).label),
            "" if unit.owner_mark is None else str(unit.owner_mark),
            pgettext("in a table", "yes") if unit.is_undelivered else "",
        ]
