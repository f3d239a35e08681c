"""What production refuses to start with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHOLE = {
    "SECRET_KEY": "k7#pQ" * 10,
    "PORTAL_DATA_KEYS": "x3!Lw" * 10,
    "ALLOWED_HOSTS": "linli.example.org",
    "DATABASE_URL": "postgres://linli:secret@127.0.0.1:9/linli",
    "SEARCH_URL": "https://search.example.org:9200",
}


def load(code="pass", **environment):
    """Import the production settings in a process of their own; the last line it wrote on standard error."""
    done = subprocess.run(
        [sys.executable, "-c", f"from portal.settings import production as s; {code}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def test_whole_settings_load():
    assert load("print('loaded')", **WHOLE) == "loaded\n"


@pytest.mark.parametrize("name", WHOLE)
@pytest.mark.parametrize("value", [None, " "])
def test_missing_variable_is_named(name, value):
    environment = {key: text for key, text in WHOLE.items() if key != name} | ({name: value} if value else {})
    refusal = load(**environment)
    assert refusal.startswith(f"django.core.exceptions.ImproperlyConfigured: Set in the environment: {name} (")
    assert refusal.endswith("See docs/operators/settings.md.")


def test_all_missing_variables_are_named_at_once():
    assert all(name in load() for name in WHOLE)


@pytest.mark.parametrize("key", ["demo-only-not-a-secret", "test-only", "short"])
def test_known_or_short_secret_is_refused(key):
    assert "SECRET_KEY must be a random text" in load(**WHOLE | {"SECRET_KEY": key})


@pytest.mark.parametrize("keys", ["short", f"{'x3!Lw' * 10},short", WHOLE["SECRET_KEY"]])
def test_weak_data_key_is_refused(keys):
    assert "PORTAL_DATA_KEYS must be random texts" in load(**WHOLE | {"PORTAL_DATA_KEYS": keys})


def test_other_databases_are_refused():
    assert "must name a PostgreSQL database" in load(**WHOLE | {"DATABASE_URL": "sqlite:///x.sqlite3"})


def test_outbox_of_the_demo_is_refused():
    outbox = "portal.notifications.sms.outbox.Outbox"
    assert "SMS_PROVIDER: the outbox shows" in load(**WHOLE | {"SMS_PROVIDER": outbox})


def test_statements_are_limited_in_time():
    options = load("print(s.DATABASES['default']['OPTIONS']['options'])", **WHOLE)
    assert options == (
        "-c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000\n"
    )


def test_https_is_the_rule():
    code = "print(s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"
    assert load(code, **WHOLE) == "True True True 31536000\n"
    assert load(code, **WHOLE, PORTAL_HTTPS="off") == "False False False 0\n"
