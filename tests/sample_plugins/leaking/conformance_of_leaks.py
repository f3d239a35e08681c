"""The kit finds in each of these plugins what is wrong with it, and says so. `tests/plugins/test_conformance_kit.py`
runs this in a process of its own, in which they are installed.
"""

import re
from typing import Any

import pytest
from django.apps import apps
from leaking.plain_page.models import PlainPage
from leaking.sticky.models import StickyPage
from wagtail.models import Page

from portal.plugins.testing import NotConforming, Samples, change_settings, conformance_checks


class RowSamples(Samples):
    """A row of the plugin's model with a name, of each if it has more."""

    def __init__(self, key: str) -> None:
        self.key = key

    def fill(self, community, names):
        for model in apps.get_app_config(self.key).get_models():
            if hasattr(model, "names"):
                model.objects.create(community=community, names=names)


class PageSamples(Samples):
    def __init__(self, model: type[Page]) -> None:
        self.model = model

    def fill(self, community, names):
        for home in community.home_pages.all():
            title, number = names[home.locale.language_code], home.get_children().type(self.model).count() + 1
            home.add_child(instance=self.model(title=title, slug=f"sample-{number}", locale=home.locale))


class GuestSamples(RowSamples):
    def add_person(self, community, *, name, phone):
        self.model("Guest").objects.create(community=community, names={"en": "x"}, name=name, phone=phone)
        self.model("Note").objects.create(text=f"{name} called")

    def model(self, name: str) -> Any:
        return apps.get_model("forgetful", name)


class SetSamples(Samples):
    """Of the plugins that do what their settings say."""

    def __init__(self, key: str, **settings: object) -> None:
        self.key, self.settings = key, settings

    def fill(self, community, names):
        change_settings(self.key, community=community, settings=self.settings)


SAMPLES = {
    "faulty": SetSamples("faulty", home_cards="integrity"),
    "slow": SetSamples("slow", queries=31),
    "plain_page": PageSamples(PlainPage),
    "sticky": PageSamples(StickyPage),
    "forgetful": GuestSamples("forgetful"),
    "unfilled": RowSamples("painting"),
}
# {(plugin, check): what it says}
EXPECTED = {
    ("side_door", "off_staff_sees_nothing"): "A superuser sees '彼处样品' at /admin/things/",
    ("plain_list", "off_staff_sees_nothing"): "A superuser sees '彼处样品' at /admin/listed/",
    ("plain_page", "off_its_pages_cannot_be_made"): "PlainPage is no PluginPage, so it stands everywhere",
    ("plain_page", "off_its_addresses_are_not_found"): "Nobody in particular gets 200 instead of 404 at"
    " /zh-hans/there/sample-1/, where the plugin is off",
    ("deaf", "off_residents_see_nothing"): "A resident sees the address /en/there/x/deaf/ at /sitemap.xml",
    ("deaf", "off_staff_sees_nothing"): "A superuser sees '彼处样品' at /admin/",
    ("nosy", "stays_in_its_community"): "A resident of another community sees '彼处样品' at /zh-hans/here/",
    ("greedy", "its_hooks_keep_their_budget"): "home_cards takes 5 SQL queries, 1 are allowed",
    ("phoning", "its_hooks_open_no_sockets"): "home_cards connects to weather.example",
    ("counting", "reading_it_changes_nothing"): "/zh-hans/here/x/counting/, read by anybody, changes counting.Visit",
    ("misdeclared", "its_views_are_declared"): "The declaration opens opne, which the plugin's urls do not have",
    ("misdeclared", "its_views_ask_for_their_role"): "Nobody in particular gets 403 at /en/here/x/misdeclared/, which"
    " the declaration opens to them",
    ("english", "every_language_is_complete"): "There is no catalogue for zh-hans:"
    " locale/zh_Hans/LC_MESSAGES/django.mo",
    ("english", "each_page_speaks_one_language"): "/zh-hans/here/x/english/ says 'Good morning', which is not zh-hans",
    ("collecting", "what_it_keeps_of_persons_is_declared"): "Caller.phone looks personal, but the declaration has no"
    " personal_data",
    ("forgetful", "persons_data_is_given_out"): "export() tells of other persons, too",
    ("forgetful", "persons_data_is_erased"): "After erase() the person is still in Note.text",
    ("insider", "it_imports_the_api_only"): "migrations/0001_rows.py names portal.names; plugins may import"
    " portal.plugins.api only",
    ("insider", "its_migrations_are_whole"): "Its models have changed since its migrations: ",
    ("sticky", "its_pages_can_be_kept_whole"): "/zh-hans/here/sample-1/ sets the cookie csrftoken",
    ("wiping", "off_and_on_brings_all_back"): "There were 2 rows of wiping.Wiped, and 1 after off and on again",
    ("painting", "off_residents_pages_are_as_before"): "/zh-hans/there/ is not again what it was before the plugin was"
    " switched on",
    ("silent", "shows_itself_where_it_is_on"): "The plugin shows nothing anywhere of what Samples.fill made",
    ("unfilled", "it_is_filled"): "Samples.fill makes no Wanted, so nothing can be said of it",
    ("faulty", "its_hooks_keep_their_budget"): "home_cards: IntegrityError",
    ("slow", "its_hooks_keep_their_budget"): "home_cards: TooManyQueries",
    ("outdated", "it_is_filled"): "The plugin 'outdated' is left out: DeclarationError: it works with version"
    " >=0.5,<1.0 of the API",
    ("absent", "it_is_filled"): "The plugin 'absent' is not installed",
}
KEYS = {"unfilled": "greedy"}


def check_of(key: str, name: str) -> Any:
    parameters = conformance_checks(KEYS.get(key, key), SAMPLES.get(key, RowSamples(key)))
    return next(parameter.values[0] for parameter in parameters if parameter.id == name)


@pytest.mark.django_db
@pytest.mark.parametrize(("key", "name"), EXPECTED)
def test_kit_finds_what_is_wrong(key: str, name: str) -> None:
    with pytest.raises(NotConforming, match=rf"^{re.escape(EXPECTED[key, name])}"):
        check_of(key, name)()
