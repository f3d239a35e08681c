"""Pages of plugins cannot be made, moved, copied or translated to where the plugin is off."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lessons.models import LessonPage
from tool_library.models import ToolLibraryPage
from wagtail.models import Locale, Page

from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from portal.home.queries import public_pages
from portal.plugins.actions import disable_plugin, enable_plugin, set_policy
from portal.plugins.choices import Policy
from portal.sharing.codes import Shared, encode
from tests.factories.people import UserFactory
from tests.factories.plugins import community_with

pytestmark = pytest.mark.django_db

FORM = {"title": "Cellar", "slug": "cellar", "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def here() -> Community:
    return community_with("tools", slug="sunshine")


@pytest.fixture
def there() -> Community:
    return community_with(slug="riverside")


def home_of(community: Community) -> CommunityHomePage:
    return community.home_pages.get(locale__language_code="zh-hans")


def library_in(community: Community) -> ToolLibraryPage:
    return ToolLibraryPage.objects.child_of(home_of(community)).get()


def with_lesson(community: Community) -> LessonPage:
    """Another plugin's page, of a plugin that is off everywhere in the end, below the library."""
    set_policy("lessons", Policy.REQUIRED)
    lesson = LessonPage(title="Sawing", slug="sawing", locale=home_of(community).locale)
    library_in(community).add_child(instance=lesson)
    set_policy("lessons", Policy.WITHHELD)
    return lesson


def said(answer: Any) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_page_type_is_offered_where_the_plugin_is_on(admin: Client, here: Community, there: Community) -> None:
    library_in(here).delete()
    offered = [
        "add/tool_library/toollibrarypage/"
        in admin.get(f"/admin/pages/{home_of(place).pk}/add_subpage/", follow=True).content.decode()
        for place in (here, there)
    ]
    assert offered == [True, False]


def test_page_is_made_only_where_the_plugin_is_on(admin: Client, here: Community, there: Community) -> None:
    library_in(here).delete()
    for place in (here, there):
        admin.post(f"/admin/pages/add/tool_library/toollibrarypage/{home_of(place).pk}/", FORM)
    assert [page.get_parent().pk for page in ToolLibraryPage.objects.filter(slug="cellar")] == [home_of(here).pk]
    with pytest.raises(ValidationError):
        home_of(there).add_child(instance=ToolLibraryPage(title="Cellar", slug="cellar"))


def test_page_moves_only_to_where_the_plugin_is_on(admin: Client, here: Community, there: Community) -> None:
    page, to = library_in(here), home_of(there).pk
    also_on = community_with("tools", slug="hillside")
    admin.post(f"/admin/pages/{page.pk}/move/{to}/confirm/")
    admin.post(f"/admin/bulk/wagtailcore/page/move/?id={page.pk}", {"chooser": to})
    admin.post(f"/admin/api/main/pages/{page.pk}/action/move/", {"destination_page_id": to})
    assert library_in(here) == page
    library_in(also_on).delete()
    admin.post(f"/admin/pages/{page.pk}/move/{home_of(also_on).pk}/confirm/")
    assert library_in(also_on) == page


def test_page_is_copied_only_to_where_the_plugin_is_on(admin: Client, here: Community, there: Community) -> None:
    page, to = library_in(here), home_of(there).pk
    values = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": to}
    admin.post(f"/admin/pages/{page.pk}/copy/", values)
    admin.post(f"/admin/pages/{page.pk}/copy/", {**values, "alias": "on"})
    for action in ("copy", "create_alias"):
        admin.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", {"destination_page_id": to, "recursive": True})
    assert ToolLibraryPage.objects.count() == 2
    also_on = community_with("tools", slug="hillside")
    library_in(also_on).delete()
    admin.post(f"/admin/pages/{page.pk}/copy/", {**values, "new_parent_page": home_of(also_on).pk})
    assert library_in(also_on).slug == "copy"


