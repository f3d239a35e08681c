"""SQL of a warm page, anonymous, in English where the texts are Chinese: the most there is."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.communities.models import Community
from portal.volunteers.models import Team
from tests.factories.volunteers import make_duty, make_field, make_member, make_team
from tests.served import ServedClient


@pytest.fixture
def client() -> ServedClient:
    return ServedClient()


def queries_at(client: Client, path: str) -> int:
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def full_team(community: Community, slug: str, size: int) -> Team:
    team = make_team(slug, community=community, field=make_field(slug))
    for number in range(size):
        make_member(team)
        make_duty(team, starts_at=dt.time(8 + number), ends_at=dt.time(9 + number))
    return team


@pytest.mark.parametrize("size", [1, 3])
def test_team_costs_the_same(client: Client, sunshine: Community, size: int) -> None:
    full_team(sunshine, "visits", size)
    assert queries_at(client, "/en/sunshine/teams/visits/") == 4


@pytest.mark.parametrize("size", [1, 3])
def test_index_costs_the_same(client: Client, sunshine: Community, size: int) -> None:
    for number in range(size):
        full_team(sunshine, f"team-{number}", 1)
    assert queries_at(client, "/en/sunshine/teams/") == 1
