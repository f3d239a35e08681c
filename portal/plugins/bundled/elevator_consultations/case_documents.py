"""Documents of a case: chosen from the community's own, or uploaded. What a notice has frozen stays."""

from dataclasses import dataclass
from hashlib import sha1

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.log_actions import log

from portal.plugins.api import Community, Names
from portal.plugins.bundled.elevator_consultations.chain import locked_case
from portal.plugins.bundled.elevator_consultations.choices import DocumentKind, Stage
from portal.plugins.bundled.elevator_consultations.models import Case, CaseDocument
from portal.plugins.bundled.elevator_consultations.scans import ENDINGS, Scan

MOST_OF_ONE_CASE = 200
#: A case that is over keeps what it has.
CLOSED = (Stage.IN_USE, Stage.STOPPED)


@dataclass(frozen=True, slots=True)
class Source:
    """One of the two."""

    chosen: AbstractDocument | None = None
    upload: Scan | None = None


def documents_of(community: Community) -> QuerySet[AbstractDocument]:
    """What may be chosen: the community's own, the newest first."""
    return get_document_model().objects.filter(collection=community.collection_id).order_by("-created_at", "-pk")


@transaction.atomic
def attach_document(
    case: Case, source: Source, *, stage: Stage, kind: DocumentKind, titles: Names, by: AbstractBaseUser
) -> CaseDocument:
    """Attached a second time in the same way it is the one that is there. Raises ValidationError."""
    row = locked_case(case.pk)
    document = source.chosen or upload_document(row, source.upload, kind, titles, by)
    if document.collection_id != row.community.collection_id:
        raise ValidationError({"document": _("This document is not one of this community.")})
    there = row.documents.filter(document=document, stage=stage, kind=kind).first()
    if there is not None:
        return there
    if row.documents.count() >= MOST_OF_ONE_CASE:
        raise ValidationError(_("There are many documents already: take some away first."))
    attached = CaseDocument(case=row, stage=stage, kind=kind, titles=titles, document=document)
    attached.full_clean(exclude=["case", "document"])
    attached.save()
    log(instance=row, action="elevators.attach", user=by, data={"document": document.pk, "kind": str(kind)})
    return attached


def upload_document(
    case: Case, upload: Scan | None, kind: DocumentKind, titles: Names, by: AbstractBaseUser
) -> AbstractDocument:
    """The same file again is the document that is there. Names that files had on somebody's computer are forgotten."""
    if upload is None:
        raise ValidationError({"document": _("Choose a document, or upload one.")})
    name = f"elevator-{case.pk}-{kind}.{ENDINGS[upload.content_type]}"
    digest = sha1(upload.content, usedforsecurity=False).hexdigest()  # as Wagtail keeps it
    same = documents_of(case.community).filter(file_hash=digest, pk__in=case.documents.order_by().values("document"))
    if (found := same.first()) is not None:
        return found
    return get_document_model().objects.create(
        title=str(titles)[:255],
        collection=case.community.collection,
        uploaded_by_user=by,
        file=ContentFile(upload.content, name),
        file_size=len(upload.content),
        file_hash=digest,
    )


@transaction.atomic
def detach_document(attached: CaseDocument, *, by: AbstractBaseUser) -> None:
    """From the case; the document itself stays in the community's collection. Raises ValidationError for what a notice
    shows and for cases that are over. Idempotent."""
    row = locked_case(attached.case_id)
    there = row.documents.filter(pk=attached.pk).first()
    if there is None:
        return
    if row.stage in CLOSED:
        raise ValidationError(_("The case is over: its documents stay."))
    if any(there.document_id == each.get("document") for each in frozen_drawings(row)):
        raise ValidationError(_("A public notice shows it: it stays as long as the case."))
    there.delete()
    log(instance=row, action="elevators.detach", user=by, data={"document": there.document_id})


def frozen_drawings(case: Case) -> list[dict]:
    """Of all its notices. One query."""
    return [drawing for frozen in case.notices.values_list("frozen", flat=True) for drawing in frozen["drawings"]]
