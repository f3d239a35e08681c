"""Where a plugin is switched off nothing of it is left, though what it kept is kept."""

from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from portal.communities.models import Community
from portal.plugins.pages import PluginPage
from portal.plugins.testing.conformance.addresses import page_paths, root_path, screens_of, view_paths
from portal.plugins.testing.conformance.looking import REFUSALS, answer_to, see_nothing, text_of, traces
from portal.plugins.testing.conformance.world import (
    HERE,
    LANGUAGES,
    THERE,
    NotConforming,
    World,
    committing,
    rebuild_search,
    snapshot,
)


def shows_itself_where_it_is_on(world: World) -> None:
    """Otherwise that it is not seen where it is off would say nothing."""
    rebuild_search()
    for client in (Client(), world.superuser):
        for path in [*residents_paths(world, world.here), *own_paths(world, world.here), *staff_paths(world)]:
            if traces(world, answer_to(client, path), words=HERE):
                return
    raise NotConforming("The plugin shows nothing anywhere of what Samples.fill made")


def off_its_pages_cannot_be_made(world: World) -> None:
    """Neither made nor moved nor copied to where the plugin is off, also by hand in the address bar."""
    for model in world.page_types:
        if not issubclass(model, PluginPage):
            raise NotConforming(f"{model.__name__} is no PluginPage, so it stands everywhere")
    pages = {page.specific_class: page for page in world.pages(world.here)}
    world.switch_off_there()
    home, client = world.homes(world.there)[0], world.superuser
    for model, page in pages.items():
        if model.can_create_at(home):
            raise NotConforming(f"{model.__name__} can be made where the plugin is off")
        if not world.is_of_city and page.can_move_to(home):
            raise NotConforming(f"{model.__name__} can be moved to where the plugin is off")
        add = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, home.pk])
        if answer_to(client, add).status_code not in REFUSALS:
            raise NotConforming(f"The form to make a {model.__name__} opens where the plugin is off")
        before = Page.objects.count()
        form = {"new_title": "Copy", "new_slug": "copied-page", "new_parent_page": home.pk, "alias": ""}
        with committing():
            client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
        if Page.objects.count() != before:
            raise NotConforming(f"{model.__name__} can be copied to where the plugin is off")


def off_its_addresses_are_not_found(world: World) -> None:
    pages, views = page_paths(world, world.there), own_paths(world, world.there)
    kept = snapshot(world.config)
    world.switch_off_there()
    kept = snapshot(world.config)
    for who, client in (("Nobody in particular", Client()), ("A superuser", world.superuser)):
        for path in [*pages, *views]:
            for method in (client.get, client.post):
                status = method(path).status_code
                if status != 404:
                    raise NotConforming(f"{who} gets {status} instead of 404 at {path}, where the plugin is off")
    if snapshot(world.config) != kept:
        raise NotConforming("Something was changed at an address where the plugin is off")


def off_residents_see_nothing(world: World) -> None:
    """On home pages, in menus, on guides, in the calendar, in search and sitemap."""
    paths = [*page_paths(world, world.there), *[root_path(world, world.there, code) for code in LANGUAGES]]
    world.switch_off_there()
    rebuild_search()
    client = Client()
    for path in residents_paths(world, world.there):
        see_nothing(world, client, path, who="A resident", words=THERE, paths=paths)
    for language in LANGUAGES:
        look_for_in_search(world, client, language, paths)


def off_residents_pages_are_as_before(world: World) -> None:
    """As if the plugin had never been on: the same text. The city is empty when this begins."""
    client = Client()
    before = {path: text_of(client.get(path)) for path in world.public_paths(world.there)}
    world.fill_both()
    world.switch_off_there()
    for path, text in before.items():
        if text_of(answer_to(client, path)) != text:
            raise NotConforming(f"{path} is not again what it was before the plugin was switched on")


def look_for_in_search(world: World, client: Client, language: str, paths: list[str]) -> None:
    word = THERE[language]
    for path, data in (
        (f"/{language}/search/", {"q": word}),
        ("/api/v1/search", {"q": word, "lang": language}),
    ):
        results = text_of(answer_to(client, path, data))
        if found := [path for path in paths if path in results]:
            raise NotConforming(f"A resident finds {', '.join(found)} by searching, where the plugin is off")


