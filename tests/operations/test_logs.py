"""Access and security logs: what stands in them, and what must not."""

import logging

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from django.http import HttpRequest
from django.test import RequestFactory

from portal.operations.log_files import DailyFileHandler, prune_logs
from portal.operations.request_facts import network_of, public_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def security(caplog):
    caplog.set_level(logging.INFO, "portal.security")
    return lambda: [r.getMessage() for r in caplog.records if r.name == "portal.security"]


@pytest.fixture
def editor(django_user_model):
    return django_user_model.objects.create_user("wang.fang", "wang@example.org", "correct horse")


def test_access_line_holds_no_query_or_address(client, caplog):
    caplog.set_level(logging.INFO, "portal.access")
    client.get("/zh-hans/no-such-page/?q=13800000000", REMOTE_ADDR="203.0.113.77")
    [line] = [r.getMessage() for r in caplog.records if r.name == "portal.access"]
    method, path, status, _milliseconds, network = line.split()
    assert (method, path, status, network) == ("GET", "/zh-hans/no-such-page/", "404", "203.0.113.0/24")


@pytest.mark.parametrize("path", ["/healthz", "/static/wagtailadmin/css/core.css"])
def test_probes_and_static_files_are_not_logged(client, caplog, path):
    caplog.set_level(logging.INFO, "portal.access")
    response = client.get(path)
    response.close()
    assert response.status_code == 200
    assert [r for r in caplog.records if r.name == "portal.access"] == []


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/zh-hans/sunshine/guides/residence-permit-2026/", "/zh-hans/sunshine/guides/residence-permit-2026/"),
        ("/en/x/13800000000/", "/en/x/*/"),
        ("/en/x/k3jd93kd9s7dkf93jd0s/", "/en/x/*/"),
        ("/en/x/12:1rT5xk:Zk_8/", "/en/x/*/"),
        ("/en/wang@example.org/", "/en/*/"),
    ],
)
def test_private_parts_of_a_path_are_left_out(path, logged):
    request = RequestFactory().get(path)
    assert public_path(request) == logged


def test_routes_stand_for_their_arguments(client, caplog):
    caplog.set_level(logging.INFO, "portal.access")
    client.get("/admin/password_reset/confirm/MQ/set-password/")
    assert "/admin/password_reset/confirm/<uidb64>/<token>/" in caplog.records[0].getMessage()


@pytest.mark.parametrize(
    ("address", "network"),
    [("203.0.113.77", "203.0.113.0/24"), ("2001:db8:1:2::9", "2001:db8:1::/48"), ("", "-")],
)
def test_only_the_network_is_known(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_proxy_header_counts_only_when_set(settings):
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="1.1.1.1, 203.0.113.77")
    assert network_of(request) == "10.0.0.0/24"
    settings.PORTAL_CLIENT_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
    assert network_of(request) == "203.0.113.0/24"


def test_login_and_logout_are_logged_by_number(client, editor, security):
    client.login(request=HttpRequest(), username="wang.fang", password="correct horse")
    client.logout()
    assert [line.split()[:2] for line in security()] == [
        ["login", f"user={editor.pk}"],
        ["logout", f"user={editor.pk}"],
    ]


def test_failed_logins_can_be_told_apart(security):
    for name in ("wang.fang", "wang.fang", "li.na"):
        authenticate(HttpRequest(), username=name, password="wrong")
    first, second, third = (line.split()[1] for line in security())
    assert first == second != third
    assert "wang" not in " ".join(security())


def test_refused_view_is_logged(client, editor, security):
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    client.get("/admin/users/", REMOTE_ADDR="203.0.113.77")
    assert security()[-1] == f"denied user={editor.pk} path=/admin/users/ network=203.0.113.0/24"


def test_group_changes_are_logged_both_ways(editor, security):
    group = Group.objects.create(name="Editors of Sunshine")
    editor.groups.add(group)
    group.user_set.remove(editor)
    assert security() == [
        f"groups_given user={editor.pk} groups={group.pk} by=None",
        f"groups_taken group={group.pk} users={editor.pk} by=None",
    ]


def test_becoming_superuser_is_logged(editor, security):
    editor.is_superuser = True
    editor.save()
    assert security() == [f"account_changed user={editor.pk} is_superuser=True by=None"]


def test_changed_password_is_logged_without_it(editor, security):
    editor.set_password("battery staple")
    editor.save(update_fields=["password"])
    assert security() == [f"account_changed user={editor.pk} password=changed by=None"]


def test_log_is_one_file_a_day(tmp_path):
    handler = DailyFileHandler(str(tmp_path / "log"), "access")
    for day in ("2026-12-31", "2027-01-01"):
        with time_machine.travel(f"{day}T12:00:00+08:00", tick=False):
            handler.handle(logging.makeLogRecord({"msg": day}))
    assert {p.name: p.read_text() for p in (tmp_path / "log").iterdir()} == {
        "access-2026-12-31.log": "2026-12-31\n",
        "access-2027-01-01.log": "2027-01-01\n",
    }


def test_logs_older_than_their_term_go(tmp_path, settings):
    settings.PORTAL_LOG_DIR, settings.PORTAL_LOG_DAYS = tmp_path, 180
    for name in ("access-2026-01-01.log", "access-2026-01-02.log", "security-2025-06-01.log", "web.log"):
        (tmp_path / name).touch()
    with time_machine.travel("2026-07-01T12:00:00+08:00", tick=False):
        assert prune_logs() == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["access-2026-01-02.log", "web.log"]
