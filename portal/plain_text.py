"""Texts without markup, as search reads them, and without what is about a person."""

import re
from html import unescape
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageBlock

from portal.blocks import CopiedBlockMixin

# Phone, ID card and bank card numbers with their usual gaps, and mail addresses.
PERSONAL = re.compile(r"\+?\d(?:[\s\-()（）]{0,2}\d){6,}[Xx]?|[^\s@，。；]+@[^\s@，。；]+\.\w+")


def split_words(text: str) -> list[str]:
    """`暂住证、居住卡, permit` -> three words."""
    return [word for part in re.split(r"[,，、;；\n]", text) if (word := part.strip())]


def text_of_html(html: str) -> str:
    """The words of rich text, a line for each paragraph and list item."""
    return unescape(strip_tags(re.sub(r"</(p|li|h\d)>|<br/?>", "\n", html))).strip()


def text_of_stream(stream: Any) -> str:
    """The words of a StreamField's value, a line for each block."""
    return "\n".join(line for child in stream if (line := " ".join(words_of(child.block, child.value))))


def words_of(block: Any, value: Any) -> list[str]:
    """The texts of a block and those inside it; numbers, dates, links and phone numbers are no words."""
    if isinstance(block, ImageBlock):  # a struct to editors, whose value is the image itself
        return [] if not value or value.decorative else [value.contextual_alt_text or ""]
    if isinstance(block, StructBlock):
        return [word for name, child in block.child_blocks.items() for word in words_of(child, value.get(name))]
    if isinstance(block, (ListBlock, StreamBlock)):
        return [word for child in value for word in words_of(child.block, child.value)]
    if isinstance(block, RichTextBlock):
        return [text_of_html(value.source)] if value else []
    if isinstance(block, (CopiedBlockMixin, BooleanBlock)) or not isinstance(block, (CharBlock, TextBlock)):
        return []
    return [value] if value else []


def without_personal(text: str) -> str:
    """What residents typed: numbers of seven digits or more and mail addresses become an ellipsis."""
    return PERSONAL.sub("…", text)
