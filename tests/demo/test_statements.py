"""The demo city's privacy and accessibility statements."""

import datetime as dt
import re

import pytest
from django.conf import settings
from django.test import Client

from portal.communities.remembering import COOKIE
from portal.demo.seeding.statements import seed_statements
from portal.display import DisplayForm
from portal.home import dismissing
from portal.home.models import CitySettings, InformationPage
from tests.demo.reading import incomplete_texts, load, texts_in
from tests.factories.home import make_city

TODAY = dt.date(2026, 7, 1)


def kinds(language: str) -> list[list[str]]:
    return [[kind for part in row["texts"][language]["body"] for kind in part] for row in load("statements.yaml")]


def test_statements_have_the_same_parts_in_both_languages() -> None:
    assert list(incomplete_texts(load("statements.yaml"))) == []
    assert kinds("zh-hans") == kinds("en")


def test_privacy_statement_names_the_cookies_and_the_term_of_the_log() -> None:
    text = " ".join(texts_in(load("statements.yaml")[0]["texts"]["en"]))
    cookies = {*DisplayForm.base_fields, COOKIE, dismissing.COOKIE, settings.CSRF_COOKIE_NAME}
    assert set(re.findall(r"\(([a-z]+)\)", text)) == cookies
    assert re.findall(r"(\d+) days and then deleted", text) == [str(settings.PORTAL_LOG_DAYS)]


@pytest.mark.django_db
def test_foot_of_every_page_leads_to_the_statements(client: Client) -> None:
    make_city()
    seed_statements(today=TODAY)
    footer = client.get("/en/").context["site"].footer
    titles = [client.get(url).context["page"].title for url in (footer.privacy_url, footer.accessibility_url)]
    assert titles == ["Privacy statement", "Accessibility statement"]
    assert "1 July 2026" in client.get("/en/privacy/").content.decode()


@pytest.mark.django_db
def test_edited_and_deleted_statements_are_left_alone() -> None:
    make_city()
    seed_statements(today=TODAY)
    InformationPage.objects.filter(slug="privacy").update(title="Ours")
    for page in InformationPage.objects.filter(slug="accessibility"):
        page.delete()
    seed_statements(today=TODAY)
    assert list(InformationPage.objects.values_list("title", flat=True)) == ["Ours", "Ours"]
    assert CitySettings.load().accessibility_page is None
