"""Records of guides, and their import."""

from datetime import date
from typing import Any

from portal.names import Names
from portal.services.importing.lists import Lists
from portal.services.importing.records import GuideRecord, GuideTexts
from portal.services.importing.writing import Outcome, write_guide
from tests.factories.guides import make_category

TODAY = date(2026, 9, 1)
CHINESE = GuideTexts("居住证办理", "给外地来的居民。", "带身份证。\n\n等十五天。", ("暂住证",))
ENGLISH = GuideTexts(
    "Residence permit", "For people from elsewhere.", "Bring your ID card.\n\nWait fifteen days.", ("permit",)
)
STEPS = [
    {
        "title": Names({"zh-hans": "登记", "en": "Register"}),
        "text": Names({"zh-hans": "三天内", "en": "Within three days"}),
    },
    {"title": Names({"zh-hans": "领证", "en": "Collect the card"})},
]


def make_record(key: str = "residence-permit", **values: Any) -> GuideRecord:
    """A guide in both languages with two steps, of the city."""
    values.setdefault("texts", {"zh-hans": CHINESE, "en": ENGLISH})
    values.setdefault("category", make_category().code)
    values.setdefault("details", {"steps": STEPS})
    return GuideRecord(key=key, **values)


def import_record(record: GuideRecord | None = None, **options: Any) -> Outcome:
    return write_guide(record=record or make_record(), lists=Lists(today=TODAY), **options)
