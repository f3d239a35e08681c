"""Words of files: read in the background within limits, found through the page that carries them, gone with it."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pypdf import PdfReader, PdfWriter
from pytest_django import DjangoAssertNumQueries
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from portal.communities.models import Community
from portal.home.documents import reading
from portal.home.documents.attached import documents_of, texts_of
from portal.home.documents.reading import Unreadable, read_documents, read_waiting, words_in
from portal.home.documents.words import MAX_CHARACTERS, MAX_UNPACKED
from portal.home.models import DocumentText, Reading
from tests.factories.guides import make_guide
from tests.factories.home import opened_community
from tests.factories.notices import make_notice

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def pdf(*pages: str) -> bytes:
    """As small as one can be: a line of Helvetica on each page."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {count}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, text in enumerate(pages):
        drawn = f"BT /F 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {5 + 2 * number} 0 R"
            "/Resources<</Font<</F 3 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream")
    body, places = "%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(f"{len(body):010} 00000 n \n")
        body += f"{number} 0 obj{each}endobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{''.join(places)}"
    return f"{body}{table}trailer<</Root 1 0 R/Size {len(objects) + 1}>>\nstartxref\n{len(body)}\n%%EOF".encode()


def with_password(data: bytes, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="secret", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def docx(text: str, *, filling: int = 0) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        file.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
        file.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}">{body}</w:document>')
        file.writestr("filling", b"0" * filling)
    return packed.getvalue()


# Reading


def test_words_of_pdf_and_docx_are_read() -> None:
    assert words_in(pdf("The courtyard", "is paved"), "pdf") == "The courtyard\nis paved"
    assert words_in(docx("公示：加装电梯"), "docx").strip() == "公示：加装电梯"


def test_scan_has_no_words_and_may_be_read_is_read() -> None:
    assert words_in(pdf(""), "pdf") == ""
    assert words_in(with_password(pdf("Open to all"), ""), "pdf") == "Open to all"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.4 nothing", "pdf"),
        (b"", "docx"),
        (with_password(pdf("Closed"), "opensesame"), "pdf"),
        (docx("A bomb", filling=MAX_UNPACKED), "docx"),
        (docx("Cut off")[:200], "docx"),
    ],
    ids=["broken", "empty", "locked", "bomb", "cut off"],
)
def test_what_cannot_be_read_is_said_to_be_so(data: bytes, kind: str) -> None:
    with pytest.raises(Unreadable):
        words_in(data, kind)


def test_large_and_slow_files_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(words_in(docx("x" * (MAX_CHARACTERS + 9)), "docx")) == MAX_CHARACTERS
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(Unreadable, match="too large"):
        words_in(pdf("Large"), "pdf")
    monkeypatch.undo()
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    with pytest.raises(Unreadable, match="too slow"):
        words_in(pdf("Slow"), "pdf")


# Finding


@pytest.fixture
def sunshine(db: None) -> Community:
    return opened_community(slug="sunshine")


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    def commit(action: Callable[..., Any], *args: Any, **values: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return action(*args, **values)

    return commit


def upload(name: str, data: bytes, **values: Any) -> Any:
    return get_document_model().objects.create(title="Annex", file=ContentFile(data, name), **values)


def notice_with(document: Any, community: Community, slug: str = "paving") -> Any:
    attachments = [("document", document)]
    return make_notice(slug, community=community, language="en", title="Works", attachments=attachments)


def found(client: Client, query: str) -> list[str]:
    results = client.get("/api/v1/search", {"q": query, "lang": "en"}).json()["results"]
    return [result["title"] for result in results]


def test_notice_is_found_by_the_words_of_its_file_until_that_is_gone(
    client: Client, sunshine: Community, committed: Callable[..., Any]
) -> None:
    document = committed(upload, "plan.pdf", pdf("Granite cobblestones"))
    assert DocumentText.objects.get().state == Reading.READ
    committed(notice_with, document, sunshine)
    assert found(client, "cobblestones") == ["Works"]
    committed(document.delete)
    assert found(client, "cobblestones") == []


def test_words_that_are_read_late_reach_the_page(
    client: Client, sunshine: Community, committed: Callable[..., Any]
) -> None:
    document = upload("plan.docx", docx("Granite cobblestones"))  # nobody has read it yet
    committed(notice_with, document, sunshine)
    assert found(client, "cobblestones") == []
    assert (committed(read_waiting), found(client, "cobblestones")) == (1, ["Works"])


def test_replaced_file_is_found_by_its_new_words_alone(
    client: Client, sunshine: Community, committed: Callable[..., Any]
) -> None:
    document = committed(upload, "plan.pdf", pdf("Granite cobblestones"))
    committed(notice_with, document, sunshine)
    document.file = ContentFile(pdf("Wooden planks"), "plan2.pdf")
    committed(document.save)
    assert (found(client, "cobblestones"), found(client, "planks")) == ([], ["Works"])


def test_file_of_a_closed_collection_is_not_found(
    client: Client, sunshine: Community, committed: Callable[..., Any]
) -> None:
    shelf = Collection.get_first_root_node().add_child(name="Shelf")
    document = committed(upload, "plan.pdf", pdf("Granite cobblestones"), collection=shelf)
    committed(notice_with, document, sunshine)
    login = CollectionViewRestriction.LOGIN
    lock = committed(CollectionViewRestriction.objects.create, collection=shelf, restriction_type=login)
    assert found(client, "cobblestones") == []
    committed(lock.delete)
    assert found(client, "cobblestones") == ["Works"]


def test_file_that_no_page_carries_is_not_found(
    client: Client, sunshine: Community, committed: Callable[..., Any]
) -> None:
    committed(upload, "draft.pdf", pdf("Granite cobblestones"))
    assert found(client, "cobblestones") == []


def test_timed_work_reads_what_was_there_before_and_settles(sunshine: Community) -> None:
    upload("plan.pdf", pdf("Granite"))
    upload("locked.pdf", with_password(pdf("Closed"), "opensesame"))
    upload("photo.jpg", b"no words")
    DocumentText.objects.all().delete()
    read_documents()
    kept = dict(DocumentText.objects.values_list("text", "state"))
    assert kept == {"Granite": Reading.READ, "": Reading.READ}
    assert DocumentText.objects.exclude(problem="").count() == 1
    read_documents()
    assert set(DocumentText.objects.values_list("state", flat=True)) == {Reading.SETTLED}


def test_file_that_went_from_the_store_waits_no_longer(sunshine: Community) -> None:
    document = upload("plan.pdf", pdf("Granite"))
    document.file.storage.delete(document.file.name)
    assert (read_waiting(), DocumentText.objects.get().problem) == (1, "gone")


def test_files_are_known_wherever_a_page_carries_them(sunshine: Community) -> None:
    linked, chosen = upload("linked.pdf", pdf("x")), upload("chosen.pdf", pdf("x"))
    body = f'<p><a linktype="document" id="{linked.pk}">the plan</a></p>'
    notice = make_notice("both", community=sunshine, body=body, attachments=[("document", chosen)])
    guide = make_guide("form", materials=[("material", {"name": "Form", "form": chosen})])
    assert sorted(documents_of(notice)) == [linked.pk, chosen.pk]
    assert list(documents_of(guide)) == [chosen.pk]


@pytest.mark.parametrize("count", [1, 3])
def test_texts_take_two_queries(
    sunshine: Community, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    pages = [notice_with(upload(f"{n}.pdf", pdf("Granite")), sunshine, slug=f"n{n}") for n in range(count)]
    read_waiting()
    with django_assert_num_queries(2):
        assert list(texts_of(pages).values()) == ["Annex\nGranite"] * count
