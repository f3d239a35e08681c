"""All that a plugin may import of the portal, its migrations included. Tests import `portal.plugins.testing` as well.

Names are looked up when they are asked for: a plugin's AppConfig needs some of them before models are ready. What
changes here changes API_VERSION: added names its second number, names taken away its first, after one version in which
they still work and warn.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any
from warnings import warn

if TYPE_CHECKING:
    from portal.also_known_as import AlsoKnownAs as AlsoKnownAs
    from portal.blocks import PHONE_VALIDATOR as PHONE_VALIDATOR
    from portal.blocks import RICH_TEXT_FEATURES as RICH_TEXT_FEATURES
    from portal.communities.choices import Role as Role
    from portal.communities.current import community_of as community_of
    from portal.communities.home_urls import home_url as home_url
    from portal.communities.models import Building as Building
    from portal.communities.models import Community as Community
    from portal.communities.models import Compound as Compound
    from portal.communities.models import Household as Household
    from portal.communities.models import Office as Office
    from portal.communities.models import Stairwell as Stairwell
    from portal.communities.models import Venue as Venue
    from portal.communities.queries import community_for_page as community_for_page
    from portal.communities.rules import can_contribute as can_contribute
    from portal.communities.rules import can_edit as can_edit
    from portal.communities.rules import can_lead as can_lead
    from portal.communities.rules import communities_for as communities_for
    from portal.components import Badge as Badge
    from portal.components import Contact as Contact
    from portal.components import Fact as Fact
    from portal.components import LinkItem as LinkItem
    from portal.components import Option as Option
    from portal.components import OptionGroup as OptionGroup
    from portal.components import Step as Step
    from portal.components import Tab as Tab
    from portal.hours.signals import holidays_changed as holidays_changed
    from portal.hours.signals import school_terms_changed as school_terms_changed
    from portal.keeping import PAGES as PAGES
    from portal.keeping import kept as kept
    from portal.meta import Crumb as Crumb
    from portal.meta import PageMeta as PageMeta
    from portal.names import Names as Names
    from portal.notifications.actions import Recipient as Recipient
    from portal.notifications.actions import Telling as Telling
    from portal.notifications.actions import take_back as take_back
    from portal.notifications.actions import tell as tell
    from portal.notifications.actions import telling as telling
    from portal.notifications.kinds import MessageKind as MessageKind
    from portal.notifications.signals import told as told
    from portal.operations.due import register_due_job as register_due_job
    from portal.pages import SearchValues as SearchValues
    from portal.pages import ShareValues as ShareValues
    from portal.participation.actions import hand_in as hand_in
    from portal.participation.actions import renew_link as renew_link
    from portal.participation.actions import withdraw as withdraw
    from portal.participation.addresses import private_link as private_link
    from portal.participation.addresses import private_path as private_path
    from portal.participation.choices import HandedInBy as HandedInBy
    from portal.participation.codes import plain_code as plain_code
    from portal.participation.consents import GivenConsent as GivenConsent
    from portal.participation.consents import has_consent as has_consent
    from portal.participation.consents import record_consents as record_consents
    from portal.participation.consents import withdraw_consent as withdraw_consent
    from portal.participation.forms import EntryForm as EntryForm
    from portal.participation.household_address import household_code_url as household_code_url
    from portal.participation.household_address import household_letters_url as household_letters_url
    from portal.participation.household_answers import HouseholdAnswer as HouseholdAnswer
    from portal.participation.household_choices import AnswerChannel as AnswerChannel
    from portal.participation.household_matters import close_household_matter as close_household_matter
    from portal.participation.household_matters import set_household_matter as set_household_matter
    from portal.participation.household_visits import CodeRefused as CodeRefused
    from portal.participation.household_visits import HouseholdVisit as HouseholdVisit
    from portal.participation.household_visits import household_visit as household_visit
    from portal.participation.household_visits import lock_household as lock_household
    from portal.participation.models import Consent as Consent
    from portal.participation.models import Entry as Entry
    from portal.participation.models import HouseholdMatter as HouseholdMatter
    from portal.participation.models import Places as Places
    from portal.participation.notices import register_notice as register_notice
    from portal.participation.on_behalf import OnBehalfForm as OnBehalfForm
    from portal.participation.on_behalf import OnBehalfView as OnBehalfView
    from portal.participation.places import NoPlaceLeft as NoPlaceLeft
    from portal.participation.places import give_back as give_back
    from portal.participation.places import give_back_all as give_back_all
    from portal.participation.places import hand_over as hand_over
    from portal.participation.places import hold as hold
    from portal.participation.places import set_capacity as set_capacity
    from portal.participation.places import take as take
    from portal.participation.privacy_headers import private_page as private_page
    from portal.participation.sign_in import signed_in_phone as signed_in_phone
    from portal.participation.signals import consent_withdrawn as consent_withdrawn
    from portal.participation.signals import entry_withdrawn as entry_withdrawn
    from portal.participation.signals import places_freed as places_freed
    from portal.participation.throttle import Throttle as Throttle
    from portal.participation.views import HandInView as HandInView
    from portal.plugins.access import PluginPermissionPolicy as PluginPermissionPolicy
    from portal.plugins.access import PluginViewSet as PluginViewSet
    from portal.plugins.activation import communities_with as communities_with
    from portal.plugins.addresses import plugin_url as plugin_url
    from portal.plugins.app_config import PluginConfig as PluginConfig
    from portal.plugins.calendar import CalendarKind as CalendarKind
    from portal.plugins.calendar import calendar_changed as calendar_changed
    from portal.plugins.choices import Category as Category
    from portal.plugins.choices import Level as Level
    from portal.plugins.choices import Severity as Severity
    from portal.plugins.contracts import CalendarEntry as CalendarEntry
    from portal.plugins.contracts import Card as Card
    from portal.plugins.contracts import DashboardItem as DashboardItem
    from portal.plugins.contracts import Figure as Figure
    from portal.plugins.contracts import GuideAction as GuideAction
    from portal.plugins.contracts import HealthReport as HealthReport
    from portal.plugins.contracts import MenuLink as MenuLink
    from portal.plugins.contracts import PageNotice as PageNotice
    from portal.plugins.contracts import PlacesLeft as PlacesLeft
    from portal.plugins.contracts import PluginEntry as PluginEntry
    from portal.plugins.contracts import SitemapEntry as SitemapEntry
    from portal.plugins.contracts import changing_key as changing_key
    from portal.plugins.declaration import API_VERSION as API_VERSION
    from portal.plugins.declaration import PUBLIC as PUBLIC
    from portal.plugins.declaration import PersonalData as PersonalData
    from portal.plugins.declaration import Plugin as Plugin
    from portal.plugins.fields import EncryptedBytesField as EncryptedBytesField
    from portal.plugins.fields import EncryptedTextField as EncryptedTextField
    from portal.plugins.fields import HoursField as HoursField
    from portal.plugins.fields import NamesField as NamesField
    from portal.plugins.fields import PhoneField as PhoneField
    from portal.plugins.hookspecs import hookimpl as hookimpl
    from portal.plugins.messages import register_message as register_message
    from portal.plugins.pages import PluginPage as PluginPage
    from portal.plugins.searching import entries_changed as entries_changed
    from portal.recurrence import Extra as Extra
    from portal.recurrence import Moved as Moved
    from portal.recurrence import Recurrence as Recurrence
    from portal.sharing.views import poster_page as poster_page
    from portal.spreadsheets import csv_file as csv_file
    from portal.spreadsheets import workbook_file as workbook_file
    from portal.spreadsheets import workbook_of as workbook_of
    from portal.tables import FileProblem as FileProblem
    from portal.tables import Problems as Problems
    from portal.tables import Row as Row
    from portal.tables import read_upload as read_upload
    from portal.timetables.choices import Change as Change
    from portal.timetables.choices import Repeats as Repeats
    from portal.timetables.days import known_days as known_days
    from portal.timetables.forms import TimetableForm as TimetableForm
    from portal.timetables.models import TIMETABLE_FIELDS as TIMETABLE_FIELDS
    from portal.timetables.models import DateChangeRow as DateChangeRow
    from portal.timetables.models import Timetable as Timetable
    from portal.timetables.wording import day_text as day_text
    from portal.timetables.wording import recurrence_text as recurrence_text
    from portal.timetables.wording import time_text as time_text

#: {where it really is: names}; docs/plugins/api.md says what each is for.
_HOMES: dict[str, list[str]] = {
    "portal.plugins.declaration": ["API_VERSION", "PUBLIC", "PersonalData", "Plugin"],
    "portal.plugins.app_config": ["PluginConfig"],
    "portal.plugins.calendar": ["CalendarKind", "calendar_changed"],
    "portal.plugins.choices": ["Category", "Level", "Severity"],
    "portal.plugins.contracts": [
        "CalendarEntry",
        "Card",
        "DashboardItem",
        "Figure",
        "GuideAction",
        "HealthReport",
        "MenuLink",
        "PageNotice",
        "PlacesLeft",
        "PluginEntry",
        "SitemapEntry",
        "changing_key",
    ],
    "portal.plugins.hookspecs": ["hookimpl"],
    "portal.plugins.pages": ["PluginPage"],
    "portal.plugins.fields": ["EncryptedBytesField", "EncryptedTextField", "HoursField", "NamesField", "PhoneField"],
    "portal.plugins.access": ["PluginPermissionPolicy", "PluginViewSet"],
    "portal.plugins.addresses": ["plugin_url"],
    "portal.plugins.activation": ["communities_with"],
    "portal.plugins.searching": ["entries_changed"],
    "portal.communities.choices": ["Role"],
    "portal.communities.models": ["Building", "Community", "Compound", "Household", "Office", "Stairwell", "Venue"],
    "portal.communities.current": ["community_of"],
    "portal.communities.home_urls": ["home_url"],
    "portal.communities.rules": ["can_contribute", "can_edit", "can_lead", "communities_for"],
    "portal.participation.household_address": ["household_code_url", "household_letters_url"],
    "portal.participation.household_answers": ["HouseholdAnswer"],
    "portal.participation.household_choices": ["AnswerChannel"],
    "portal.participation.household_matters": ["close_household_matter", "set_household_matter"],
    "portal.participation.household_visits": ["CodeRefused", "HouseholdVisit", "household_visit", "lock_household"],
    "portal.notifications.actions": ["Recipient", "Telling", "take_back", "tell", "telling"],
    "portal.notifications.kinds": ["MessageKind"],
    "portal.notifications.signals": ["told"],
    "portal.participation.actions": ["hand_in", "renew_link", "withdraw"],
    "portal.participation.addresses": ["private_link", "private_path"],
    "portal.participation.choices": ["HandedInBy"],
    "portal.participation.codes": ["plain_code"],
    "portal.participation.consents": ["GivenConsent", "has_consent", "record_consents", "withdraw_consent"],
    "portal.participation.forms": ["EntryForm"],
    "portal.participation.models": ["Consent", "Entry", "HouseholdMatter", "Places"],
    "portal.participation.notices": ["register_notice"],
    "portal.participation.places": [
        "NoPlaceLeft",
        "give_back",
        "give_back_all",
        "hand_over",
        "hold",
        "set_capacity",
        "take",
    ],
    "portal.participation.privacy_headers": ["private_page"],
    "portal.participation.sign_in": ["signed_in_phone"],
    "portal.participation.signals": ["consent_withdrawn", "entry_withdrawn", "places_freed"],
    "portal.participation.on_behalf": ["OnBehalfForm", "OnBehalfView"],
    "portal.participation.throttle": ["Throttle"],
    "portal.participation.views": ["HandInView"],
    "portal.plugins.messages": ["register_message"],
    "portal.components": ["Badge", "Contact", "Fact", "LinkItem", "Option", "OptionGroup", "Step", "Tab"],
    "portal.keeping": ["PAGES", "kept"],
    "portal.meta": ["Crumb", "PageMeta"],
    "portal.hours.signals": ["holidays_changed", "school_terms_changed"],
    "portal.names": ["Names"],
    "portal.also_known_as": ["AlsoKnownAs"],
    "portal.pages": ["SearchValues", "ShareValues"],
    "portal.recurrence": ["Extra", "Moved", "Recurrence"],
    "portal.blocks": ["PHONE_VALIDATOR", "RICH_TEXT_FEATURES"],
    "portal.communities.queries": ["community_for_page"],
    "portal.operations.due": ["register_due_job"],
    "portal.spreadsheets": ["csv_file", "workbook_file", "workbook_of"],
    "portal.tables": ["FileProblem", "Problems", "Row", "read_upload"],
    "portal.sharing.views": ["poster_page"],
    "portal.timetables.models": ["TIMETABLE_FIELDS", "DateChangeRow", "Timetable"],
    "portal.timetables.forms": ["TimetableForm"],
    "portal.timetables.choices": ["Change", "Repeats"],
    "portal.timetables.days": ["known_days"],
    "portal.timetables.wording": ["day_text", "recurrence_text", "time_text"],
}

_MODULES = {name: module for module, names in _HOMES.items() for name in names}
#: {name that goes away: (name to use instead, version of the API without it)}
_DEPRECATED: dict[str, tuple[str, str]] = {}

__all__ = sorted(_MODULES)


class RemovedFromApiWarning(DeprecationWarning):
    """A name of the API goes away; the text says in which version, and what to use instead."""


def __getattr__(name: str) -> Any:
    if name in _DEPRECATED:
        instead, version = _DEPRECATED[name]
        text = f"portal.plugins.api.{name} goes away in version {version} of the API; use portal.plugins.api.{instead}"
        warn(text, RemovedFromApiWarning, stacklevel=2)
        name = instead
    if name not in _MODULES:
        raise AttributeError(f"portal.plugins.api has no {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
