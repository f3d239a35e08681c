"""A record as unsaved guide pages, one a language, with the same block ids in all of them."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.hours.schedule import OpeningHours
from portal.services.choices import Channel
from portal.services.importing.records import GuideRecord, GuideTexts
from portal.services.models import GuidePage

# Block ids follow from key and place, so that importing again keeps the translations that hang on them.
BLOCKS = uuid.UUID("7c0b7c1e-52f5-4d4e-9a35-0b8f6d6c1a10")
COPIED = ("must_come", "visits", "proxy", "days_by_rule", "days_promised", "phone", "item_code")
DATES = ("checked_on", "review_by", "valid_from")
TEXTS = ("must_come_note", "proxy_note", "valid_where", "office", "contact")

Pick = Callable[[Any], str]


def draft_values(record: GuideRecord, language: str, *, today: date) -> dict[str, Any]:
    """Field values of the guide's page in one language, of the fields that the record names.

    A text that lacks this language stands in the next one.
    """
    texts = record.texts[language]
    others = [record.texts[code] for code in record.languages if code != language]
    pick = _picker([language, *record.languages])
    details = record.details
    return {
        "title": texts.title,
        "summary": _first("summary", texts, others),
        "keywords": ", ".join(_first("keywords", texts, others)),
        "body": rich_text(_first("body", texts, others), whole=not _same_paragraphs(record)),
        "kind": record.kind,
        "popularity": record.popularity,
        **{name: _plain(details[name], name) for name in COPIED if name in details},
        **{name: pick(details[name]) for name in TEXTS if name in details},
        **_dates(details, today),
        **_streams(record, language, pick),
    }


def _plain(value: Any, name: str) -> Any:
    """A field without a value is empty: null where that is a number's way, an empty text otherwise."""
    if value not in (None, ""):
        return value
    return None if GuidePage._meta.get_field(name).null else ""


def _first(name: str, texts: GuideTexts, others: Sequence[GuideTexts]) -> Any:
    return next((value for given in (texts, *others) if (value := getattr(given, name))), getattr(texts, name))


def _picker(languages: Sequence[str]) -> Pick:
    def pick(value: Any) -> str:
        if isinstance(value, Mapping):
            return next((str(value[code]) for code in languages if value.get(code)), "")
        return "" if value is None else str(value)

    return pick


def _dates(details: Mapping[str, Any], today: date) -> dict[str, date | None]:
    """`checked_on`, `review_by` and `valid_from` as dates, or for texts that stay fresh as days from today."""
    dates = {name: details[name] or None for name in DATES if name in details}
    if (days := details.get("checked_days_ago")) is not None:
        dates["checked_on"] = today - timedelta(days=days)
    if (days := details.get("review_in_days")) is not None:
        dates["review_by"] = today + timedelta(days=days)
    return dates


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _same_paragraphs(record: GuideRecord) -> bool:
    return len({len(paragraphs(texts.body)) for texts in record.texts.values() if texts.body}) <= 1


def rich_text(text: str, *, whole: bool = False) -> str:
    """Plain text as paragraphs; `whole`: as one with line breaks, so that translations match it one to one."""
    parts = [escape(part).replace("\n", "<br/>") for part in paragraphs(text)]
    return f"<p>{'<br/>'.join(parts)}</p>" if whole and parts else "".join(f"<p>{part}</p>" for part in parts)


# Blocks


def _streams(record: GuideRecord, language: str, pick: Pick) -> dict[str, list[dict[str, Any]]]:
    with override(language):
        streams = {
            name: [make(item, pick) for item in record.details[name] or ()]
            for name, make in STREAMS.items()
            if name in record.details
        }
        if record.channels and not streams.get("channels"):
            streams["channels"] = _plain_channels(record, language)
    return {
        name: [
            {"type": kind, "value": value, "id": str(uuid.uuid5(BLOCKS, f"{record.key}:{name}:{number}"))}
            for number, (kind, value) in enumerate(blocks)
        ]
        for name, blocks in streams.items()
    }


Block = tuple[str, Any]


def _condition(item: Any, pick: Pick) -> Block:
    return "condition", pick(item)


def _material(item: Mapping[str, Any], pick: Pick) -> Block:
    counts = {name: int(item.get(name) or 0) for name in ("originals", "copies")}
    return "material", {"name": pick(item["name"]), "note": pick(item.get("note")), "form": None, **counts}


def _step(item: Mapping[str, Any], pick: Pick) -> Block:
    return "step", {"title": pick(item["title"]), "text": pick(item.get("text"))}


def _fee(item: Mapping[str, Any], pick: Pick) -> Block:
    amount = item.get("amount")
    value = None if amount is None else str(Decimal(str(amount)))
    return "fee", {"name": pick(item["name"]), "amount": value, "note": pick(item.get("note"))}


def _question(item: Mapping[str, Any], pick: Pick) -> Block:
    return "question", {"question": pick(item["question"]), "answer": pick(item.get("answer"))}


def _law(item: Mapping[str, Any], pick: Pick) -> Block:
    since = item.get("date")
    return "law", {
        "name": pick(item["name"]),
        "number": pick(item.get("number")),
        "article": pick(item.get("article")),
        "date": since.isoformat() if isinstance(since, date) else since or None,
        "url": item.get("url") or "",
    }


def _channel(item: Mapping[str, Any], pick: Pick) -> Block:
    kind = item["type"].replace(" ", "_")
    note = pick(item.get("note"))
    if kind == "online":
        return kind, {"name": pick(item.get("name")) or _("Online"), "url": item.get("url") or "", "note": note}
    hours, hours_note = _hours(item.get("hours"), pick)
    hours_note = "; ".join(words for words in (hours_note, pick(item.get("hours_note"))) if words)
    value = {"phone": item.get("phone") or "", "note": note, "hours": hours, "hours_note": hours_note}
    if kind == "counter":
        value |= {"at_community": bool(item.get("at_community")), "place": pick(item.get("place"))}
    if kind == "home_visit":
        value["who"] = pick(item.get("who"))
    return kind, value


def _hours(written: Any, pick: Pick) -> tuple[dict[str, Any], str]:
    """Weekly rules, or what is no weekly pattern in words of the active language."""
    hours = OpeningHours.parse(pick(written))
    return (hours.to_json(), "") if hours.rules else ({}, str(hours.text))


def _plain_channels(record: GuideRecord, language: str) -> list[Block]:
    """Of records that name only codes and one text for the hours: those belong to the first place or number."""
    blocks: list[Block] = []
    hours: Any = dict(record.hours)
    pick = _picker([language, *record.languages])
    for code in record.channels:
        item: dict[str, Any] = {"type": code}
        if code != Channel.ONLINE and hours:
            item["hours"], hours = hours, None
        blocks.append(_channel(item, pick))
    return blocks


STREAMS: dict[str, Callable[[Any, Pick], Block]] = {
    "conditions": _condition,
    "materials": _material,
    "channels": _channel,
    "steps": _step,
    "fees": _fee,
    "questions": _question,
    "legal_basis": _law,
}


def set_values(page: GuidePage, values: Mapping[str, Any]) -> None:
    """Streams are set by their raw form, which keeps the block ids."""
    for name, value in values.items():
        field: Any = page._meta.get_field(name)
        setattr(page, name, field.to_python(json.dumps(value, ensure_ascii=False)) if name in STREAMS else value)
