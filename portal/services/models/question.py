"""What residents ask the office, and the answers everybody may read."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from portal.communities.models import Community
from portal.components import Fact
from portal.names import NamesField
from portal.participation.models import Entry
from portal.services.choices import AnsweredBy


class PublicAnswer(models.Model):
    """A question in the office's own words and its answer, below the community's `questions/`. It names nobody."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="public_answers", verbose_name=_("community")
    )
    questions = NamesField(
        _("question for everybody"),
        max_length=200,
        help_text=_("In general words: nobody can tell from it who asked. No names, phones or flats of residents."),
    )
    answers = NamesField(_("answer for everybody"), multiline=True, max_length=3000)
    created_at = models.DateTimeField(_("published at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        verbose_name = _("public answer")
        verbose_name_plural = _("public answers")

    def __str__(self) -> str:
        return str(self.questions)


class OfficeQuestion(Entry):
    """Written by `portal.services.questions.actions`. Who asked, and what, is erased a year after it was handed in;
    what was answered in public stays."""

    kept_for = dt.timedelta(days=365)
    personal_fields: ClassVar[tuple[str, ...]] = ("text", "reply")
    read_with = ("public_answer",)

    text = models.TextField(pgettext_lazy("to the office", "your question"), max_length=1000, blank=True)
    answered_by = models.CharField(_("answered"), max_length=10, choices=AnsweredBy, blank=True, editable=False)
    reply = models.TextField(_("answer"), max_length=1000, blank=True, editable=False)
    public_answer = models.ForeignKey(
        PublicAnswer, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="asked"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answerer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )

    class Meta:
        ordering = ("-entry_ptr",)
        default_permissions = ()
        verbose_name = _("question to the office")
        verbose_name_plural = _("questions to the office")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by="", answered_at__isnull=True)
                | Q(answered_by__in=AnsweredBy.values, answered_at__isnull=False),
                name="question_is_answered_in_some_way",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return not self.answered_by and self.withdrawn_at is None

    def get_title(self) -> str:
        return str(_("Question to the office"))

    def get_status(self) -> str:
        return str(self.get_answered_by_display()) if self.answered_by else super().get_status()

    def get_facts(self) -> list[Fact]:
        facts = [Fact(pgettext("to the office", "Question"), self.text), Fact(str(_("Answer")), self.reply)]
        if self.public_answer:
            facts.append(Fact(str(_("Answer for everybody")), str(self.public_answer), url=self.public_url))
        return [fact for fact in facts if fact.value]

    @property
    def public_url(self) -> str:
        from portal.services.questions.addresses import answer_url  # noqa: PLC0415 - addresses are built on models

        return answer_url(self.public_answer, self.community) if self.public_answer else ""

    def can_be_withdrawn(self) -> bool:
        return self.is_waiting
