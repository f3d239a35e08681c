"""Editors' rules: what else people call a thing. They act when somebody asks, so nothing is indexed anew."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from search import pinyin, text

#: Both kinds of comma, the enumeration comma and line ends part words.
_BETWEEN = re.compile(r"[,，、\n]+")


class RuleKind(models.TextChoices):
    EQUAL = "equal", _("Mean the same")
    ONE_WAY = "one-way", _("Whoever asks for this means that")
    GLOSSARY = "glossary", _("Are called that in another language")
    READING = "reading", _("Is read like this")


class SearchRule(models.Model):
    """One rule. `community` is a community's code, empty for the whole city; a community's rules add to the city's.

    EQUAL: all of `words` may stand for one another. ONE_WAY: whoever asks for one of `words` means one of `targets`.
    GLOSSARY: the same thing in two languages, in both directions. READING: a word of Chinese characters and its
    syllables in pinyin, where the dictionary reads it otherwise.
    """

    community = models.CharField(_("community"), max_length=64, blank=True, db_index=True)
    kind = models.CharField(_("kind of rule"), max_length=10, choices=RuleKind)
    words = models.CharField(
        _("words"), max_length=500, help_text=_("What people type, with commas between: 狗证, 犬证")
    )
    targets = models.CharField(
        _("meaning"),
        max_length=500,
        blank=True,
        help_text=_("What it is called on the pages; a reading: chang hu xian"),
    )
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("search rule")
        verbose_name_plural = _("search rules")
        ordering = ("kind", "words", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RuleKind.values), name="search_rule_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=RuleKind.EQUAL, targets="") | (~Q(kind=RuleKind.EQUAL) & ~Q(targets="")),
                name="search_rule_has_targets_unless_equal",
                violation_error_message=_(
                    "Words that mean the same stand together in the first field; other rules need both."
                ),
            ),
            models.UniqueConstraint(fields=("community", "kind", "words"), name="search_rule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.words} → {self.targets}" if self.targets else self.words

    @property
    def word_list(self) -> list[str]:
        return split_words(self.words)

    @property
    def target_list(self) -> list[str]:
        return split_words(self.targets)

    def clean(self) -> None:
        super().clean()
        problems: dict[str, Any] = {}
        if self.kind == RuleKind.EQUAL and len(self.word_list) < 2:
            problems["words"] = _("Give at least two words, with commas between.")
        elif not any(text.words(text.fold(word)) for word in self.word_list):
            problems["words"] = _("There is no word in it.")
        if self.kind == RuleKind.READING:
            problems |= self._reading_problems()
        if problems:
            raise ValidationError(problems)

    def _reading_problems(self) -> dict[str, Any]:
        words, readings = self.word_list, self.target_list
        if len(words) != 1 or not all(map(text.is_han, text.words(text.fold(self.words)))):
            return {"words": _("One word of Chinese characters is wanted.")}
        if any(not pinyin.is_reading(text.fold(reading), of=words[0]) for reading in readings):
            return {"targets": _("A syllable in pinyin for each character is wanted: chang hu xian.")}
        return {}


def split_words(typed: str) -> list[str]:
    """Without empty ones, each once, in their order."""
    return list(dict.fromkeys(word for part in _BETWEEN.split(typed) if (word := text.clean(part))))
