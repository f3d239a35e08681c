"""Encrypted texts: readable through the model alone, lost to nobody who changes the keys in order."""

from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection

from portal.encryption import EncryptedBytesField, decrypt, encrypt
from portal.volunteers.models import VisitedPerson
from tests.factories.home import opened_community
from tests.factories.volunteers import make_person, make_team

pytestmark = pytest.mark.django_db

ADDRESS = "柳荫苑 4 号楼 1202"


@pytest.fixture
def person() -> VisitedPerson:
    return make_person(make_team(community=opened_community(slug="sunshine")), name="王奶奶", address=ADDRESS, note="")


def stored(person: VisitedPerson) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, address, note FROM volunteers_visitedperson WHERE id = %s", [person.pk])
        return dict(zip(("name", "address", "note"), cursor.fetchone(), strict=True))


def test_database_holds_no_word_of_it(person: VisitedPerson) -> None:
    held = stored(person)
    assert (ADDRESS in held["address"], "王" in held["name"], held["note"]) == (False, False, "")
    assert decrypt(held["address"]) == VisitedPerson.objects.get().address == ADDRESS


def test_same_text_is_never_the_same_twice() -> None:
    assert encrypt(ADDRESS) != encrypt(ADDRESS)


def test_only_emptiness_can_be_asked_for(person: VisitedPerson) -> None:
    assert (VisitedPerson.objects.filter(note="").count(), VisitedPerson.objects.filter(name="").count()) == (1, 0)
    for question in ({"name": "王奶奶"}, {"name__icontains": "王"}, {"name__in": ["王奶奶"]}):
        with pytest.raises(FieldError):
            VisitedPerson.objects.filter(**question).exists()


def test_length_is_that_of_the_text(person: VisitedPerson) -> None:
    person.address = "号" * 200
    person.full_clean()
    person.address += "号"
    with pytest.raises(ValidationError, match="200"):
        person.full_clean()


def test_form_keeps_to_one_line_and_the_length() -> None:
    field = VisitedPerson._meta.get_field("address").formfield()
    assert (field.max_length, field.widget.input_type) == (200, "text")


def rotate() -> str:
    out = StringIO()
    call_command("rotate_data_keys", stdout=out)
    return out.getvalue()


def test_new_key_takes_over_in_order(person: VisitedPerson, settings) -> None:
    old, new = settings.PORTAL_DATA_KEYS[0], "n3w!K" * 10
    settings.PORTAL_DATA_KEYS = [new, old]
    before = stored(person)
    assert rotate() == "1 rows are encrypted with the first key.\n"
    settings.PORTAL_DATA_KEYS = [new]
    after = VisitedPerson.objects.get()
    assert (after.name, after.address, after.note) == ("王奶奶", ADDRESS, "")
    assert stored(person)["address"] != before["address"]


def test_lost_key_is_said_and_nothing_is_overwritten(person: VisitedPerson, settings) -> None:
    held, settings.PORTAL_DATA_KEYS = stored(person), ["an0th" * 10]
    with pytest.raises(ImproperlyConfigured, match="No key of PORTAL_DATA_KEYS opens"):
        VisitedPerson.objects.get()
    with pytest.raises(CommandError, match="No key of PORTAL_DATA_KEYS opens"):
        rotate()
    assert stored(person) == held


def test_text_that_was_changed_in_the_database_is_refused(person: VisitedPerson) -> None:
    with connection.cursor() as cursor:
        forged = Fernet(Fernet.generate_key()).encrypt(b"elsewhere").decode()
        cursor.execute("UPDATE volunteers_visitedperson SET address = %s", [forged])
    with pytest.raises(ImproperlyConfigured):
        VisitedPerson.objects.get()


def test_files_are_encrypted_and_follow_a_new_key(settings) -> None:
    field = EncryptedBytesField()
    stored = field.get_prep_value(b"%PDF-1.4 scan")
    assert (b"scan" in stored, field.from_db_value(memoryview(stored), None, None)) == (False, b"%PDF-1.4 scan")
    settings.PORTAL_DATA_KEYS = ["an0th" * 10]
    with pytest.raises(ImproperlyConfigured, match="No key of PORTAL_DATA_KEYS opens"):
        field.from_db_value(stored, None, None)


def test_no_file_is_stored_as_nothing() -> None:
    field = EncryptedBytesField()
    assert (field.get_prep_value(b""), field.get_prep_value(None), field.from_db_value(b"", None, None)) == (
        b"",
        None,
        b"",
    )
