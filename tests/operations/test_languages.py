"""Addresses with and without a language."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/admin/no-such-view/", "/documents/no/such/", "/static/no.css", "/media/no.png"])
def test_wrong_unprefixed_address_is_not_found(admin_client, path):
    assert admin_client.get(path).status_code == 404


def test_address_without_language_gains_one(client):
    response = client.get("/guides/", headers={"accept-language": "en"})
    assert (response.status_code, response["Location"]) == (302, "/en/guides/")


def test_language_redirect_varies_by_language(client):
    assert "Accept-Language" in client.get("/guides/")["Vary"]
