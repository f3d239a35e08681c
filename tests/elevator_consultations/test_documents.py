"""Documents of a case: uploaded or chosen from the community's own, for everybody."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model

from portal.communities.models import Community
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.testing import Role, staff_of
from tests.factories.elevator_stages import attach, bring_to_notice
from tests.factories.elevators import make_case, make_register
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(sunshine: Community) -> Case:
    return make_case(sunshine)


@pytest.fixture
def editor(client: Client, case: Case) -> Client:
    client.force_login(staff_of(case.community, Role.EDITOR))
    return client


def at(case: Case, rest: str = "") -> str:
    return f"/en/sunshine/x/elevators/{case.pk}/staff/documents/{rest}"


def typed(**values: object) -> dict:
    return {"kind": "drawing", "stage": "design", "titles_zh_hans": "总平面图", "titles_en": "Site plan"} | values


def pdf(content: bytes = b"%PDF-1.7 plan", name: str = "王五的图.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def document_in(community: Community) -> object:
    file = ContentFile(b"%PDF-1.4", "a.pdf")
    return get_document_model().objects.create(title="A", file=file, collection=community.collection)


def test_upload_goes_to_the_communitys_collection_once(editor: Client, case: Case) -> None:
    for _click in range(2):
        answer = editor.post(at(case), typed(upload=pdf()), follow=True)
        assert "Site plan" in answer.content.decode()
    attached = case.documents.get()
    assert attached.document.collection == case.community.collection
    assert attached.document.filename.startswith(f"elevator-{case.pk}-drawing")  # no name from anybody's computer
    assert get_document_model().objects.count() == 1


def test_drawing_may_be_as_large_as_scanners_make_it(editor: Client, case: Case) -> None:
    megabyte = 1024 * 1024
    large, larger = b"%PDF-1.7".ljust(20 * megabyte), b"%PDF-1.7".ljust(20 * megabyte + 1)
    refused = editor.post(at(case), typed(upload=pdf(larger)))
    assert (refused.status_code, "larger than 20 MB" in refused.content.decode()) == (422, True)
    assert editor.post(at(case), typed(upload=pdf(large))).status_code == 302


def test_own_document_is_chosen_and_no_other(editor: Client, case: Case) -> None:
    own, foreign = document_in(case.community), document_in(community_with("elevators", slug="riverside"))
    assert editor.post(at(case), typed(document=foreign.pk)).status_code == 422
    assert editor.post(at(case), typed(document=own.pk)).status_code == 302
    assert case.documents.get().document_id == own.pk


def test_what_is_no_document_is_refused_kindly(editor: Client, case: Case) -> None:
    for values in (
        {},
        {"upload": SimpleUploadedFile("a.pdf", b"MZ no pdf", "application/pdf")},
        {"upload": SimpleUploadedFile("a.pdf", b"", "application/pdf")},
        {"document": "9" * 40},
        {"document": "\x00"},
        {"upload": pdf(), "kind": "secret"},
        {"upload": pdf(), "titles_en": "x" * 201},
        {"upload": pdf(), "titles_zh_hans": "", "titles_en": ""},
    ):
        answer = editor.post(at(case), typed(**values))
        assert (answer.status_code, case.documents.count()) == (422, 0), values


def test_what_a_notice_shows_stays(editor: Client, case: Case) -> None:
    make_register(case, 2)
    bring_to_notice(case)
    shown, other = case.documents.get(), attach(case, "other")
    for each in (shown, other, other):
        editor.post(at(case, "remove/"), {"document": each.pk}, follow=True)
    assert list(case.documents.all()) == [shown]
    assert (
        "A public notice shows it"
        in editor.post(at(case, "remove/"), {"document": shown.pk}, follow=True).content.decode()
    )
