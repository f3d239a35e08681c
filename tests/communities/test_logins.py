"""Guessing passwords is slowed down, and leaves nobody's name behind."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
import time_machine
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.core.cache import cache
from django.test import Client

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "tea-house-by-the-lake"


@pytest.fixture(autouse=True)
def _person() -> None:
    user = UserFactory(username="mei", is_superuser=True)
    user.set_password(PASSWORD)
    user.save()


@pytest.fixture
def _cache_in_memory(settings: Any) -> Iterator[None]:
    """A cache whose clock can be moved and whose keys can be read, whatever the suite runs on."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "logins"}}
    cache.clear()
    with mock.patch.object(AxesProxyHandler, "implementation", None):  # it holds on to the cache that it began with
        yield


def try_login(client: Client, password: str, username: str = "mei", **extra: Any) -> int:
    return client.post("/admin/login/", {"username": username, "password": password}, **extra).status_code


def fail_often(client: Client) -> list[int]:
    return [try_login(client, "wrong") for _ in range(10)]


def test_tenth_wrong_password_closes_the_login(client: Client) -> None:
    assert fail_often(client) == [200] * 9 + [429]
    assert try_login(client, PASSWORD) == 429


def test_others_are_not_kept_out(client: Client) -> None:
    fail_often(client)
    assert try_login(client, PASSWORD, REMOTE_ADDR="203.0.113.9") == 302
    assert try_login(client, "wrong", username="somebody") == 200


@pytest.mark.usefixtures("_cache_in_memory")
def test_login_opens_again_after_a_while(client: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)) as clock:
        fail_often(client)
        clock.shift(dt.timedelta(minutes=16))
        assert try_login(client, PASSWORD) == 302


def test_right_password_forgets_the_wrong_ones(client: Client) -> None:
    for _ in range(9):
        try_login(client, "wrong")
    assert try_login(client, PASSWORD) == 302
    client.post("/admin/logout/")
    assert try_login(client, "wrong") == 200


@pytest.mark.usefixtures("_cache_in_memory")
def test_nothing_is_stored_and_names_are_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    fail_often(client)
    assert not any(model.objects.exists() for model in (AccessAttempt, AccessFailureLog, AccessLog))
    assert cache._cache
    assert not [key for key in cache._cache if "mei" in key or "127.0.0.1" in key]
    assert "mei" not in caplog.text
