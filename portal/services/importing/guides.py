"""An import as a whole: everything is checked before anything is written."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from portal.services.importing.checking import Labels, keys_of_other_pages, problems_of
from portal.services.importing.indexing import indexing_at_the_end
from portal.services.importing.lists import Lists, imported_before
from portal.services.importing.records import GuideRecord
from portal.services.importing.relating import relate_guides
from portal.services.importing.writing import Outcome, outcome_for, write_guide
from portal.tables import Problems


@dataclass
class Plan:
    """What an import will do; nothing, while there are problems."""

    lists: Lists
    labels: Labels
    problems: Problems
    again: bool = False
    records: list[GuideRecord] = field(default_factory=list)
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    #: Rows of other communities than the one that was asked for.
    left_out: int = 0

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(self.outcomes.values())


def plan_import(
    *,
    records: Sequence[GuideRecord],
    lists: Lists,
    problems: Problems,
    community: str = "",
    may_add_labels: bool = True,
    again: bool = False,
    progress: Callable[[], object] = lambda: None,
) -> Plan:
    """Check all records. `community` (a slug, a code or `city`) leaves out those of others."""
    plan = Plan(lists, Labels(lists), problems, again)
    wanted = _of_community(records, community, lists)
    plan.left_out = len(records) - len(wanted)
    _find_twins(records, problems)
    keys = {record.key for record in records}
    others = keys_of_other_pages(keys)
    for record in map(plan.labels.resolved, wanted):
        found = [*plan.labels.problems_of(record, may_add=may_add_labels), *problems_of(record, lists, keys)]
        if record.key in others:
            found.append(_("The key “%(key)s” is that of a page which is no guide.") % {"key": record.key})
        for message in found:
            problems.add(record.line, message, record.file)
        plan.records.append(record)
        progress()
    before = imported_before(keys)
    plan.outcomes = {r.key: outcome_for(r, before.get(r.key), again=again) for r in plan.records}
    return plan


def _of_community(records: Sequence[GuideRecord], community: str, lists: Lists) -> list[GuideRecord]:
    if not community:
        return list(records)
    owner = lists.communities.get(community)
    names = {owner.slug, owner.code} if owner else {community}
    return [record for record in records if record.community in names]


def _find_twins(records: Sequence[GuideRecord], problems: Problems) -> None:
    first: dict[str, GuideRecord] = {}
    for record in records:
        twin = first.setdefault(record.key, record)
        if twin is not record:
            message = _("The key “%(key)s” is that of line %(line)d.") % {"key": record.key, "line": twin.line}
            problems.add(record.line, message, record.file)


def carry_out(
    *, plan: Plan, by: AbstractBaseUser | None = None, progress: Callable[[], object] = lambda: None
) -> Counter[Outcome]:
    """Write what the plan says, one transaction a guide: one that fails leaves those before it, and the same import
    goes on from there."""
    done: Counter[Outcome] = Counter()
    written: set[str] = set()
    if plan.counts.total() != plan.counts[Outcome.UNCHANGED]:
        with transaction.atomic():
            plan.labels.add_new()
    with indexing_at_the_end():
        for record in plan.records:
            outcome = plan.outcomes[record.key]
            if outcome != Outcome.UNCHANGED:
                outcome = write_guide(record=record, lists=plan.lists, by=by, again=plan.again)
                written.add(record.key)
            done[outcome] += 1
            progress()
        if written:
            relate_guides(records=[record for record in plan.records if _is_to_relate(record, written)])
    return done


def _is_to_relate(record: GuideRecord, written: set[str]) -> bool:
    """Those written now, and those that name one of them, which may be new."""
    return record.key in written or not written.isdisjoint(record.details.get("related", ()))
