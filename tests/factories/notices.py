"""Notices as an editor would have published them."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.models import Locale

from portal.communities.models import Community
from portal.notices.models import NoticeIndexPage, NoticePage
from portal.plugins.testing.kept import kept


def notice_index(community: Community, language: str = "zh-hans") -> NoticeIndexPage:
    return NoticeIndexPage.objects.get(community=community, locale__language_code=language)


@kept
def make_notice(
    slug: str = "water", *, community: Community, language: str = "zh-hans", live: bool = True, **values: Any
) -> NoticePage:
    """A notice with one revision; a second language of a slug is the first one's translation."""
    values = {"title": f"{slug} {language}", "body": f"<p>{slug} text {language}</p>"} | values
    first = NoticePage.objects.filter(community=community, slug=slug).first()
    if first is not None:
        values["translation_key"] = first.translation_key
    notice = NoticePage(slug=slug, locale=Locale.objects.get(language_code=language), live=False, **values)
    notice_index(community, language).add_child(instance=notice)
    revision = notice.save_revision()
    if live:
        revision.publish()
    return NoticePage.objects.get(pk=notice.pk)


def make_file(community: Community, title: str = "plan") -> AbstractDocument:
    file = ContentFile(b"%PDF-1.4", name=f"{title}.pdf")
    return get_document_model().objects.create(title=title, file=file, collection=community.collection)
