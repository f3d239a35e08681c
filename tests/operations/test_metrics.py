"""What monitoring reads, and who else does not."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-monitoring"


def read(client: Client, token: str = TOKEN) -> dict[str, float]:
    response = client.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 200, response.status_code
    lines = response.content.decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def test_metrics_are_closed_until_a_token_is_set(client: Client, settings) -> None:
    settings.PORTAL_METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 401


def test_metrics_are_for_whoever_sends_the_token(client: Client, settings) -> None:
    settings.PORTAL_METRICS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer guess"}).status_code == 401
    assert read(client)["linli_search_parked"] == 0


def test_metrics_say_what_readyz_says(client: Client, settings) -> None:
    settings.PORTAL_METRICS_TOKEN = TOKEN
    settings.SEARCH_URL = "http://127.0.0.1:9"
    found = read(client)
    assert {name: found[f'linli_up{{part="{name}"}}'] for name in ("database", "cache", "search", "timed_work")} == {
        "database": 1,
        "cache": 1,
        "search": 0,
        "timed_work": 0,
    }
    assert found['linli_waiting{part="queues"}'] == 0
    assert found['linli_search_index_up{language="en"}'] == 0


def test_each_gauge_is_described_once(client: Client, settings) -> None:
    settings.PORTAL_METRICS_TOKEN = TOKEN
    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    kinds = [line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")]
    names = {line.split("{")[0].split()[0] for line in text.splitlines() if not line.startswith("#")}
    assert (sorted(kinds), len(set(kinds))) == (sorted(names), len(kinds))
