"""Files that cannot be searched: each editor her own, why in plain words, and what to do."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.documents import get_document_model
from wagtail.models import Collection

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.home.documents.reading import read_waiting
from portal.home.documents.unread import Trouble, unread_file, unread_for
from portal.home.documents.words import MAX_UNPACKED
from portal.home.models import DocumentText, Reading
from tests.factories.home import opened_community
from tests.factories.people import city_administrator, staff
from tests.home.test_documents import docx, pdf, upload, with_password

pytestmark = pytest.mark.django_db
REPORT, START = "/admin/reports/unread-files/", "/admin/"


@pytest.fixture
def own() -> Community:
    return opened_community(slug="own")


def unread(title: str, collection: Collection | None, problem: str = "NeedsPassword") -> DocumentText:
    document = get_document_model()(title=title, file=f"documents/{title}.pdf")
    document.collection = collection or Collection.get_first_root_node()
    get_document_model().objects.bulk_create([document])  # without a file to read
    return DocumentText.objects.create(
        document=document, file=document.file.name, state=Reading.SETTLED, problem=problem
    )


def titles(client: Client) -> list[str]:
    return [file.document.title for file in client.get(REPORT).context["files"]]


def test_editor_sees_unread_files_of_her_community(client: Client, own: Community) -> None:
    unread("Ours", own.collection)
    unread("Theirs", opened_community(slug="other").collection)
    unread("City", None)
    client.force_login(staff(own, Role.EDITOR))
    assert titles(client) == ["Ours"]
    assert "1 of your files" in client.get(START, headers={"Accept-Language": "en"}).content.decode()
    client.force_login(city_administrator())
    assert titles(client) == ["City", "Ours", "Theirs"]


def test_start_page_is_silent_where_all_is_read(client: Client, own: Community) -> None:
    unread("Theirs", opened_community(slug="other").collection)
    client.force_login(staff(own, Role.EDITOR))
    assert REPORT not in client.get(START).content.decode().partition("</nav>")[2]
    assert titles(client) == []


@pytest.mark.parametrize(("language", "said"), [("en", "asks for a password"), ("zh-hans", "密码")])
def test_reason_is_said_in_the_editors_language(client: Client, own: Community, language: str, said: str) -> None:
    unread("Ours", own.collection)
    client.force_login(staff(own, Role.EDITOR))
    page = client.get(REPORT, headers={"Accept-Language": language}).content.decode()
    with override(language):
        assert [said in page, str(Trouble.PASSWORD.remedy) in page] == [True, True]


@pytest.mark.parametrize(
    ("data", "kind", "trouble"),
    [
        (with_password(pdf("Closed"), "opensesame"), "pdf", Trouble.PASSWORD),
        (docx("A bomb", filling=MAX_UNPACKED), "docx", Trouble.LARGE),
        (b"%PDF-1.4 nothing", "pdf", Trouble.BROKEN),
        (docx("Cut off")[:200], "docx", Trouble.BROKEN),
        (pdf(""), "pdf", Trouble.SCAN),
    ],
    ids=["locked", "bomb", "broken", "cut off", "scan"],
)
def test_trouble_of_a_file_is_known(own: Community, data: bytes, kind: str, trouble: Trouble) -> None:
    upload(f"plan.{kind}", data)
    assert read_waiting() == 1
    assert [unread_file(row).trouble for row in unread_for(city_administrator())] == [trouble]


def test_file_that_is_read_or_waits_is_not_listed(own: Community) -> None:
    upload("plan.pdf", pdf("Granite"))
    assert not unread_for(city_administrator()).exists()
    read_waiting()
    assert not unread_for(city_administrator()).exists()


@pytest.mark.parametrize("count", [1, 3])
def test_report_costs_the_same_for_many_files(client: Client, own: Community, count: int) -> None:
    for number in range(count):
        unread(f"File {number}", own.collection)
    client.force_login(staff(own, Role.EDITOR))
    client.get(REPORT)
    with CaptureQueriesContext(connection) as queries:
        assert len(titles(client)) == count
    about = [query["sql"] for query in queries if "home_documenttext" in query["sql"]]
    assert len(about) == 2
