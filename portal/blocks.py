"""Blocks that several page types share. Texts are translated, numbers and codes are copied to the other languages.

Text blocks have the default "", as wagtail-localize wants it: it stumbles over the None of a key that is missing in
imported or older data.
"""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

RICH_TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]

PHONE_VALIDATOR = RegexValidator(
    r"^[0-9+()（）\- ]{3,30}$", _("A phone number has digits, spaces, brackets and hyphens only.")
)


class CopiedBlockMixin:
    """A text that is the same in every language: wagtail-localize copies it and offers no translation."""

    def get_translatable_segments(self, value: Any) -> list[Any]:
        return []

    def restore_translated_segments(self, value: Any, segments: list[Any]) -> Any:
        return value


class PhoneBlock(CopiedBlockMixin, blocks.CharBlock):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("phone"))
        kwargs.setdefault("default", "")
        super().__init__(max_length=30, validators=[PHONE_VALIDATOR], **kwargs)

    class Meta:
        icon = "mobile-alt"


class ItemBlock(blocks.TextBlock):
    """One line of a list: a condition, say."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rows=2, max_length=500, **kwargs)

    class Meta:
        icon = "list-ul"
        label = _("item")


class MaterialBlock(blocks.StructBlock):
    """A paper to bring."""

    name = blocks.CharBlock(default="", label=_("what"), max_length=200)
    originals = blocks.IntegerBlock(label=_("originals"), min_value=0, max_value=99, default=1)
    copies = blocks.IntegerBlock(label=_("copies"), min_value=0, max_value=99, default=0)
    note = blocks.TextBlock(
        default="",
        label=_("note"),
        required=False,
        max_length=300,
        rows=2,
        help_text=_("For whom, how old, what it must show."),
    )
    form = DocumentChooserBlock(label=_("form to download"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("paper")
        label_format = "{name}"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(default="", label=_("what happens"), max_length=200)
    text = blocks.TextBlock(default="", label=_("details"), required=False, max_length=1000, rows=2)

    class Meta:
        icon = "list-ol"
        label = _("step")
        label_format = "{title}"


class FeeBlock(blocks.StructBlock):
    name = blocks.CharBlock(default="", label=_("for what"), max_length=200)
    amount = blocks.DecimalBlock(
        label=_("yuan"), required=False, min_value=0, decimal_places=2, help_text=_("0 is free; empty: see the note.")
    )
    note = blocks.CharBlock(default="", label=_("note"), required=False, max_length=300)

    class Meta:
        icon = "tag"
        label = _("fee")
        label_format = "{name}"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(default="", label=_("question"), max_length=200)
    answer = blocks.TextBlock(default="", label=_("answer"), max_length=2000, rows=3)

    class Meta:
        icon = "help"
        label = _("question and answer")
        label_format = "{question}"


class TextBlocks(blocks.StreamBlock):
    """Running text in parts: headings, paragraphs with lists and links, questions and answers."""

    heading = blocks.CharBlock(
        label=_("heading"), default="", max_length=120, icon="title", template="portal/blocks/heading.html"
    )
    text = blocks.RichTextBlock(label=_("text"), default="", features=RICH_TEXT_FEATURES)
    question = QuestionBlock(template="portal/blocks/question.html")
