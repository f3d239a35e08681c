"""Which files pages carry, what those say, and which pages are to be looked at when a file changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex
from wagtail.rich_text import extract_references_from_rich_text

from portal.home.models import DocumentText
from search.contract import mark_changed

MAX_CHARACTERS = 80_000


def documents_of(page: Page) -> Iterator[int]:
    """Of its own fields, as they are: the index of references is behind by a moment. No query."""
    for field in _carrying(type(page)):  # type: ignore[arg-type]  # classes can be hashed
        value = field.value_from_object(page)
        if isinstance(field, StreamField):
            yield from _in_block(value.stream_block, value.raw_data)
        elif isinstance(field, RichTextField):
            yield from _in_html(value)
        elif value:
            yield int(value)


@cache
def _carrying(model: type[Page]) -> list[Any]:
    """The fields that may name a file."""
    document = get_document_model()
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, StreamField | RichTextField)
        or (isinstance(field, ForeignKey) and issubclass(field.related_model, document))
    ]


def _in_block(block: Any, raw: Any) -> Iterator[int]:
    """Of what is stored, since looking at a chosen file reads it."""
    if not raw:
        return
    if isinstance(block, DocumentChooserBlock):
        yield int(raw)
    elif isinstance(block, RichTextBlock):
        yield from _in_html(str(raw))
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _in_block(child, raw.get(name))
    elif isinstance(block, ListBlock):
        for item in raw:
            is_marked = isinstance(item, Mapping) and item.get("type") == "item"
            yield from _in_block(block.child_block, item["value"] if is_marked else item)
    elif isinstance(block, StreamBlock):
        for child in raw:
            yield from _in_block(block.child_blocks.get(child["type"]), child["value"])


def _in_html(html: str) -> Iterator[int]:
    if "<a" in html:
        for model, pk, *_where in extract_references_from_rich_text(html):
            if issubclass(model, get_document_model()):
                yield int(pk)


def texts_of(pages: Iterable[Page]) -> Mapping[int, str]:
    """{page: titles and words of its files that anybody may open}. Two queries where there are files, else none."""
    carried = {page.pk: list(dict.fromkeys(documents_of(page))) for page in pages}
    wanted = {pk for documents in carried.values() for pk in documents}
    texts = dict(_public_texts(wanted)) if wanted else {}
    return {
        page: "\n".join(texts[pk] for pk in documents if pk in texts)[:MAX_CHARACTERS]
        for page, documents in carried.items()
    }


def _public_texts(documents: Iterable[int]) -> Iterator[tuple[int, str]]:
    closed = list(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
    rows = DocumentText.objects.filter(document__in=documents).exclude(text="")
    values = rows.values_list("document", "document__title", "document__collection__path", "text")
    for pk, title, collection, text in values:
        if not any(collection.startswith(path) for path in closed):
            yield pk, f"{title}\n{text}"


def pages_with(documents: Sequence[AbstractDocument]) -> list[int]:
    """Ids of the pages that refer to one of them, in a field, a block or a link of their text."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(get_document_model(), for_concrete_model=False),
        to_object_id__in=[str(document.pk) for document in documents],
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
    )
    return [int(pk) for pk in references.values_list("object_id", flat=True).distinct()]


def mark_pages_with(documents: Sequence[AbstractDocument]) -> None:
    keys = Page.objects.filter(pk__in=pages_with(documents)).values_list("translation_key", flat=True)
    mark_changed([f"page:{key}" for key in keys])
