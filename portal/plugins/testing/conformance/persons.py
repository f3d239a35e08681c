"""What the plugin keeps about persons is declared, given out and erased."""

import json
from collections.abc import Iterator
from datetime import date

from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from portal.communities.models import Community
from portal.names import Names
from portal.plugins.app_config import PluginConfig
from portal.plugins.declaration import PersonalData
from portal.plugins.testing.conformance.world import LANGUAGES, NotConforming, World

PERSON, OTHER = ("Wang Meiqz", "13900000001"), ("Li Leiqz", "13900000002")
#: Names of fields that hold something about a person wherever they stand.
TELLING = {"phone", "mobile", "telephone", "tel", "email", "e_mail", "wechat", "id_number", "id_card", "birthday"}
HOUSEHOLDS = {"communities.Household"}
LONG_FROM_NOW = date(2999, 1, 1)


def what_it_keeps_of_persons_is_declared(config: PluginConfig) -> None:
    if data := config.plugin.get_personal_data():
        description = data.description
        if missing := [code for code in LANGUAGES if not description.get(code)]:
            raise NotConforming(f"What it keeps of persons is not described in {', '.join(missing)}")
        return
    if found := list(telling_fields(config)):
        raise NotConforming(f"{', '.join(found)} looks personal, but the declaration has no personal_data")


def telling_fields(config: PluginConfig) -> Iterator[str]:
    for model in config.get_models():
        for field in model._meta.local_fields:
            about_household = isinstance(field, models.ForeignKey) and field.related_model._meta.label in HOUSEHOLDS
            if field.name in TELLING or about_household:
                yield f"{model.__name__}.{field.name}"


def persons_data_is_given_out(world: World) -> None:
    """All of one person's, nothing of another's, in one or many records with the same number of queries."""
    if not world.plugin.personal_data:
        return
    data = data_of(world)
    if not is_by_phone(data):
        if list(data.export(communities=everywhere(), phone=PERSON[1])):
            raise NotConforming("is_by_phone is False, but export() finds something for a phone number")
        return
    add(world, world.here, PERSON)
    add(world, world.there, OTHER)
    records = [dict(record) for record in data.export(communities=everywhere(), phone=PERSON[1])]
    said = json.dumps(records)  # raises for what cannot be written down
    if PERSON[1] not in said and PERSON[0] not in said:
        raise NotConforming("export() says nothing of a person that Samples.add_person added")
    if OTHER[1] in said or OTHER[0] in said:
        raise NotConforming("export() tells of other persons, too")
    for record in records:
        if nested := [key for key, value in record.items() if isinstance(value, dict | list | tuple)]:
            raise NotConforming(f"export() gives records that are not flat: {', '.join(nested)}")
    if list(data.export(communities=only(world.there), phone=PERSON[1])):
        raise NotConforming("export() tells of communities it was not asked about")
    few = queries_of_export(world)
    for _time in range(3):
        world.fill(world.here, HERE_AGAIN)
        add(world, world.here, PERSON)
    if (many := queries_of_export(world)) > few:
        raise NotConforming(f"export() takes {few} queries for few records and {many} for more")


HERE_AGAIN = Names({"zh-hans": "又一样品", "en": "anothersampleqz"})


def queries_of_export(world: World) -> int:
    with CaptureQueriesContext(connection) as queries:
        list(data_of(world).export(communities=everywhere(), phone=PERSON[1]))
    return len(queries)


def persons_data_is_erased(world: World) -> None:
    """On request, of that person in those communities; and of everybody in time. Also where the plugin is off."""
    if not world.plugin.personal_data:
        return
    data = data_of(world)
    for community in (world.here, world.there):
        add(world, community, PERSON)
        add(world, community, OTHER)
    if not is_by_phone(data):
        return is_erased_in_time(world, data, PERSON)
    data.erase(communities=only(world.here), phone=PERSON[1])
    if not list(data.export(communities=only(world.there), phone=PERSON[1])):
        raise NotConforming("erase() erases in communities it was not asked about")
    world.switch_off_there()
    if not data.erase(communities=everywhere(), phone=PERSON[1]):
        raise NotConforming("erase() does not count what it erased where the plugin is off")
    if found := places_of(world, PERSON):
        raise NotConforming(f"After erase() the person is still in {', '.join(found)}")
    if not places_of(world, OTHER):
        raise NotConforming("erase() erases other persons, too")
    is_erased_in_time(world, data, OTHER)


def is_erased_in_time(world: World, data: PersonalData, person: tuple[str, str]) -> None:
    data.erase_due(today=LONG_FROM_NOW)
    if found := places_of(world, person):
        raise NotConforming(f"erase_due() never erases what is in {', '.join(found)}")


def is_by_phone(data: PersonalData) -> bool:
    return getattr(data, "is_by_phone", True)


def add(world: World, community: Community, person: tuple[str, str]) -> None:
    try:
        world.samples.add_person(community, name=person[0], phone=person[1])
    except NotImplementedError:
        raise NotConforming("The plugin keeps something of persons, and Samples.add_person does not say how") from None


def places_of(world: World, person: tuple[str, str]) -> list[str]:
    """Fields of the plugin's tables in which the person's name or phone number still is."""
    found = set()
    for model in world.config.get_models():
        if issubclass(model, Page):
            continue
        for field in model._meta.concrete_fields:
            values = model._base_manager.values_list(field.attname, flat=True)
            if any(word in str(value) for value in values for word in person):
                found.add(f"{model.__name__}.{field.name}")
    return sorted(found)


def data_of(world: World) -> PersonalData:
    data = world.plugin.get_personal_data()
    assert data is not None, "asked of plugins that declare it only"  # noqa: S101 - for type checkers
    return data


def everywhere() -> "models.QuerySet[Community]":
    return Community.objects.all()


def only(community: Community) -> "models.QuerySet[Community]":
    return Community.objects.filter(pk=community.pk)
