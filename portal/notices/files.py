"""Files of public announcements: they can be opened while an announcement that has them stands, and no longer.

Neither when it is deleted, nor when the file is taken out of it.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from portal.errors import file_gone
from portal.notices.choices import NoticeKind
from portal.notices.models import AnnouncedFile, NoticePage


def close_with_announcement(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """Wagtail's hook `before_serve_document`. Whoever works with the file still gets it.

    A file that no announcement ever had is not touched; one that other live pages have as well stays open through them.
    """
    pages = pages_with(document)
    if not was_announced(document, pages) or is_open(pages) or _works_with(request, document):
        return None
    return file_gone(request)


def pages_with(file: AbstractDocument | AbstractImage) -> list[int]:
    """Ids of the pages that refer to it, in a field, a block or a link of their text."""
    references = ReferenceIndex.get_references_to(file).filter(base_content_type__app_label="wagtailcore")
    ids = references.filter(base_content_type__model="page").values_list("object_id", flat=True)
    return [int(pk) for pk in ids]


def was_announced(document: AbstractDocument, pages: list[int]) -> bool:
    announcements = NoticePage.objects.filter(pk__in=pages, kind=NoticeKind.ANNOUNCEMENT)
    return AnnouncedFile.objects.filter(document=document.pk).exists() or announcements.exists()


def is_open(pages: list[int]) -> bool:
    """Whether one of them is published and not over, whether or not `run_due` has been by."""
    live = Page.objects.live().filter(pk__in=pages)
    return live.exclude(expire_at__lte=timezone.now()).exists()


def _works_with(request: HttpRequest, document: AbstractDocument) -> bool:
    policy = policy_registry.get_by_type(type(document))
    return request.user.is_authenticated and policy.user_has_any_permission_for_instance(
        request.user, ["choose", "change"], document
    )
