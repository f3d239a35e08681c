"""wagtail-localize asks for one permission for the whole site; these are the checks in front of it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.operations import translate_object

from portal.communities.choices import Role
from portal.communities.models import Community
from tests.factories.home import opened_community
from tests.factories.people import staff

pytestmark = pytest.mark.django_db


def page_of(community: Community, title: str) -> Page:
    home = community.home_pages.get(locale__language_code="zh-hans")
    return home.add_child(instance=Page(title=title, slug="page", locale=home.locale))


def translated(page: Page) -> tuple[TranslationSource, Page]:
    english = Locale.objects.get(language_code="en")
    translate_object(page, [english])
    source = TranslationSource.objects.get(object_id=page.translation_key)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, locale=english, context=segment.context, data="In English"
        )
    return source, page.get_translation(english)


@pytest.fixture
def communities() -> tuple[Community, Community]:
    return opened_community(), opened_community()


@pytest.fixture
def editor(client: Client, communities: Any) -> User:
    user = staff(communities[0], Role.EDITOR)
    client.force_login(user)
    return user


def test_editor_submits_own_pages_only(client: Client, editor: User, communities: Any) -> None:
    english = Locale.objects.get(language_code="en")
    for community in communities:
        page = page_of(community, "Page")
        client.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": [english.pk]})
    assert [t.get_target_instance().get_parent().specific.community for t in Translation.objects.all()] == [
        communities[0]
    ]


def test_city_pages_are_not_submitted(client: Client, editor: User, communities: Any) -> None:
    city = communities[0].home_pages.first().get_parent()
    assert client.get(f"/admin/localize/submit/page/{city.pk}/").headers["Location"] == "/admin/"


@pytest.mark.parametrize(("whose", "live"), [(0, True), (1, False)])
def test_editor_publishes_own_translations_only(
    client: Client,
    editor: User,
    communities: Any,
    whose: int,
    live: bool,
    django_capture_on_commit_callbacks: Any,
) -> None:
    source, target = translated(page_of(communities[whose], "Page"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/localize/update/{source.pk}/", {"publish_translations": "on"})
    target.refresh_from_db()
    assert target.live is live


def test_contributor_syncs_but_does_not_publish(
    client: Client, communities: Any, django_capture_on_commit_callbacks: Any
) -> None:
    client.force_login(staff(communities[0], Role.CONTRIBUTOR))
    source, target = translated(page_of(communities[0], "Page"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/localize/update/{source.pk}/", {"publish_translations": "on"})
    target.refresh_from_db()
    assert target.live is False
    assert client.get(f"/admin/localize/update/{source.pk}/").status_code == 200


def test_strings_of_others_are_neither_read_nor_written(client: Client, editor: User, communities: Any) -> None:
    source, _target = translated(page_of(communities[1], "Theirs"))
    translation, segment = source.translations.get(), source.stringsegment_set.first()
    base = f"/admin/localize/translate/{translation.pk}"
    ajax = {"X-Requested-With": "XMLHttpRequest"}
    assert client.get(f"{base}/pofile/download/").headers["Location"] == "/admin/"
    assert client.get(f"{base}/preview/").headers["Location"] == "/admin/"
    assert client.put(f"{base}/strings/{segment.pk}/edit/", headers=ajax).status_code == 403
    assert set(StringTranslation.objects.values_list("data", flat=True)) == {"In English"}


def test_report_lists_own_translations(client: Client, editor: User, communities: Any) -> None:
    for community, title in zip(communities, ("Ours", "Theirs"), strict=True):
        translated(page_of(community, title))
    for url in ("", "results/"):
        text = client.get(f"/admin/localize/reports/translations/{url}").content.decode()
        assert ("Ours" in text, "Theirs" in text) == (True, False)


def test_list_of_snippets_is_closed(client: Client, editor: User) -> None:
    assert client.get("/admin/localize/api/snippets/gardens/garden/").headers["Location"] == "/admin/"
