"""Records against the database and the limits of the models: everything that would stop them from being written."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from portal.home.models import PageKey
from portal.names import Names
from portal.services.choices import Channel, GuideKind
from portal.services.importing.drafts import STREAMS, draft_values, set_values
from portal.services.importing.lists import BATCH, Lists
from portal.services.importing.records import CITY, GuideRecord
from portal.services.models import Audience, Category, GuidePage, LifeEvent
from portal.services.models.labels import Label

LABELS: dict[type[Label], str] = {Category: "categories", Audience: "audiences", LifeEvent: "life_events"}


@dataclass
class Labels:
    """Categories, audiences and life events by code or by name in any language; `new` are codes nobody has yet."""

    lists: Lists
    new: dict[type[Label], dict[str, None]] = field(default_factory=lambda: {model: {} for model in LABELS})
    _by_name: dict[type[Label], dict[str, str]] = field(default_factory=dict)

    def resolved(self, record: GuideRecord) -> GuideRecord:
        """The record with codes for names."""
        details = dict(record.details)
        for name, model in (("audiences", Audience), ("life_events", LifeEvent)):
            if name in details:
                details[name] = tuple(self._code(model, value) for value in details[name])
        return replace(
            record,
            category=self._code(Category, record.category) if record.category else "",
            audiences=tuple(self._code(Audience, value) for value in record.audiences),
            details=details,
        )

    def _code(self, model: type[Label], value: str) -> str:
        known: dict[str, Label] = getattr(self.lists, LABELS[model])
        if value in known:
            return value
        if model not in self._by_name:
            self._by_name[model] = {name: code for code, label in known.items() for name in label.names.values()}
        code = self._by_name[model].get(value)
        if code is None:
            self.new[model][value] = None
        return code or value

    def problems_of(self, record: GuideRecord, *, may_add: bool) -> Iterator[str]:
        used: list[tuple[type[Label], Collection[str]]] = [
            (Category, [record.category] if record.category else []),
            (Audience, [*record.audiences, *record.details.get("audiences", ())]),
            (LifeEvent, record.details.get("life_events", ())),
        ]
        for model, values in used:
            for value in dict.fromkeys(value for value in values if value in self.new[model]):
                names = {"what": model._meta.verbose_name, "code": value}
                if not may_add:
                    yield _("There is no %(what)s “%(code)s”.") % names
                elif not _may_be_code(model, value):
                    yield _("There is no %(what)s “%(code)s”, and it cannot be a code: a-z, 0-9 and - only.") % names

    def add_new(self) -> None:
        """Codes become rows that are named by them."""
        for model, values in self.new.items():
            known: dict[str, Label] = getattr(self.lists, LABELS[model])
            for code in values:
                name = code.replace("-", " ").capitalize()
                known[code] = model.objects.get_or_create(code=code, defaults={"names": Names({"en": name})})[0]


def _may_be_code(model: type[Label], value: str) -> bool:
    try:
        model._meta.get_field("code").clean(value, None)
    except ValidationError:
        return False
    return value.isascii()


def problems_of(record: GuideRecord, lists: Lists, keys: Collection[str]) -> Iterator[str]:
    """Each in one sentence. `keys` are those of the file; related guides may be there or in the database."""
    if record.community != CITY and record.community not in lists.communities:
        yield _("There is no open community “%(name)s”.") % {"name": record.community}
    elif missing := [code for code in record.languages if code not in lists.indexes(record.community)]:
        yield _("There is no index of guides in: %(languages)s.") % {"languages": ", ".join(missing)}
    if record.kind not in GuideKind.values:
        yield _not_among("type", record.kind, GuideKind.values)
    for channel in record.channels:
        if channel not in Channel.values:
            yield _not_among("channel", channel, Channel.values)
    if not record.category:
        yield _("It has no category; give it one, or --category for all that have none.")
    for key in record.details.get("related", ()):
        if key not in keys and key not in lists.page_keys:
            yield _("There is no guide with the key “%(key)s” to relate it to.") % {"key": key}
    if all(channel in Channel.values for channel in record.channels):
        for language in record.languages:
            yield from _beyond_limits(record, language, lists)


def _not_among(name: str, value: str, choices: Collection[str]) -> str:
    values = {"name": name, "value": value[:40], "choices": ", ".join(choices)}
    return _("%(name)s: “%(value)s” is none of: %(choices)s.") % values


def _beyond_limits(record: GuideRecord, language: str, lists: Lists) -> Iterator[str]:
    values = draft_values(record, language, today=lists.today)
    page = GuidePage()
    set_values(page, values)
    for name in values:
        model_field: Any = GuidePage._meta.get_field(name)
        where = f"{name} ({language})"
        try:
            if name in STREAMS:
                model_field.stream_block.clean(getattr(page, name))
            else:
                _clean(model_field, getattr(page, name))
        except ValidationError as error:
            yield from _messages(error, where)


def _clean(model_field: models.Field, value: object) -> None:
    model_field.clean(value, None)
    # A model does not hold texts without end to their length, its form does.
    if (
        isinstance(model_field, models.TextField)
        and model_field.max_length
        and len(str(value)) > model_field.max_length
    ):
        raise ValidationError(_("At most %(max)d characters.") % {"max": model_field.max_length})


def _messages(error: ValidationError, where: str) -> Iterator[str]:
    if isinstance(error, StreamBlockValidationError):
        for number, inner in error.block_errors.items():
            yield from _messages(inner, f"{where}, {number + 1}")
    elif isinstance(error, StructBlockValidationError):
        for name, inner in error.block_errors.items():
            yield from _messages(inner, f"{where}, {name}")
    else:
        yield from (f"{where}: {message}" for message in error.messages)


def keys_of_other_pages(keys: Collection[str]) -> set[str]:
    """Those under which there is a page that is no guide: the key outlived a change of the page's type."""
    wanted, taken = sorted(keys), set[str]()
    for start in range(0, len(wanted), BATCH):
        rows = dict(PageKey.objects.filter(key__in=wanted[start : start + BATCH]).values_list("translation_key", "key"))
        pages = Page.objects.filter(translation_key__in=rows).not_exact_type(GuidePage)
        taken.update(rows[key] for key in pages.values_list("translation_key", flat=True))
    return taken