def off_staff_sees_nothing(world: World) -> None:
    """In the dashboard, the menus, lists and choosers of the admin."""
    screens = [path for screen in screens_of(world) for path in screen.paths(world.rows[world.there.pk])]
    pages = world.pages(world.there)
    addresses = [reverse("wagtailadmin_pages:edit", args=[page.pk]) for page in pages]
    world.tell_there()
    world.switch_off_there()
    people = (("Who leads the community", world.lead_there), ("A superuser", world.superuser))
    for who, client in people:
        for path in [*staff_paths(world), *screens]:
            # A city administrator has its screens for the communities where it is on.
            is_its_own = client is world.superuser and path in screens and not world.is_of_city
            see_nothing(world, client, path, who=who, words=THERE, paths=addresses, is_its_own=is_its_own)
        for word in THERE.values():
            for path in (reverse("wagtailadmin_pages:search"), reverse("wagtailadmin_choose_page_search")):
                see_nothing_but_itself(world, client, path, word, who=who)
    for path in staff_paths(world):
        see_nothing_of_screens(world, path)
    for path in screens:
        if answer_to(world.lead_there, path).status_code == 200:
            raise NotConforming(f"Who leads the community can open {path}, though the plugin is off there")
    for path in addresses:
        if answer_to(world.lead_there, path).status_code not in REFUSALS:
            raise NotConforming(f"Who leads the community can open {path}, a page of the plugin that is off")


def see_nothing_of_screens(world: World, path: str) -> None:
    """Who leads a community where it is off has no way to the plugin's screens."""
    text = text_of(answer_to(world.lead_there, path))
    roots = {screen.paths({})[0] for screen in screens_of(world) if not screen.has_arguments}
    if found := sorted(root for root in roots if f'"{root}"' in text):
        raise NotConforming(f"Who leads the community finds the way to {', '.join(found)} at {path}")


def see_nothing_but_itself(world: World, client: Client, path: str, word: str, *, who: str) -> None:
    """A search repeats what was typed; anything more is a result."""
    repeated = text_of(answer_to(client, path, {"q": f"{word}no"})).count(f"{word}no")
    if text_of(answer_to(client, path, {"q": word})).count(word) > repeated:
        raise NotConforming(f"{who} finds {word!r} at {path}, where the plugin is off")


def off_nobody_is_told(world: World) -> None:
    """Its messages wait while it is off, whether they were written before or meanwhile."""
    world.tell_there()
    before = world.going_out()
    world.switch_off_there()
    if found := world.going_out():
        raise NotConforming(f"Messages go out where the plugin is off: {', '.join(found)}")
    world.switch_on_there()
    if world.going_out() != before:
        raise NotConforming("Messages that waited while the plugin was off do not go out when it is on again")


def off_and_on_brings_all_back(world: World) -> None:
    paths = [*page_paths(world, world.there), *view_paths(world, world.there)]
    client = world.superuser
    before = {path: answer_to(client, path).status_code for path in paths}
    tables = {label: len(rows) for label, rows in snapshot(world.config).items()}
    world.switch_off_there()
    world.switch_on_there()
    for path in paths:
        if (status := answer_to(client, path).status_code) != before[path]:
            raise NotConforming(f"{path} answered {before[path]}, and {status} after off and on again")
    for label, rows in snapshot(world.config).items():
        if len(rows) != tables[label]:
            raise NotConforming(f"There were {tables[label]} rows of {label}, and {len(rows)} after off and on again")


def stays_in_its_community(world: World) -> None:
    """Where it is on it shows nothing of another community, not even to those who work there."""
    if world.is_of_city:
        return
    paths = page_paths(world, world.there)
    screens = [path for screen in screens_of(world) for path in screen.paths(world.rows[world.there.pk])]
    for path in [*world.public_paths(world.here), *own_paths(world, world.here)]:
        see_nothing_of_there(world, Client(), path, paths, who="A resident of another community")
    for path in [*staff_paths(world), *screens]:
        see_nothing_of_there(world, world.lead_here, path, paths, who="Who leads another community")


def see_nothing_of_there(world: World, client: Client, path: str, paths: list[str], *, who: str) -> None:
    text = text_of(answer_to(client, path))
    if found := [word for word in [*THERE.values(), *paths] if word in text]:
        raise NotConforming(f"{who} sees {', '.join(map(repr, found))} at {path}")


# Places


def residents_paths(world: World, community: Community) -> list[str]:
    """What there is to read besides the plugin's own pages, the city's home and sitemap among it."""
    return [*[f"/{language}/" for language in LANGUAGES], *world.public_paths(community), "/sitemap.xml"]


def own_paths(world: World, community: Community) -> list[str]:
    roots = [root_path(world, community, language) for language in LANGUAGES]
    views = [path for language in LANGUAGES for path in view_paths(world, community, language)]
    return [*roots, *views]


def staff_paths(world: World) -> list[str]:
    """Start page, explorer, choosers, reports, what was handed in and told: all that shows what others made."""
    lists = ("wagtailadmin_home", "wagtailadmin_reports:aging_pages", "entries:index", "calls:index", "outbox:index")
    paths = [reverse(name) for name in lists]
    for community in (world.here, world.there):
        for home in world.homes(community):
            paths += [
                reverse("wagtailadmin_explore", args=[home.pk]),
                reverse("wagtailadmin_pages:add_subpage", args=[home.pk]),
                reverse("wagtailadmin_choose_page_child", args=[home.pk]),
                f"{reverse('wagtailadmin_api:pages:listing')}?child_of={home.pk}",
            ]
    return paths
