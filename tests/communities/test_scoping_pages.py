"""Pages across communities: choosing, moving, copying, and the home pages themselves."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.models import Page

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.home.models import CommunityHomePage
from portal.home.queries import linkable_pages
from tests.factories.home import make_city, opened_community
from tests.factories.people import UserFactory, city_administrator, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Community:
    return opened_community()


@pytest.fixture
def lead(client: Client, own: Community) -> User:
    user = staff(own, Role.LEAD)
    client.force_login(user)
    return user


def child_of(parent: Page, title: str, **values: Any) -> Page:
    return parent.add_child(instance=Page(title=title, slug=title.lower(), locale=parent.locale, **values))


def home_of(community: Community) -> CommunityHomePage:
    return community.home_pages.get(locale__language_code="zh-hans")


def test_links_reach_own_pages_and_the_citys_published_ones(own: Community, lead: User) -> None:
    city = make_city()
    other = opened_community()
    draft, theirs = child_of(home_of(own), "Draft", live=False), child_of(home_of(other), "Theirs")
    news = child_of(city, "News")
    published, hidden = child_of(news, "Published"), child_of(news, "Hidden", live=False)
    reach = set(linkable_pages(lead))
    assert {draft, published, news, city.page_ptr} <= reach
    assert not {theirs, hidden, home_of(other).page_ptr} & reach


def test_page_moves_and_copies_stay_at_home(client: Client, own: Community, lead: User) -> None:
    other = home_of(opened_community())
    page = child_of(home_of(own), "Page")
    before = other.get_descendant_count()
    client.post(f"/admin/pages/{page.pk}/move/{other.pk}/confirm/")
    values = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": other.pk, "alias": "on"}
    client.post(f"/admin/pages/{page.pk}/copy/", values)
    client.post(f"/admin/api/main/pages/{page.pk}/action/create_alias/", {"destination_page_id": other.pk})
    client.post(f"/admin/bulk/wagtailcore/page/move/?id={page.pk}", {"chooser": other.pk})
    other.refresh_from_db()
    assert other.get_descendant_count() == before
    assert Page.objects.get(pk=page.pk).is_child_of(home_of(own))


def test_home_page_stays_with_its_community(client: Client, own: Community, lead: User) -> None:
    other, home = opened_community(), home_of(own)
    values = {"title": "New", "slug": "elsewhere", "welcome": "", "community": other.pk, "action-publish": "on"}
    values |= {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}
    client.post(f"/admin/pages/{home.pk}/edit/", values)
    home.refresh_from_db()
    assert (home.community, home.title, home.slug) == (own, "New", own.slug)


FIXED = ("home", "guides")


def fixed_page(community: Community, which: str) -> Page:
    home = home_of(community)
    return home if which == "home" else home.get_children().get(slug="guides").specific


@pytest.mark.parametrize("which", FIXED)
@pytest.mark.parametrize("who", ["lead", "administrator", "superuser"])
def test_nobody_deletes_moves_or_copies_a_fixed_page(own: Community, who: str, which: str) -> None:
    user = {"lead": lambda: staff(own, Role.LEAD), "administrator": city_administrator}.get(
        who, lambda: UserFactory(is_superuser=True)
    )()
    may = Page.objects.get(pk=fixed_page(own, which).pk).permissions_for_user(user)
    assert (may.can_delete(), may.can_move(), may.can_copy(), may.can_edit()) == (False, False, False, True)
    closes = who != "lead"
    assert (may.can_unpublish(), may.can_set_view_restrictions()) == (closes, closes)


@pytest.mark.parametrize("which", FIXED)
def test_nobody_in_a_community_closes_its_fixed_pages(client: Client, own: Community, lead: User, which: str) -> None:
    page = fixed_page(own, which)
    base, bulk, api = f"/admin/pages/{page.pk}", "/admin/bulk/wagtailcore/page", "/admin/api/main/pages"
    client.post(f"{base}/unpublish/", {"include_descendants": "on"})
    client.post(f"{base}/delete/")
    client.post(f"{base}/privacy/", {"restriction_type": "login", "groups": []})
    for action in ("unpublish", "delete", "move"):
        client.post(f"{bulk}/{action}/?id={page.pk}", {"chooser": page.get_parent().pk, "include_descendants": "on"})
        client.post(f"{api}/{page.pk}/action/{action}/", {"destination_page_id": page.get_parent().pk})
    past = {"title": page.title, "slug": "elsewhere", "expire_at": "2020-01-01 00:00", "go_live_at": "2099-01-01 00:00"}
    client.post(
        f"{base}/edit/", past | {"comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0, "action-publish": "on"}
    )
    after = Page.objects.get(pk=page.pk)
    assert (after.live, after.slug, after.path) == (True, page.slug, page.path)
    assert (after.expire_at, after.go_live_at, after.view_restrictions.count()) == (None, None, 0)


def test_city_administrator_takes_a_home_page_down(client: Client, own: Community) -> None:
    client.force_login(city_administrator())
    client.post(f"/admin/pages/{home_of(own).pk}/unpublish/")
    assert home_of(own).live is False


def test_upload_goes_to_own_collection(
    client: Client, own: Community, lead: User, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    other = opened_community()
    for title, collection in (("Theirs", other.collection), ("Ours", own.collection)):
        file = SimpleUploadedFile("form.txt", b"x")
        client.post("/admin/documents/add/", {"title": title, "file": file, "collection": collection.pk})
    documents = get_document_model().objects.all()
    assert {document.collection for document in documents} == {own.collection}
