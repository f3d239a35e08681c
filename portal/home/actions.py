"""Opening things: the city itself, and communities in it. One transaction each, safe to repeat."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from wagtail.log_actions import log
from wagtail.models import Collection, Locale, Page, Site

from portal.communities.administrators import refresh_city_administrators
from portal.communities.choices import CommunityStatus
from portal.communities.models import Community
from portal.communities.moderation import refresh_moderation
from portal.communities.roles import refresh_role_permissions
from portal.home.fixed import FixedPage
from portal.home.models import CityHomePage, CitySettings, CommunityHomePage
from portal.names import Names
from portal.plugins.calling import call


class CityMissing(Exception):
    """There is no city home page yet: `manage.py create_city` makes it."""


@dataclass
class Opened:
    """What `open_community` had to add; all empty when the community already had everything."""

    pages: list[Page] = field(default_factory=list)
    collection: bool = False
    status: bool = False
    roles: bool = False

    def __bool__(self) -> bool:
        return bool(self.pages or self.collection or self.status or self.roles)


@transaction.atomic
def create_city(*, names: Names, hostname: str = "localhost", port: int = 80) -> CityHomePage:
    """The city's home page in every language, as root of the default site, in place of Wagtail's welcome page.

    Run again, it updates the host name and adds the home pages of languages that were added since. Returns the home
    page in the first language.
    """
    tree_root = Page.objects.select_for_update().get(depth=1)
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code, _label in settings.LANGUAGES]
    homes = {home.locale_id: home for home in CityHomePage.objects.select_related("locale")}
    key = next((home.translation_key for home in homes.values()), None)
    for locale in locales:
        if locale.pk in homes:
            continue
        # Children of the tree's root are siblings over all languages, so their slugs tell them apart.
        home = CityHomePage(
            title=names.in_language(locale.language_code), slug=f"city-{locale.language_code}", locale=locale
        )
        if key:
            home.translation_key = key
        tree_root.add_child(instance=home)
        tree_root.refresh_from_db()
        key, homes[locale.pk] = home.translation_key, home
    first = homes[locales[0].pk]
    _point_default_site_to(first, hostname=hostname, port=port, name=str(names))
    city = CitySettings.load()
    if not city.names:
        city.names = names
        city.save()
    refresh_city_administrators()
    refresh_moderation()
    call("city_created")
    return first


def _point_default_site_to(home: CityHomePage, *, hostname: str, port: int, name: str) -> None:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    site.hostname, site.port, site.root_page, site.site_name = hostname, port, home, name
    site.save()
    is_untouched_welcome = welcome and type(welcome.specific) is Page and welcome.slug == "home"
    if welcome and is_untouched_welcome and not welcome.get_children().exists():
        welcome.delete()


@transaction.atomic
def open_community(*, community: Community, by: AbstractBaseUser | None = None) -> Opened:
    """Give a community its home pages, its collection and, through `community_opened`, what other apps keep below.

    Idempotent: on an open community it adds only what is missing. Raises CityMissing before there is a city.
    """
    community = Community.objects.select_for_update(of=("self",)).select_related("street").get(pk=community.pk)
    opened = Opened()
    _add_home_pages(community, opened)
    if community.collection is None:
        community.collection = _add_collection(community)
        opened.collection = True
    if community.status == CommunityStatus.PREPARING:
        community.status = CommunityStatus.OPEN
        opened.status = True
    if opened:
        community.save(update_fields=["collection", "status"])
    if opened.status:
        log(instance=community, action="communities.open", user=by)
    opened.pages.extend(call("community_opened", community=community))
    opened.roles = refresh_role_permissions(community=community)
    return opened


def _add_collection(community: Community) -> Collection:
    """Below a collection of its street, for Wagtail keeps siblings sorted by name and rewrites all that come after a
    new one, one by one. Streets begin with their code, so that opened in order they are never moved."""
    root = Collection.objects.select_for_update().get(depth=1)
    street, prefix = community.street, f"{community.street.code} "
    parent = root.get_children().filter(name__startswith=prefix).first()
    if parent is None:
        parent = root.add_child(name=f"{prefix}{street.names}"[:255])
    return parent.add_child(name=f"{community.names} ({community.code})"[:255])


def _add_home_pages(community: Community, opened: Opened) -> None:
    existing = {home.locale_id: home for home in community.home_pages.all()}
    key = next((home.translation_key for home in existing.values()), None)
    cities = {home.locale_id: home for home in CityHomePage.objects.select_related("locale")}
    if not cities:
        raise CityMissing
    for locale_id, city in cities.items():
        if locale_id in existing:
            continue
        title = community.names.in_language(city.locale.language_code)
        home = CommunityHomePage(title=title, slug=community.slug, locale=city.locale, community=community)
        if key:
            home.translation_key = key
        CityHomePage.objects.select_for_update().get(pk=city.pk).add_child(instance=home)
        key = home.translation_key
        opened.pages.append(home)


@transaction.atomic
def add_index_pages(
    model: type[FixedPage], *, title: str | Promise, slug: str, community: Community | None = None
) -> list[Page]:
    """The page that lists one sort of page, below each home page of the community, or (None) of the city, that lacks
    it; `title` is marked for translation. Returns the pages it added."""
    homes = CityHomePage.objects.all() if community is None else community.home_pages.all()
    existing = {index.locale_id: index for index in model.objects.filter(community=community)}
    key = next((index.translation_key for index in existing.values()), None)
    added: list[Page] = []
    for home in homes.select_related("locale").order_by("path"):
        if home.locale_id in existing:
            continue
        with translation.override(home.locale.language_code):
            index = model(title=str(title), slug=slug, locale=home.locale, community=community)
        if key:
            index.translation_key = key
        home.add_child(instance=index)
        key = index.translation_key
        added.append(index)
    return added
