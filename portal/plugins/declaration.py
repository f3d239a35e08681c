"""What a plugin says of itself. It stands on the plugin's AppConfig and is checked once, when the process starts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.module_loading import import_string
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from portal.communities.choices import Role
from portal.icons import ICONS
from portal.names import Names
from portal.plugins.choices import Category, Level

if TYPE_CHECKING:  # models are not ready when plugins are declared
    from django.db.models import QuerySet
    from django.forms import Form

    from portal.communities.models import Community

#: The second number grows with what is added to `portal.plugins.api`, the first with what is taken away.
#: 1.0 is what the first release of the portal has: until then names are added to it, and nobody has to raise a range.
API_VERSION = "1.0"


class PUBLIC:
    """The access of a view that anybody may open where the plugin is on."""


Access = Role | type[PUBLIC]


class DeclarationError(Exception):
    """A declaration the host cannot work with; its text is for the plugin's author."""


@dataclass(frozen=True, slots=True)
class Plugin:
    """The declaration. Names and descriptions are `{language code: text}`, one for each of LANGUAGES.

    * `key` is the name of its entry point, part of its addresses (`x/KEY/...`) and of its rows: it never changes.
    * `api` is the range of API versions it works with, as pip writes ranges: `">=1.0,<2"`.
    * `icon` is one of the portal's icons; `picture`, if any, the static path of a picture at least 640 px wide, 16:9.
    * `urls` is a module with `urlpatterns`. `views` says for each of their names who may open it: `PUBLIC`, or the
      least role in the community. A view that is not listed stays closed.
    * `settings_form` is the dotted path of a Django form; its cleaned values are kept as JSON for each community and
      handed to the hooks as `settings`.
    * `personal_data` is the dotted path of a class with the methods of `PersonalData`; left empty, the plugin holds
      nothing about persons.
    * `needs` are keys of plugins that have to be on where this one is.

    Its page types are those of its models that are a `PluginPage`, its hooks the module `hooks` beside its AppConfig.
    """

    key: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    version: str
    api: str
    icon: str = "plugin"
    picture: str = ""
    category: Category = Category.OTHER
    level: Level = Level.COMMUNITY
    urls: str = ""
    views: Mapping[str, Access] = field(default_factory=dict)
    settings_form: str = ""
    personal_data: str = ""
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """In the active language."""
        return str(Names(self.names))

    @property
    def description(self) -> str:
        return str(Names(self.descriptions))

    def import_named(self) -> None:
        """Everything it names, so that what cannot be imported shows when the process starts."""
        if self.urls:
            import_module(self.urls)
        self.get_settings_form()
        self.get_personal_data()

    def get_settings_form(self) -> "type[Form] | None":
        return import_string(self.settings_form) if self.settings_form else None

    def get_personal_data(self) -> "PersonalData | None":
        return import_string(self.personal_data)() if self.personal_data else None


class PersonalData(Protocol):
    """What the host asks of a plugin that holds something about persons. A person is found by phone number.

    Called also where the plugin is off: what it kept there is still somebody's. `description` says in each language
    what is held, why and how long. Every method takes a constant number of queries. Of its `Entry` kinds the portal
    gives out and erases what is held by itself.

    A plugin that knows doors but no persons says `is_by_phone = False`: nothing of it can be found for a phone number,
    `export` gives nothing and `erase` takes nothing, and what it keeps goes in time.
    """

    description: Mapping[str, str]

    def export(self, *, communities: "QuerySet[Community]", phone: str) -> Iterable[Mapping[str, Any]]:
        """Everything held of this person there: a flat mapping a record, values that JSON can write."""

    def erase(self, *, communities: "QuerySet[Community]", phone: str) -> int:
        """Erase it for good and say how many records that were. Called inside a transaction."""

    def erase_due(self, *, today: date) -> int:
        """Erase in all communities what is past its time; called daily, inside a transaction."""


def check_declaration(plugin: object, *, entry_name: str, languages: Iterable[str]) -> None:
    """Raises DeclarationError for what can be told without importing anything of the plugin."""
    if not isinstance(plugin, Plugin):
        raise DeclarationError("its AppConfig has no `plugin = Plugin(...)`")
    if plugin.key != entry_name:
        raise DeclarationError(f"its entry point is named {entry_name!r}, its key is {plugin.key!r}")
    check_api(plugin.api)
    for texts in (plugin.names, plugin.descriptions):
        if missing := [code for code in languages if not texts.get(code)]:
            raise DeclarationError(f"it has no name or description in {', '.join(missing)}")
    if plugin.icon not in ICONS:
        raise DeclarationError(f"the portal has no icon {plugin.icon!r}")


def check_api(wanted: str) -> None:
    try:
        versions = SpecifierSet(wanted)
    except InvalidSpecifier:
        raise DeclarationError(f"the API range {wanted!r} is not one") from None
    if not str(versions) or API_VERSION not in versions:
        raise DeclarationError(
            f"it works with version {wanted or '(not said)'} of the API, this portal has {API_VERSION}"
        )
