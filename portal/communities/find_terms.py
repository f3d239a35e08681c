"""Keeps `FindTerm` true to the names it is made of. Whoever writes names in bulk, past the signals, calls `refresh`."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from portal.communities.choices import TermKind
from portal.communities.folding import rests_of
from portal.communities.models import Building, Community, Compound, FindTerm
from portal.communities.models.find import TERM_LENGTH

BATCH = 500
NAME_FIELDS = {"names", "official_name", "other_names"}
_SEPARATORS = re.compile(r"[,，、;；\n]+")
_HOUSE_NUMBER = re.compile(r"\s*\d+\s*(-\s*\d+\s*)?号?\s*$|^\s*\d+\s*(-\s*\d+)?\s*,?\s+|\bno\.?\s*\d+\b", re.IGNORECASE)


def separate_names(text: str) -> list[str]:
    return [name.strip() for name in _SEPARATORS.split(text) if name.strip()]


def roads_in(address: str) -> list[str]:
    """`文三路 12 号、学院路` -> the roads, without house numbers."""
    return [road for part in separate_names(address) if (road := _HOUSE_NUMBER.sub("", part).strip())]


@transaction.atomic
def refresh(community_ids: Iterable[int]) -> None:
    """Write the terms of these communities anew. Five queries for each 500 communities."""
    wanted = sorted(set(community_ids))
    for start in range(0, len(wanted), BATCH):
        ids = wanted[start : start + BATCH]
        FindTerm.objects.filter(community__in=ids).delete()
        FindTerm.objects.bulk_create(_terms(ids), batch_size=2000)


def _terms(community_ids: list[int]) -> Iterator[FindTerm]:
    for community in Community.objects.filter(pk__in=community_ids):
        names = [*community.names.values(), community.official_name, *separate_names(community.other_names)]
        yield from _rows(names, TermKind.COMMUNITY, community.pk)
    for compound in Compound.objects.filter(community__in=community_ids):
        names = [*compound.names.values(), *separate_names(compound.other_names)]
        roads = [road for address in compound.road.values() for road in roads_in(address)]
        yield from _rows(names, TermKind.COMPOUND, compound.community_id, compound.pk)
        yield from _rows(roads, TermKind.ROAD, compound.community_id, compound.pk)
    named = Building.objects.filter(compound__community__in=community_ids).exclude(names={})
    for building in named.select_related("compound"):
        yield from _rows(
            building.names.values(), TermKind.BUILDING, building.compound.community_id, building.compound_id
        )


def _rows(
    names: Iterable[str], kind: TermKind, community_id: int, compound_id: int | None = None
) -> Iterator[FindTerm]:
    seen = set()
    for name in names:
        for position, rest in rests_of(name):
            if rest.text in seen:
                continue
            seen.add(rest.text)
            yield FindTerm(
                community_id=community_id,
                compound_id=compound_id,
                kind=kind,
                position=position,
                text=rest.text[:TERM_LENGTH],
                pinyin=rest.pinyin[: TERM_LENGTH * 3],
                initials=rest.initials[:TERM_LENGTH],
            )


# Signals: one saved or deleted thing at a time, in the transaction that changes it.


def _follow_community(
    instance: Community, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    if not raw and (update_fields is None or NAME_FIELDS & set(update_fields)):
        refresh([instance.pk])


def _follow_compound(instance: Compound, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        refresh(_communities_of_terms(instance) | {instance.community_id})


def _communities_of_terms(compound: Compound) -> set[int]:
    """Where it was until now, if it is moving from one community to another."""
    return set(FindTerm.objects.filter(compound=compound.pk).values_list("community", flat=True).distinct())


def _follow_building(instance: Building, raw: bool = False, **kwargs: Any) -> None:
    """Few buildings have a name; many are saved at once with their compound."""
    known = FindTerm.objects.filter(compound=instance.compound_id, kind=TermKind.BUILDING)
    if not raw and (instance.names or known.exists()):
        refresh([instance.compound.community_id])


def _follow_deleted_building(instance: Building, origin: Any = None, **kwargs: Any) -> None:
    """Only where the building itself is deleted: terms of a compound that is just going must not be written again."""
    if isinstance(origin, Building) or getattr(origin, "model", None) is Building:
        refresh([instance.compound.community_id])


def connect() -> None:
    """Called in AppConfig.ready(). Deleting a compound or community takes its terms along by itself."""
    receivers: list[tuple[Any, type[models.Model]]] = [
        (_follow_community, Community),
        (_follow_compound, Compound),
        (_follow_building, Building),
    ]
    for receiver, model in receivers:
        post_save.connect(receiver, sender=model, dispatch_uid=f"find_terms.{model.__name__}")
    post_delete.connect(_follow_deleted_building, sender=Building, dispatch_uid="find_terms.Building.deleted")
