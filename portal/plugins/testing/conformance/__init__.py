"""The conformance kit: a list of checks that any plugin can be put to.

    from portal.plugins.testing import Samples, conformance_checks

    class ToolSamples(Samples):
        def fill(self, community, names):
            Tool.objects.create(community=community, names=names)

    @pytest.mark.parametrize("check", conformance_checks("tools", ToolSamples()))
    def test_conforms(check):
        check()

A check that fails raises NotConforming, whose text says what the plugin does and where.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from portal.plugins.app_config import PluginConfig
from portal.plugins.quarantine import quarantined
from portal.plugins.registry import configs
from portal.plugins.testing.conformance import gated, hooked, languages, persons, source, switched_off
from portal.plugins.testing.conformance.samples import Samples
from portal.plugins.testing.conformance.world import NotConforming, World

__all__ = ["Check", "NotConforming", "Samples", "conformance_checks"]


def it_is_filled(world: World) -> None:
    """What the samples leave out nothing can be said of."""
    made = world.rows[world.here.pk]
    if empty := sorted(model.__name__ for model in made if not made[model]):
        raise NotConforming(f"Samples.fill makes no {', '.join(empty)}, so nothing can be said of it")


OF_THE_SOURCE: tuple[Callable[[PluginConfig], None], ...] = (
    persons.what_it_keeps_of_persons_is_declared,
    languages.every_language_is_complete,
    source.it_imports_the_api_only,
    source.its_migrations_are_whole,
)
OF_AN_EMPTY_CITY: tuple[Callable[[World], None], ...] = (switched_off.off_residents_pages_are_as_before,)
OF_A_CITY: tuple[Callable[[World], None], ...] = (
    it_is_filled,
    switched_off.shows_itself_where_it_is_on,
    switched_off.stays_in_its_community,
    switched_off.off_its_pages_cannot_be_made,
    switched_off.off_its_addresses_are_not_found,
    switched_off.off_residents_see_nothing,
    switched_off.off_staff_sees_nothing,
    switched_off.off_nobody_is_told,
    switched_off.off_and_on_brings_all_back,
    gated.its_views_are_declared,
    gated.its_views_ask_for_their_role,
    gated.its_forms_ask_for_a_token,
    gated.reading_it_changes_nothing,
    gated.its_pages_can_be_kept_whole,
    persons.persons_data_is_given_out,
    persons.persons_data_is_erased,
    languages.each_page_speaks_one_language,
    hooked.its_hooks_keep_their_budget,
    hooked.its_hooks_open_no_sockets,
)


@dataclass(frozen=True)
class Check:
    """Called inside a database transaction, with a city of its own."""

    run: Callable[[Any], None]
    key: str
    samples: Samples

    def __call__(self) -> None:
        """What was seen is in the message; the way there through the kit would bury it, so pytest does not show it."""
        __tracebackhide__ = True
        try:
            self.carry_out()
        except NotConforming as failure:
            raise failure.with_traceback(None)  # noqa: B904 - the same one, with the plugin's own error behind it

    def carry_out(self) -> None:
        found = {config.plugin.key: config for config in configs()}
        if self.key not in found:
            reasons = [f"left out: {left_out.reason}" for left_out in quarantined() if left_out.key == self.key]
            raise NotConforming(f"The plugin {self.key!r} is {', '.join(reasons) or 'not installed'}")
        if self.run in OF_THE_SOURCE:
            return self.run(found[self.key])
        world = World.open(self.key, self.samples)
        if self.run in OF_A_CITY:
            world.fill_both()
        self.run(world)


def conformance_checks(key: str, samples: Samples) -> list[Any]:
    """Parameters for `@pytest.mark.parametrize("check", ...)`: one for each check, named as what holds."""
    checks: tuple[Callable[[Any], None], ...] = (*OF_THE_SOURCE, *OF_AN_EMPTY_CITY, *OF_A_CITY)
    return [pytest.param(Check(run, key, samples), id=run.__name__, marks=pytest.mark.django_db) for run in checks]
