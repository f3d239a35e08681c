"""Numbers of other communities' pages, images and documents, written into a form by hand."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield
from wagtail_localize.models import OverridableSegment, SegmentOverride

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.pairs import record_translation
from portal.services.models import GuidePage
from tests.factories.communities import GridStaffFactory
from tests.factories.guides import make_guide, make_pair, sent_guide
from tests.factories.home import opened_community
from tests.factories.people import staff

pytestmark = pytest.mark.django_db
SECRET = "qzsecretqz"


@pytest.fixture
def own(client: Client, settings: Any, tmp_path: Path) -> Community:
    """Its lead is logged in."""
    settings.MEDIA_ROOT = tmp_path
    community = opened_community(slug="own")
    client.force_login(staff(community, Role.LEAD))
    return community


def document_of(community: Community, title: str = "Form") -> Any:
    file = ContentFile(b"x", name=f"{title}.txt")
    return get_document_model().objects.create(title=title, file=file, collection=community.collection)


def publishing(guide: GuidePage, **values: Any) -> dict[str, Any]:
    """What the browser sends to publish this guide, and will not be published for want of a summary and a category."""
    return sent_guide(title=guide.title, slug=guide.slug, **values, **{"action-publish": "on"})


def link_to(page: Page) -> dict[str, Any]:
    return {"body": rich_text(f'<p><a linktype="page" id="{page.pk}">here</a></p>')}


def related(page: Page) -> dict[str, Any]:
    return {"related_rows": inline_formset([{"target": page.pk, "id": "", "ORDER": 1}])}


def to_bring(document: Any) -> dict[str, Any]:
    paper = {"name": "Form", "originals": 1, "copies": 0, "note": "", "form": document.pk}
    return {"materials": streamfield([("material", paper)])}


def document_link(document: Any) -> dict[str, Any]:
    return {"body": rich_text(f'<p><a linktype="document" id="{document.pk}">here</a></p>')}


FORGED: list[Callable[[Any, Any], dict[str, Any]]] = [
    lambda page, _document: link_to(page),
    lambda page, _document: related(page),
    lambda _page, document: to_bring(document),
    lambda _page, document: document_link(document),
]


@pytest.mark.parametrize("forged", FORGED, ids=["link", "related", "form to bring", "document link"])
@pytest.mark.parametrize("address", ["edit", "edit/preview"])
def test_page_form_takes_no_strangers_number(client: Client, own: Community, forged: Any, address: str) -> None:
    other = opened_community(slug="other")
    theirs = make_guide(SECRET, community=other, title=SECRET)
    theirs.unpublish()
    mine = make_guide("ours", community=own)
    values = forged(theirs, document_of(other, SECRET))
    response = client.post(f"/admin/pages/{mine.pk}/{address}/", publishing(mine, **values))
    assert response.headers.get("Location") == "/admin/"
    assert SECRET not in client.get(f"/admin/pages/{mine.pk}/edit/").content.decode()


def test_page_form_takes_what_its_choosers_offer(client: Client, own: Community) -> None:
    mine, city = make_guide("ours", community=own), make_guide("permit")
    values = link_to(city) | related(city) | to_bring(document_of(own))
    response = client.post(f"/admin/pages/{mine.pk}/edit/", publishing(mine, **values))
    assert list(response.context["form"].errors) == ["summary", "category"]


def test_what_stands_in_a_page_already_stays(client: Client, own: Community) -> None:
    """Somebody of the city put it there, say."""
    theirs = make_guide("theirs", community=opened_community(slug="other"))
    mine = make_guide("ours", community=own, body=f'<p><a linktype="page" id="{theirs.pk}">here</a></p>')
    response = client.post(f"/admin/pages/{mine.pk}/edit/", publishing(mine, **link_to(theirs)))
    assert list(response.context["form"].errors) == ["summary", "category"]


def test_row_form_takes_no_strangers_picture(client: Client, own: Community) -> None:
    other = opened_community(slug="other")
    image = get_image_model().objects.create(title=SECRET, file=get_test_image_file(), collection=other.collection)
    grid = GridStaffFactory(grid__community=own).grid
    worker = {"name": "", "role": "lead", "phone": "", "photo": image.pk, "consented_on": "", "id": ""}
    values = {"community": own.pk, "names_zh_hans": "网格", "code": "one", "staff": inline_formset([worker])}
    response = client.post(f"/admin/grid/edit/{grid.pk}/", nested_form_data(values))
    assert response.headers.get("Location") == "/admin/"


def test_contributors_form_takes_what_the_chooser_offers(client: Client, own: Community) -> None:
    client.force_login(staff(own, Role.CONTRIBUTOR))
    mine, form = make_guide("ours", community=own), document_of(own)
    client.post(f"/admin/pages/{mine.pk}/edit/", publishing(mine, **to_bring(form)))
    draft = GuidePage.objects.get(pk=mine.pk).get_latest_revision_as_object()
    assert [paper.value["form"] for paper in draft.materials] == [form]


def test_translation_takes_no_strangers_document(client: Client, own: Community) -> None:
    papers = [("material", {"name": "Form", "form": document_of(own)})]
    source, target = make_pair("ours", community=own, materials=papers)
    record_translation(source=source, target=target)
    segment = OverridableSegment.objects.get(context__path__endswith=".form")
    address = f"/admin/localize/translate/{segment.source.translations.get().pk}/overrides/{segment.pk}/edit/"
    other, mine = document_of(opened_community(slug="other"), SECRET), document_of(own)
    for document, status in ((other, 302), (mine, 201)):
        body = encode_multipart(BOUNDARY, {"value": document.pk})
        assert client.put(address, body, content_type=MULTIPART_CONTENT).status_code == status
    assert [override.data for override in SegmentOverride.objects.all()] == [str(mine.pk)]