def test_subtree_leaves_no_page_where_its_plugin_is_off(admin: Client, here: Community) -> None:
    lesson, page = with_lesson(here), library_in(here)
    other = community_with("tools", slug="hillside")
    library_in(other).delete()
    admin.post(f"/admin/pages/{page.pk}/move/{home_of(other).pk}/confirm/")
    values = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": home_of(other).pk, "copy_subpages": "on"}
    admin.post(f"/admin/pages/{page.pk}/copy/", values)
    assert (library_in(here), LessonPage.objects.get()) == (page, lesson)
    admin.post(f"/admin/pages/{page.pk}/copy/", {**values, "copy_subpages": ""})
    assert (library_in(other).slug, LessonPage.objects.count()) == ("copy", 1)


def test_off_page_is_neither_translated_nor_copied(admin: Client, here: Community) -> None:
    page = library_in(here)
    english = Locale.objects.get(language_code="en")
    ToolLibraryPage.objects.filter(locale=english).get().delete()
    disable_plugin("tools", community=here)
    admin.post(f"/admin/localize/submit/page/{page.pk}/", {"locales": english.pk})
    with pytest.raises(ValidationError):
        page.copy_for_translation(english)
    with pytest.raises(ValidationError):
        page.copy(update_attrs={"slug": "copy"})
    assert ToolLibraryPage.objects.get() == page


def test_translating_a_subtree_leaves_out_what_is_off(admin: Client, here: Community) -> None:
    with_lesson(here)
    english = Locale.objects.get(language_code="en")
    ToolLibraryPage.objects.filter(locale=english).get().delete()
    form = {"locales": english.pk, "include_subtree": "on"}
    admin.post(f"/admin/localize/submit/page/{library_in(here).pk}/", form)
    assert [ToolLibraryPage.objects.filter(locale=english).count(), LessonPage.objects.count()] == [1, 1]


def test_refusal_names_the_plugin_that_is_off(admin: Client, here: Community) -> None:
    page = library_in(here)
    disable_plugin("tools", community=here)
    for address in ("edit", "view_draft", "history", "copy", "delete", "usage"):
        answer = admin.get(f"/admin/pages/{page.pk}/{address}/", headers={"Accept-Language": "en"}, follow=True)
        assert answer.redirect_chain == [(f"/admin/pages/{home_of(here).pk}/", 302)]
        assert said(answer) == ["This page belongs to “Tool library”, which is off here."]
    assert admin.get(f"/admin/pages/{page.pk}/edit/", headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


def test_page_below_an_off_page_is_off_too(client: Client, here: Community) -> None:
    """Its own plugin is on, where it stands."""
    set_policy("lessons", Policy.REQUIRED)
    lesson = LessonPage(title="Sawing", slug="sawing", locale=home_of(here).locale)
    library_in(here).add_child(instance=lesson)
    assert client.get("/zh-hans/sunshine/tools/sawing/").status_code == 200
    assert [public.page for public in public_pages([lesson])] == [lesson]
    set_policy("tools", Policy.WITHHELD)
    assert client.get("/zh-hans/sunshine/tools/sawing/").status_code == 404
    assert public_pages([lesson]) == []
    assert client.get(reverse("sharing:link", args=[encode(Shared(lesson.pk))])).status_code == 404
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(f"/admin/pages/{lesson.pk}/edit/").status_code == 302


def test_short_link_is_gone_with_its_plugin_and_comes_back(client: Client, here: Community) -> None:
    library = library_in(here)
    short = reverse("sharing:link", args=[encode(Shared(library.pk))])
    answers = [client.get(short).status_code]
    disable_plugin("tools", community=here)
    answers.append(client.get(short).status_code)
    enable_plugin("tools", community=here)
    found = client.get(short)
    assert [*answers, found.status_code, found.headers["Location"]] == [302, 404, 302, library.url]


@pytest.mark.parametrize("pages", [1, 5])
def test_explorer_costs_the_same_for_many_pages(admin: Client, here: Community, pages: int) -> None:
    home = home_of(here)
    for number in range(pages - 1):
        home.add_child(instance=ToolLibraryPage(title=f"Library {number}", slug=f"l{number}", locale=home.locale))
    admin.get(f"/admin/pages/{home.pk}/")
    with CaptureQueriesContext(connection) as queries:
        assert Page.objects.child_of(home).count() > pages
        assert admin.get(f"/admin/pages/{home.pk}/").status_code == 200
    about_plugins = [query["sql"] for query in queries if '"plugins_' in query["sql"]]
    assert len(about_plugins) == 5
