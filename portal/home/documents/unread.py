"""Files whose words nobody finds, why, and what whoever has them can do."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.permissions import policy_registry

from portal.home.documents.words import NeedsPassword, TooMuch
from portal.home.models import DocumentText, Reading

#: What else `DocumentText.problem` says; the rest are errors of those who read files, by name: they are broken.
GONE, TOO_LARGE, TOO_SLOW = "gone", "too large", "too slow"


class Trouble(Enum):
    """What is wrong with a file, and what to do: both in the words of somebody who only wants to publish it."""

    PASSWORD = (
        _("It asks for a password before it can be read."),
        _("Save it without a password and replace the file here."),
    )
    LARGE = (
        _("It is larger than 20 MB, or far more is packed in it."),
        _("Save it smaller, or in several parts: pictures mostly take the room. Then replace the file here."),
    )
    SLOW = (
        _("Reading it takes too long."),
        _("Save it anew (in Word: “Save as PDF”) and replace the file here."),
    )
    GONE = (
        _("The file is no longer in the store."),
        _("Upload it again here, or delete it."),
    )
    BROKEN = (
        _("It is damaged, or not what its name says."),
        _("Open it on your computer. If it opens, save it anew as PDF or DOCX and replace the file here."),
    )
    SCAN = (
        _("It has pictures of pages and no text. Screen readers cannot read it aloud either."),
        _("Replace it by a PDF saved from Word, or write what matters on the page itself."),
    )

    @property
    def reason(self) -> Promise:
        return self.value[0]

    @property
    def remedy(self) -> Promise:
        return self.value[1]


_TROUBLES = {
    NeedsPassword.__name__: Trouble.PASSWORD,
    TooMuch.__name__: Trouble.LARGE,
    MemoryError.__name__: Trouble.LARGE,
    TOO_LARGE: Trouble.LARGE,
    TOO_SLOW: Trouble.SLOW,
    GONE: Trouble.GONE,
    "": Trouble.SCAN,
}


@dataclass(frozen=True, slots=True)
class UnreadFile:
    document: AbstractDocument
    trouble: Trouble


def unread_for(user: Any) -> QuerySet[DocumentText]:
    """Those among the files somebody may change, by title; administrators of the city: all."""
    own = policy_registry.get_by_type(get_document_model()).instances_user_has_permission_for(user, "change")
    rows = DocumentText.objects.filter(~Q(state=Reading.WAITING), text="", document__in=own.order_by().values("pk"))
    return rows.select_related("document__collection").order_by("document__title", "pk")


def unread_file(row: DocumentText) -> UnreadFile:
    return UnreadFile(row.document, _TROUBLES.get(row.problem, Trouble.BROKEN))
