"""What the hook `figures` gives, put together: a row for each community, a column for each thing that is counted."""

import datetime as dt
from dataclasses import dataclass

from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.plugins.calling import call
from portal.plugins.contracts import Figure


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`columns` are labels; the values of `rows` and `totals` stand in their order, None where nothing was counted."""

    columns: list[str]
    rows: list[tuple[Community, list[int | None]]]
    totals: list[int]


def figures_of(communities: CommunityQuerySet, year: int) -> FigureTable:
    """Of those that have any, by name."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    found: list[Figure] = call("figures", communities=communities, first=first, last=last)
    labels = {figure.key: figure.label for figure in found}
    values: dict[Community, dict[str, int]] = {}
    for figure in found:
        of_community = values.setdefault(figure.community, {})
        of_community[figure.key] = of_community.get(figure.key, 0) + figure.value
    rows = [(community, [of.get(key) for key in labels]) for community, of in values.items()]
    return FigureTable(
        columns=list(labels.values()),
        rows=sorted(rows, key=lambda row: str(row[0])),
        totals=[sum(of.get(key, 0) for of in values.values()) for key in labels],
    )
