"""Imported pairs are wagtail-localize's: translators go on from them, and nothing is public before they publish."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from portal.services.importing.writing import pages_of
from portal.services.models import GuidePage
from tests.factories.home import make_city, opened_community
from tests.factories.people import UserFactory, staff
from tests.factories.records import import_record, make_record

pytestmark = pytest.mark.django_db
FIELDS = ("title", "summary", "keywords", "body")


@pytest.fixture(autouse=True)
def _city() -> None:
    make_city()


@pytest.fixture
def editor() -> User:
    return staff(opened_community(slug="sunshine"))


@pytest.fixture
def superuser() -> User:
    return UserFactory(is_superuser=True, is_staff=True)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


def words(page: GuidePage) -> dict[str, Any]:
    return {**{name: getattr(page, name) for name in FIELDS}, "steps": page.steps.get_prep_value()}


def translation() -> Translation:
    return Translation.objects.select_related("source").get()


def test_every_text_has_its_translation() -> None:
    import_record()
    assert translation().get_progress() == (8, 8)


def test_translations_name_their_field() -> None:
    import_record()
    paths = StringTranslation.objects.values_list("context__field_path", flat=True)
    assert sorted(set(paths)) == ["body", "keywords", "steps.step.text", "steps.step.title", "summary", "title"]


def test_localize_would_write_the_same_page(committed) -> None:
    import_record()
    before = words(pages_of("residence-permit")["en"])
    with committed():
        translation().save_target(publish=True)
    assert words(pages_of("residence-permit")["en"]) == before


def test_library_finds_nothing_to_refresh() -> None:
    import_record()
    source = TranslationSource.objects.get()
    stored = sorted(source.stringsegment_set.values_list("context__path", "order", "string__data", "attrs"))
    source.update_from_db()
    assert sorted(source.stringsegment_set.values_list("context__path", "order", "string__data", "attrs")) == stored
    assert translation().get_progress() == (8, 8)


def test_source_is_the_language_that_came_first() -> None:
    import_record(make_record(texts={"en": make_record().texts["en"]}))
    import_record()
    pair = translation()
    assert (pair.source.locale.language_code, pair.target_locale.language_code) == ("en", "zh-hans")


def test_changed_record_updates_the_translations() -> None:
    import_record()
    texts = dict(make_record().texts)
    texts = {code: type(text)(f"{text.title}!", text.summary, text.body) for code, text in texts.items()}
    import_record(make_record(texts=texts))
    assert StringTranslation.objects.get(context__path="title", translation_of__data="居住证办理!").data == (
        "Residence permit!"
    )
    total, translated = translation().get_progress()
    assert total == translated


def change_chinese(page: GuidePage) -> None:
    page.title = "居住证新办法"
    page.steps.append(("step", {"title": "等短信", "text": "三天内"}))
    page.save_revision().publish()


def edit_url(page: GuidePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def sync(client: Client) -> None:
    url = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])
    assert client.post(url).status_code == 302


@pytest.mark.parametrize("who", ["superuser", "editor"])
def test_sync_changes_no_public_word(client, committed, request, who) -> None:
    user = request.getfixturevalue(who)
    import_record(make_record(community="sunshine" if who == "editor" else "city"))
    if who == "superuser":
        opened_community(slug="sunshine")
    client.force_login(user)
    before = words(pages_of("residence-permit")["en"])
    change_chinese(pages_of("residence-permit")["zh-hans"])
    with committed():
        sync(client)
    assert words(pages_of("residence-permit")["en"]) == before
    assert translation().get_progress() == (10, 7)


def test_submitting_again_makes_a_draft(committed) -> None:
    import_record()
    before = words(pages_of("residence-permit")["en"])
    change_chinese(pages_of("residence-permit")["zh-hans"])
    TranslationSource.objects.get().update_from_db()
    with committed():
        translate_object(pages_of("residence-permit")["zh-hans"], [Locale.objects.get(language_code="en")])
    page = pages_of("residence-permit")["en"]
    assert words(page) == before
    draft = page.get_latest_revision_as_object()
    assert (page.has_unpublished_changes, draft.title, len(draft.steps)) == (True, "居住证新办法", 3)


def test_publishing_the_synced_draft_changes_words(client, committed, superuser) -> None:
    import_record()
    client.force_login(superuser)
    change_chinese(pages_of("residence-permit")["zh-hans"])
    with committed():
        sync(client)
        client.post(edit_url(pages_of("residence-permit")["en"]), {"action": "publish"})
    assert len(pages_of("residence-permit")["en"].steps) == 3


@pytest.mark.parametrize("who", ["superuser", "editor"])
def test_submit_publishes_no_untranslated_page(client, committed, request, who) -> None:
    user = request.getfixturevalue(who)
    import_record(
        make_record(
            community="sunshine" if who == "editor" else "city", texts={"zh-hans": make_record().texts["zh-hans"]}
        )
    )
    client.force_login(user)
    page = pages_of("residence-permit")["zh-hans"]
    url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    with committed():
        response = client.post(url, {"locales": [Locale.objects.get(language_code="en").pk]})
    assert response.status_code == 302
    assert not pages_of("residence-permit")["en"].live
    address = page.url.replace("/zh-hans/", "/en/")
    assert client.get(address).context["page"].title == "居住证办理"
