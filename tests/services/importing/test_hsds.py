"""Folders of Open Referral's HSDS."""

import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from portal.home.models import PageKey
from portal.services.importing.hsds_hours import hours_of_schedules
from portal.services.importing.hsds_texts import clipped, phone_of, steps_of
from portal.services.importing.writing import pages_of
from portal.services.models import Category, GuidePage
from tests.factories.home import make_city, opened_community

DATA = Path(__file__).parents[2] / "data" / "guides" / "hsds"
OWN_COLUMNS = DATA.with_name("hsds_own_columns")
EXAMPLE = Path(__file__).parents[3] / "docs" / "operators" / "examples" / "hsds-own-columns.yaml"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def run(folder: Path, **options: Any) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("import_guides", folder, format="hsds", stdout=out, stderr=err, **{"category": "help"} | options)
    return out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("(312) 938-2106", ("(312) 938-2106", "")),
        ("618.594.6615", ("618-594-6615", "")),
        ("773. 271. 0899", ("773-271-0899", "")),
        ("312-346-9766 x 715", ("312-346-9766", "312-346-9766 x 715")),
        ("844-RIGHTS-9 (844-744-4879)", ("844-744-4879", "844-RIGHTS-9 (844-744-4879)")),
        ("1-800-LAW-REP-4", ("", "1-800-LAW-REP-4")),
        ("211", ("211", "")),
        ("no phone", ("", "")),
    ],
)
def test_numbers_can_be_dialled(written, expected) -> None:
    assert phone_of({"number": written}) == expected


def test_extension_is_said_beside() -> None:
    assert phone_of({"number": "0199-5550102", "extension": "12"}) == ("0199-5550102", "extension 12")


def day(weekday: str, opens: str = "", closes: str = "", **others: str) -> dict[str, str]:
    return {"weekday": weekday, "opens_at": opens, "closes_at": closes, **others}


@pytest.mark.parametrize(
    ("rows", "hours"),
    [
        ([], {}),
        ([day("Monday"), day("Sunday")], {}),
        ([day("Monday", "9:00", "17:00"), day("Tuesday", "9:00", "17:00")], {"hours": "Mon, Tue 9:00-17:00"}),
        ([day("Friday", "13:00", "17:00"), day("Friday", "9:00", "12:00")], {"hours": "Fri 9:00-12:00, 13:00-17:00"}),
        ([day("Saturday", "20:00", "2:00")], {"hours": "Sat 20:00-2:00"}),
        ([day("Saturday", "10:00", "4:00")], {"hours_note": "Saturday 10:00-4:00"}),
        ([{"byday": "MO,WE", "opens_at": "08:00", "closes_at": "12:00"}], {"hours": "Mon, Wed 8:00-12:00"}),
        ([{"freq": "MONTHLY", "description": "Third Tuesday"}], {"hours_note": "Third Tuesday"}),
    ],
)  # fmt: skip
def test_schedules_become_hours(rows, hours) -> None:
    assert hours_of_schedules(rows) == hours


def test_steps_are_paragraphs() -> None:
    long = f"Come in person. {'Then wait. ' * 40}"
    assert steps_of(f"Call first.\n\n  {long}") == [
        {"title": "Call first."},
        {"title": "Come in person", "text": ("Then wait. " * 40).strip()},
    ]


def test_long_words_are_cut() -> None:
    assert (clipped("a  b\nc", 5), clipped("abcdef", 4)) == ("a b c", "abc…")


@pytest.mark.django_db
def test_directory_becomes_guides() -> None:
    make_city()
    out, err = run(DATA)
    assert out.splitlines() == [
        "New categories, named by their codes until somebody names them in the admin: sharing-repair, help.",
        "3 guides created, 0 updated, 0 as they were.",
    ]
    assert err == "services.csv, left out: line 8: defunct; line 9: neither id nor name.\n"
    assert run(DATA)[0] == "0 guides created, 0 updated, 3 as they were.\n"


@pytest.mark.django_db
def test_service_is_a_guide_in_full() -> None:
    make_city()
    run(DATA)
    page = pages_of("s1")["en"]
    assert (page.title, page.slug, page.summary, page.keywords) == (
        "Tool lending",
        "tool-lending",
        "Borrow tools for a weekend.",
        "Toolbox",
    )
    assert (page.office, page.contact, page.phone, page.category.code) == (
        "Linhu Neighbours",
        "tools@example.org",
        "0199-555-0101",
        "sharing-repair",
    )
    assert page.body == "<p>Linhu Neighbours: A neighbours&#x27; club.</p>"
    assert [fee.value["name"] for fee in page.fees] == ["Free to everyone"]
    assert [condition.value for condition in page.conditions] == ["Residents of Linhu"]
    assert [step.value["title"] for step in page.steps] == ["Call first.", "Bring your ID card."]
    counter, online, phone = (channel.value for channel in page.channels)
    assert (counter["place"], counter["note"]) == ("Tool shed, 8 Lake Road, Linhu, 310000", "Bus 12")
    assert str(counter["hours"]) == "Mon, Tue 9:00–12:00, 13:30–17:00; Sat 10:00–16:00"
    assert (online["url"], phone["phone"], phone["note"]) == (
        "https://example.org/tools",
        "0199-555-0101",
        "0199.555.0101 ext. 7",
    )


@pytest.mark.django_db
def test_only_place_of_an_organisation_is_the_service_s() -> None:
    make_city()
    run(DATA)
    (counter,) = pages_of("s2")["en"].channels
    assert (counter.value["place"], counter.value["hours_note"]) == ("Workshop", "Saturday 10:00-4:00")
    assert (counter.value["phone"], counter.value["note"]) == ("0199-5550102", "extension 12")


