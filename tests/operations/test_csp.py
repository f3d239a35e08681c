"""What browsers are told they may load and run."""

import pytest

pytestmark = pytest.mark.django_db

STRICT = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:", "blob:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
}


def policy_of(response):
    directives = (part.split() for part in response["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in directives}


def test_public_answers_carry_the_strict_policy(client):
    assert policy_of(client.get("/zh-hans/no-such-page/")) == STRICT


def test_admin_alone_may_run_inline_code(client):
    assert policy_of(client.get("/admin/login/")) == STRICT | {
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
    }
