"""Details of a guide as files write them: single fields, lists of blocks, and the ways of getting it done."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from portal.names import Names
from portal.services.choices import Channel, MustCome, Proxy
from portal.services.importing.drafts import COPIED, DATES, TEXTS
from portal.services.importing.values import (
    Wrong,
    choice_of,
    codes,
    date_of,
    flag_of,
    hours_of,
    plain,
    whole_number,
    words_of,
)

Reader = Callable[[Any], Any]
NUMBERS, SMALL = ("visits", "days_by_rule", "days_promised"), 32767
NUMBERING = re.compile(r"^\s*(?:\d{1,2}\s*[.、．)）]\s*(?!\d)|[（(]\d{1,2}[)）]\s*|[①-⑳]\s*)")
COUNTS = re.compile(
    r"(?P<name>.+?)[（(](?:原件(?P<originals>\d{1,2})[份张本])?[，,、和及]?(?:复印件(?P<copies>\d{1,2})[份张])?[)）]"
)
#: Columns for the ways of those who have no `channels`.
WAYS: dict[str, Reader] = {"place": words_of, "at_community": flag_of, "online_name": words_of, "online_url": plain}


def amount_of(value: Any) -> str:
    try:
        amount = Decimal(str(value).strip().removesuffix("元"))
    except InvalidOperation:
        amount = Decimal("NaN")
    if not amount.is_finite() or not 0 <= amount < 10**9:
        raise Wrong(_("“%(value)s” is not an amount in yuan.") % {"value": str(value)[:40]})
    return str(amount)


#: For each kind of block its parts in the order of a cell (`ID card|1|0`); the first is required.
BLOCKS: dict[str, dict[str, Reader]] = {
    "conditions": {"": words_of},
    "materials": {"name": words_of, "originals": whole_number, "copies": whole_number, "note": words_of},
    "steps": {"title": words_of, "text": words_of},
    "fees": {"name": words_of, "amount": amount_of, "note": words_of},
    "questions": {"question": words_of, "answer": words_of},
    "legal_basis": {"name": words_of, "number": words_of, "article": words_of, "date": date_of, "url": plain},
    "channels": {
        "type": partial(choice_of, choices=Channel.values),
        "name": words_of,
        "place": words_of,
        "at_community": flag_of,
        "hours": hours_of,
        "hours_note": words_of,
        "phone": plain,
        "url": plain,
        "who": words_of,
        "note": words_of,
    },
}


def details_of(values: dict[str, Any], *, channels: Sequence[str], hours: Names) -> tuple[dict[str, Any], list[str]]:
    """Takes what it knows out of `values`; the details, and what is wrong with them."""
    found: dict[str, Any] = {}
    wrong = []
    for name in [name for name in values if name in READERS]:
        try:
            found[name] = READERS[name](values.pop(name))
        except Wrong as error:
            wrong.append(f"{name}: {error}")
    ways = {name: found.pop(name) for name in WAYS if name in found}
    if "channels" not in found and (ways or (Channel.PHONE in channels and found.get("phone"))):
        found["channels"] = _channels(ways, channels, hours, found.get("phone", ""))
    return found, wrong


def _channels(ways: Mapping[str, Any], channels: Sequence[str], hours: Names, phone: str) -> list[dict[str, Any]]:
    """The hours belong to the first place or number."""
    given = list(channels)
    if (ways.get("place") or ways.get("at_community")) and Channel.COUNTER not in given:
        given.insert(0, Channel.COUNTER)
    if (ways.get("online_name") or ways.get("online_url")) and Channel.ONLINE not in given:
        given.append(Channel.ONLINE)
    parts: dict[str, dict[str, Any]] = {
        Channel.COUNTER: {"place": ways.get("place", ""), "at_community": ways.get("at_community", False)},
        Channel.ONLINE: {"name": ways.get("online_name", ""), "url": ways.get("online_url", "")},
        Channel.PHONE: {"phone": phone},
    }
    items = []
    for code in given:
        item = {"type": str(code), **parts.get(code, {})}
        if code != Channel.ONLINE and hours:
            item["hours"], hours = hours, Names()
        items.append(item)
    return items


def blocks_of(value: Any, kind: str) -> list[Any]:
    """A list of objects (of texts, for conditions), or cells: one, or one a language with as many items in each."""
    if isinstance(value, (list, tuple)):
        return [_block(item, kind, number) for number, item in enumerate(value, start=1)]
    words = words_of(value)
    by_language = words if isinstance(words, Names) else {"": words}
    items = {language: _items(cell, kind) for language, cell in by_language.items()}
    if len({len(parts) for parts in items.values()}) > 1:
        counts = ", ".join(f"{language} {len(parts)}" for language, parts in items.items())
        raise Wrong(_("not as many items in each language: %(counts)s.") % {"counts": counts})
    return [
        _block(_joined(dict(zip(items, row, strict=True)), kind), kind, number)
        for number, row in enumerate(zip(*items.values(), strict=True), start=1)
    ]


def _items(cell: str, kind: str) -> list[list[str]]:
    """Items are lines; in a cell of one line they are parted by semicolons. Their parts are divided by `|`."""
    lines = cell.split("\n") if "\n" in cell else cell.replace("；", ";").split(";")
    limit = len(BLOCKS[kind]) - 1
    items = [[part.strip() for part in NUMBERING.sub("", line).split("|", limit)] for line in lines if line.strip()]
    return [_with_counts(item) for item in items] if kind == "materials" else items


def _with_counts(parts: list[str]) -> list[str]:
    """`户口簿（原件1份，复印件2份）`, as official lists have it."""
    found = COUNTS.fullmatch(parts[0])
    if len(parts) > 1 or not found:
        return parts
    return [found["name"], found["originals"] or "0", found["copies"] or "0"]


def _joined(parts: Mapping[str, list[str]], kind: str) -> Any:
    """The same item in each language: words of all of them, other values of the first that has one."""
    item: dict[str, Any] = {}
    for position, (name, reader) in enumerate(BLOCKS[kind].items()):
        given = {code: cells[position] for code, cells in parts.items() if len(cells) > position and cells[position]}
        if given:
            item[name] = given if reader is words_of and "" not in given else next(iter(given.values()))
    return item.get("", item)


def _block(item: Any, kind: str, number: int) -> Any:
    schema = BLOCKS[kind]
    try:
        if "" in schema:
            return schema[""](item)
        if not isinstance(item, Mapping):
            raise Wrong(_("must be an object."))
        if unknown := [str(name) for name in item if name not in schema]:
            raise Wrong(_("nobody knows: %(names)s.") % {"names": ", ".join(unknown)[:100]})
        required = next(iter(schema))
        if item.get(required) in (None, "", {}):
            raise Wrong(_("%(name)s is missing.") % {"name": required})
        return {name: _part(name, schema[name], value) for name, value in item.items() if value not in (None, "")}
    except Wrong as wrong:
        raise Wrong(_("item %(number)d: %(problem)s") % {"number": number, "problem": wrong}) from None


def _part(name: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except Wrong as wrong:
        raise Wrong(f"{name}: {wrong}") from None


READERS: dict[str, Reader] = {
    **dict.fromkeys(COPIED, plain),
    **dict.fromkeys(NUMBERS, partial(whole_number, most=SMALL)),
    **dict.fromkeys(DATES, date_of),
    **dict.fromkeys(TEXTS, words_of),
    **dict.fromkeys(("checked_days_ago", "review_in_days"), whole_number),
    **dict.fromkeys(("audiences", "life_events", "related"), codes),
    **{kind: partial(blocks_of, kind=kind) for kind in BLOCKS},
    **WAYS,
    "must_come": partial(choice_of, choices=MustCome.values),
    "proxy": partial(choice_of, choices=Proxy.values),
}
