"""The plugin's views: declared, open to those whom the declaration names, and changing nothing when they are read."""

from collections.abc import Iterator

from django.test import Client

from portal.communities.choices import Role
from portal.plugins.declaration import PUBLIC
from portal.plugins.testing.city import staff_of
from portal.plugins.testing.conformance.addresses import page_paths, screens_of, view_paths, views_of
from portal.plugins.testing.conformance.looking import answer_to
from portal.plugins.testing.conformance.world import LANGUAGES, NotConforming, World, logged_in, snapshot


def its_views_are_declared(world: World) -> None:
    """What the declaration opens is there; what it does not name is closed for everybody."""
    views = views_of(world)
    if missing := sorted(set(world.plugin.views) - {view.name for view in views}):
        raise NotConforming(f"The declaration opens {', '.join(missing)}, which the plugin's urls do not have")
    for path, view in view_paths(world, world.here).items():
        if view.access is None and (status := answer_to(world.superuser, path).status_code) != 404:
            raise NotConforming(f"{path} answers {status}, though the declaration does not say who may open it")


def its_views_ask_for_their_role(world: World) -> None:
    people: list[tuple[str, Role | None, Client]] = [("Nobody in particular", None, Client())]
    people += [(f"A {role.value} there", role, logged_in(staff_of(world.here, role))) for role in Role]
    for path, view in view_paths(world, world.here).items():
        for who, role, client in people:
            least = view.access
            is_open = least is PUBLIC or (isinstance(least, Role) and role is not None and role.rank >= least.rank)
            status = answer_to(client, path).status_code
            if is_open and status in (403, 404):
                raise NotConforming(f"{who} gets {status} at {path}, which the declaration opens to them")
            if not is_open and status not in (302, 403, 404):
                raise NotConforming(f"{who} gets {status} at {path}, which the declaration does not open to them")


def its_forms_ask_for_a_token(world: World) -> None:
    """A form that another site sends in a visitor's name is refused."""
    client = Client(enforce_csrf_checks=True)
    before = snapshot(world.config)
    for path, view in view_paths(world, world.here).items():
        if view.access is PUBLIC and (status := client.post(path, {"name": "x"}).status_code) not in (403, 405):
            raise NotConforming(f"{path} takes a form without a token ({status})")
    if snapshot(world.config) != before:
        raise NotConforming("A form without a token changed something")


def reading_it_changes_nothing(world: World) -> None:
    """Link previews, scanners and browsers that look ahead fetch every address."""
    people = {"anybody": Client(), "who leads the community": world.lead_here, "a superuser": world.superuser}
    before = snapshot(world.config)
    for path in readable_paths(world):
        for who, client in people.items():
            answer_to(client, path)
            after = snapshot(world.config)
            if changed := [label for label in after if after[label] != before[label]]:
                raise NotConforming(f"{path}, read by {who}, changes {', '.join(changed)}")


def readable_paths(world: World) -> Iterator[str]:
    for language in LANGUAGES:
        yield f"/{language}/{world.here.slug}/"
        yield from view_paths(world, world.here, language)
    yield from page_paths(world, world.here)
    for screen in screens_of(world):
        yield from screen.paths(world.rows[world.here.pk])


def its_pages_can_be_kept_whole(world: World) -> None:
    """Pages are cached whole for all readers, so they hold no token and set no cookie; forms have addresses of their
    own."""
    homes = [f"/{language}/{world.here.slug}/" for language in LANGUAGES]
    for path in [*homes, *page_paths(world, world.here)]:
        response = answer_to(Client(), path)
        if response.cookies:
            raise NotConforming(f"{path} sets the cookie {', '.join(response.cookies)}")
        if "csrfmiddlewaretoken" in response.content.decode():
            raise NotConforming(f"{path} holds a form with a token: give the form an address of its own")
