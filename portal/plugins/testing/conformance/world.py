"""A city in which a plugin is put to the test: one community that has it on, one that had it and switched it off."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models
from django.test import Client, TestCase
from wagtail.models import Page

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.names import Names
from portal.notifications.actions import Recipient, tell
from portal.notifications.kinds import MessageKind, kinds
from portal.notifications.models import Delivery
from portal.plugins.actions import disable_plugin
from portal.plugins.app_config import PluginConfig
from portal.plugins.choices import Level
from portal.plugins.declaration import Plugin
from portal.plugins.registry import configs
from portal.plugins.testing.city import community_with, staff_of, superuser, switch_on
from portal.plugins.testing.conformance.samples import Samples
from portal.plugins.testing.kept import kept

LANGUAGES = [code for code, _label in settings.LANGUAGES]
#: Words that are nowhere else, in what the samples make in each of the two communities.
HERE = Names({"zh-hans": "此处样品", "en": "samplehereqz"})
THERE = Names({"zh-hans": "彼处样品", "en": "samplethereqz"})


class NotConforming(AssertionError):
    """What the plugin does against its contract, and where."""


@dataclass
class World:
    """Two open communities and a guide. After `fill_both()` the plugin is on in both, and both have samples."""

    key: str
    samples: Samples
    here: Community = field(init=False)
    there: Community = field(init=False)
    #: {community: {model: primary keys of what was made there}}
    rows: dict[int, dict[type[models.Model], list[Any]]] = field(init=False, default_factory=dict)
    guide_slug: str = "guide"

    @classmethod
    def open(cls, key: str, samples: Samples) -> "World":
        world = cls(key, samples)
        open_both(world.guide_slug)
        world.here, world.there = (Community.objects.get(slug=slug) for slug in ("here", "there"))
        return world

    def fill_both(self) -> None:
        for community, names in ((self.here, HERE), (self.there, THERE)):
            self.fill(community, names)

    def public_paths(self, community: Community) -> list[str]:
        """What there is to read in a community besides what plugins bring: in each language its home, guides, and the
        calendar as a list, a month and a file."""
        below = ("", "guides/", f"guides/{self.guide_slug}/", "calendar/", "calendar/month/", "calendar/ics/")
        return [f"/{language}/{community.slug}/{path}" for language in LANGUAGES for path in below]

    def fill(self, community: Community, names: Names, times: int = 1) -> None:
        """Switch the plugin on there and make what the samples make."""
        before = self.primary_keys()
        make_samples(self.key, self.samples, community, names, times)
        after = self.primary_keys()
        self.rows[community.pk] = {model: sorted(after[model] - before[model]) for model in after}

    def primary_keys(self) -> dict[type[models.Model], set[Any]]:
        return {model: set(model._base_manager.values_list("pk", flat=True)) for model in self.config.get_models()}

    def tell_there(self) -> None:
        """A message of each kind the plugin declares, by text and by phone, to somebody who is named as a sample."""
        for kind in self.kinds_of_messages:
            for phone in ("", "13800000000"):
                tell(
                    kind.key,
                    to=Recipient(str(THERE), phone=phone),
                    community=self.there,
                    about="conformance",
                    key=f"conformance-{kind.key}-{phone}",
                    variables=dict.fromkeys(kind.variables, str(THERE)),
                )

    @property
    def kinds_of_messages(self) -> list[MessageKind]:
        return [kind for key, kind in kinds().items() if key.startswith(f"{self.key}.")]

    def going_out(self) -> list[str]:
        """Kinds of its messages that are on their way there, one for each channel."""
        theirs = Delivery.objects.going_out().filter(message__community=self.there)
        kinds_there = theirs.filter(message__kind__startswith=f"{self.key}.").order_by("message__kind")
        return list(kinds_there.values_list("message__kind", flat=True))

    def switch_off_there(self) -> None:
        """A plugin of the city's level goes off in the whole city, so `here`, too."""
        with committing():
            disable_plugin(self.key, community=None if self.is_of_city else self.there)

    def switch_on_there(self) -> None:
        with committing():
            switch_on(self.key, self.there)

    @cached_property
    def config(self) -> PluginConfig:
        return next(config for config in configs() if config.plugin.key == self.key)

    @property
    def plugin(self) -> Plugin:
        return self.config.plugin

    @property
    def is_of_city(self) -> bool:
        return self.plugin.level == Level.CITY

    @property
    def page_types(self) -> list[type[Page]]:
        return [model for model in self.config.get_models() if issubclass(model, Page)]

    def pages(self, community: Community) -> list[Page]:
        made = [pk for model in self.page_types for pk in self.rows[community.pk][model]]
        return [page.specific for page in Page.objects.filter(pk__in=made).order_by("path")]

    def homes(self, community: Community) -> list[Page]:
        return list(community.home_pages.select_related("locale").order_by("path"))

    # Who looks

    @cached_property
    def anonymous(self) -> Client:
        return Client()

    @cached_property
    def superuser(self) -> Client:
        """Sees more than anybody else, and nothing where the plugin is off."""
        return logged_in(superuser())

    @cached_property
    def lead_here(self) -> Client:
        return logged_in(staff_of(self.here, Role.LEAD))

    @cached_property
    def lead_there(self) -> Client:
        return logged_in(staff_of(self.there, Role.LEAD))


@kept
def open_both(guide_slug: str) -> None:
    with committing():
        community_with(slug="here")
        community_with(slug="there")
        add_guide(guide_slug)


@kept
def make_samples(key: str, samples: Samples, community: Community, names: Names, times: int) -> None:
    with committing():
        switch_on(key, community)
        for _time in range(times):
            samples.fill(community, names)


def add_guide(slug: str) -> None:
    """A guide of the city, in each language. The app stands above this one, so it is asked for by name."""
    index_type, guide_type = apps.get_model("services", "GuideIndexPage"), apps.get_model("services", "GuidePage")
    names = Names({"zh-hans": "居住证", "en": "Residence permit"})
    category = apps.get_model("services", "Category").objects.create(code="permits", names=names)
    key = uuid4()
    for index in index_type.objects.filter(community=None).select_related("locale"):
        title = names.in_language(index.locale.language_code)
        guide = guide_type(title=title, summary=title, slug=slug, category=category, locale=index.locale)
        guide.translation_key = key
        index.add_child(instance=guide)
        guide.save_revision().publish()


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@contextmanager
def committing() -> Iterator[None]:
    """What waits for the end of the transaction is done: publishing, the search index."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


def rebuild_search() -> None:
    call_command("rebuild_search", no_progress=True)


def snapshot(config: PluginConfig) -> Mapping[str, list[tuple[Any, ...]]]:
    """Every row of the plugin's tables."""
    found = apps.get_app_config(config.label).get_models(include_auto_created=True)
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in found}