@pytest.mark.django_db
def test_chinese_address_answers_in_english(client: Client) -> None:
    opened_community(slug="sunshine")
    run(DATA, community="sunshine", key_prefix="linhu-")
    response = client.get("/zh-hans/sunshine/guides/tool-lending/")
    assert response.context["page"].title == "Tool lending"
    assert set(PageKey.objects.values_list("key", flat=True)) == {"linhu-s1", "linhu-s2", "linhu-s4"}


@pytest.mark.django_db
def test_folder_without_services_is_one_line(tmp_path) -> None:
    make_city()
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(CommandError, match=r"services|folder"):
            run(folder)


@pytest.mark.django_db
def test_columns_of_one_s_own_come_by_mapping() -> None:
    make_city()
    out, err = run(OWN_COLUMNS, mapping=EXAMPLE)
    assert (out.splitlines()[-1], err) == ("3 guides created, 0 updated, 0 as they were.", "")
    page = pages_of("5b01")["en"]
    assert (page.title, page.summary, page.keywords) == ("Housing", "Advice on rent and eviction.", "Rent help")
    assert (page.office, page.contact, page.valid_where) == (
        "Linhu Legal Aid",
        "rent@example.org",
        "Linhu County; Lake County",
    )
    assert [condition.value for condition in page.conditions] == [
        "Income, in percent of the federal poverty level, at most: 125",
        "Veterans",
        "Custody: Not in custody",
        "Age: 18 – …",
    ]
    counter, online = (channel.value for channel in page.channels)
    assert (counter["place"], counter["phone"]) == ("Housing, 8 Lake Road, Linhu", "0199-555-0102")
    assert online["url"] == "https://www.example.org/rent"


@pytest.mark.django_db
def test_mapping_leaves_out_what_says_nothing() -> None:
    make_city()
    run(OWN_COLUMNS, mapping=EXAMPLE)
    wills, advice = (pages_of(key)["en"] for key in ("5b02", "5b03"))
    assert (wills.keywords, wills.contact, len(wills.channels)) == ("", "office@example.org", 0)
    assert [condition.value for condition in wills.conditions] == ["Age: 60 – …"]
    assert [(way.block_type, way.value.get("place"), way.value.get("phone")) for way in advice.channels] == [
        ("counter", "Main", "0800-555-011"),
        ("online", None, None),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("fields: {key: a}", "a mapping for HSDS has “tables”: their names, and for each the file and fields."),
        ("tables: {poems: {fields: {id: a}}}", "nobody knows poems; there are: services, organizations, "),
        ("tables: {services: {file: a.csv}}", "services: give “fields”, and “file” if it is not services.csv."),
        ("tables: {services: {fields: {id: a}}}", "services: name missing."),
        ("tables: {phones: [{fields: {number: {}}}]}", "phones, number: give one “column” or a list of “columns”."),
    ],
)
def test_wrong_mapping_of_tables_is_one_line(tmp_path: Path, text: str, message: str) -> None:
    make_city()
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as raised:
        run(OWN_COLUMNS, mapping=path)
    assert str(raised.value).startswith(f"m.yaml: {message}")


@pytest.mark.django_db
def test_value_a_table_s_rule_lacks_is_said_by_line(tmp_path: Path) -> None:
    make_city()
    path = tmp_path / "m.yaml"
    status = "{column: service_require_veteran, values: {'true': inactive}}"
    path.write_text(f"tables: {{services: {{fields: {{id: service_uuid, name: service_name, status: {status}}}}}}}")
    err = io.StringIO()
    with pytest.raises(CommandError, match="1 problems"):
        call_command("import_guides", OWN_COLUMNS, format="hsds", mapping=path, category="help", stderr=err)
    assert err.getvalue() == "services.csv: line 3: status: the mapping has nothing for “false”.\n"


@pytest.mark.shared
@pytest.mark.django_db
def test_shared_directory_with_columns_of_its_own() -> None:
    make_city()
    folder = Path(os.environ["LINLI_SHARED"]) / "data" / "hsds-illinois-florida" / "florida_data"
    out, err = run(folder, mapping=EXAMPLE, category="legal")
    assert (out.splitlines()[-1], err) == ("135 guides created, 0 updated, 0 as they were.", "")
    assert run(folder, mapping=EXAMPLE, category="legal")[0] == "0 guides created, 0 updated, 135 as they were.\n"
    pages = list(GuidePage.objects.all())
    assert len({page.office for page in pages}) == 18
    assert sum(any(way.block_type == "counter" for way in page.channels) for page in pages) == 6
    assert sum(bool(page.valid_where) for page in pages) == 130


@pytest.mark.shared
@pytest.mark.django_db
def test_shared_directory_of_430_services() -> None:
    make_city()
    folder = Path(os.environ["LINLI_SHARED"]) / "data" / "hsds-illinois-florida" / "ilao" / "output"
    out, err = run(folder, category="legal")
    assert out.splitlines()[-1] == "429 guides created, 0 updated, 0 as they were."
    assert err == "services.csv, left out: line 651: neither id nor name.\n"
    assert run(folder, category="legal")[0] == "0 guides created, 0 updated, 429 as they were.\n"
    assert list(Category.objects.values_list("code", flat=True)) == ["legal"]
    with_hours = [guide for guide in GuidePage.objects.all() if any(c.value.get("hours") for c in guide.channels)]
    assert len(with_hours) > 100
