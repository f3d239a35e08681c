"""Copies do not outlive the database that they were made for."""

from django.contrib.auth.models import Group
from pytest_django import DjangoDbBlocker

from portal.plugins.testing.kept import BOOK


def test_what_is_committed_makes_all_copies_stale(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    before = BOOK.untouched
    with django_db_blocker.unblock():
        Group.objects.create(name="Neighbours").delete()
    assert BOOK.untouched is not before
