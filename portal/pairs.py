"""Pairs of pages in two languages, recorded as wagtail-localize would have made them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    StringTranslation,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationLog,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments


@transaction.atomic
def record_translation(*, source: Page, target: Page, by: AbstractBaseUser | None = None) -> Translation:
    """Make `target` the translation of `source`, as if its words had been typed into wagtail-localize's editor.

    Both are live pages of one type with one translation key, whose blocks have the same ids; they stay as they are.
    A text that has other paragraphs than the source's is left for the translator, who sees it as not yet translated.
    """
    origin = _source_of(source)
    texts = _store_segments(origin, source)
    translation, _created = Translation.objects.update_or_create(
        source=origin, target_locale_id=target.locale_id, defaults={"enabled": True}
    )
    _store_words(texts, _words_of(target), locale_id=target.locale_id, by=by)
    TranslationLog.objects.create(source=origin, locale_id=target.locale_id, revision_id=target.latest_revision_id)
    return translation


def translation_source_language(translation_key: UUID) -> str | None:
    """The language the others are translated from, if wagtail-localize knows of the page."""
    sources = TranslationSource.objects.filter(object_id=translation_key, translations__enabled=True)
    return sources.order_by("pk").values_list("locale__language_code", flat=True).first()


def _source_of(page: Page) -> TranslationSource:
    thing, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    values = {
        "specific_content_type": page.cached_content_type,
        "object_repr": str(page)[:200],
        "content_json": page.to_json(),
        "schema_version": get_schema_version(page._meta.app_label),
        "last_updated_at": timezone.now(),
    }
    source, _created = TranslationSource.objects.update_or_create(
        object=thing, locale_id=page.locale_id, defaults=values
    )
    return source


# TranslationSource.refresh_segments() takes about eight statements for each text, and a guide has forty of them. What
# it stores is stored here in batches; what guides do not have (links to other translated objects) is left to it.

Text = tuple[StringSegmentValue, String, TranslationContext]


def _store_segments(origin: TranslationSource, page: Page) -> list[Text]:
    segments = list(extract_segments(page))
    contexts = _contexts(origin, page, [segment.path for segment in segments])
    values = [segment for segment in segments if isinstance(segment, StringSegmentValue)]
    strings = _strings(page.locale_id, [segment.string.data for segment in values])
    texts = [(segment, strings[segment.string.data], contexts[segment.path]) for segment in values]
    for model in (StringSegment, TemplateSegment, OverridableSegment, RelatedObjectSegment):
        model.objects.filter(source=origin).delete()
    StringSegment.objects.bulk_create(
        StringSegment(source=origin, context=context, order=value.order, string=string, attrs=_json(value.attrs))
        for value, string, context in texts
    )
    OverridableSegment.objects.bulk_create(
        OverridableSegment(source=origin, context=contexts[value.path], order=value.order, data_json=_json(value.data))
        for value in segments
        if isinstance(value, OverridableSegmentValue)
    )
    for value in segments:
        if isinstance(value, TemplateSegmentValue):
            TemplateSegment.from_value(origin, value)
        elif isinstance(value, RelatedObjectSegmentValue):
            RelatedObjectSegment.from_value(origin, value)
    return texts


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder)


def _contexts(origin: TranslationSource, page: Page, paths: Iterable[str]) -> dict[str, TranslationContext]:
    known = TranslationContext.objects.filter(object_id=origin.object_id)
    contexts = {context.path: context for context in known}
    new = [
        TranslationContext(
            object_id=origin.object_id,
            path=path,
            path_id=TranslationContext._get_path_id(path),
            field_path=_field_path(page, path),
        )
        for path in dict.fromkeys(paths)
        if path not in contexts
    ]
    contexts.update({context.path: context for context in TranslationContext.objects.bulk_create(new)})
    for context in contexts.values():
        if not context.field_path:
            context.get_field_path(page)
    return contexts


def _field_path(page: Page, path: str) -> str:
    """`steps.ID.title` is `steps.step.title`; empty for blocks within blocks, which the library finds its way in."""
    name, *inner = path.split(".")
    if not inner:
        return name
    field = page._meta.get_field(name)
    if not isinstance(field, StreamField) or len(inner) > 2:
        return ""
    block_type = next(block.block_type for block in getattr(page, name) if block.id == inner[0])
    return ".".join([name, block_type, *inner[1:]])


def _strings(locale_id: int, texts: Iterable[str]) -> dict[str, String]:
    hashes = {String._get_data_hash(text): text for text in texts}
    wanted = String.objects.filter(locale_id=locale_id, data_hash__in=hashes)
    strings = {string.data_hash: string for string in wanted}
    new = [
        String(locale_id=locale_id, data_hash=data_hash, data=text)
        for data_hash, text in hashes.items()
        if data_hash not in strings
    ]
    if new:
        # Pages with the same words may be stored at the same moment: theirs will do, so ids are read afterwards.
        String.objects.bulk_create(new, ignore_conflicts=True)
        strings = {string.data_hash: string for string in wanted.all()}
    return {text: strings[data_hash] for data_hash, text in hashes.items()}


def _store_words(
    texts: Sequence[Text], words: Mapping[str, list[str]], *, locale_id: int, by: AbstractBaseUser | None
) -> None:
    stored = {
        (translation.translation_of_id, translation.context_id): translation
        for translation in StringTranslation.objects.filter(
            locale_id=locale_id, context__in={context.pk for _value, _string, context in texts}
        )
    }
    new, changed = [], []
    for (string_id, context_id), text in _pairs(texts, words).items():
        translation = stored.get((string_id, context_id))
        if translation is None:
            ids = {"translation_of_id": string_id, "context_id": context_id, "locale_id": locale_id}
            kind = StringTranslation.TRANSLATION_TYPE_MANUAL
            new.append(StringTranslation(**ids, data=text, translation_type=kind, last_translated_by=by))
        elif translation.data != text or translation.has_error:
            translation.data, translation.has_error, translation.field_error = text, False, ""
            translation.last_translated_by, translation.updated_at = by, timezone.now()
            changed.append(translation)
    StringTranslation.objects.bulk_create(new)
    fields = ["data", "has_error", "field_error", "last_translated_by", "updated_at"]
    StringTranslation.objects.bulk_update(changed, fields)


def _pairs(texts: Sequence[Text], words: Mapping[str, list[str]]) -> dict[tuple[int, int], str]:
    """{(string, context): its translation}"""
    pairs: dict[tuple[int, int], str] = {}
    by_path = sorted(texts, key=lambda text: (text[0].path, text[0].order))
    for path, group in groupby(by_path, key=lambda text: text[0].path):
        own = list(group)
        if len(own) == len(words.get(path, ())):
            pairs.update({(own[i][1].pk, own[i][2].pk): text for i, text in enumerate(words[path])})
    return pairs


def _words_of(page: Page) -> dict[str, list[str]]:
    """{path of a field or block: its texts in order}"""
    words: dict[str, list[StringSegmentValue]] = {}
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            words.setdefault(segment.path, []).append(segment)
    return {path: [text.string.data for text in sorted(texts, key=lambda t: t.order)] for path, texts in words.items()}
