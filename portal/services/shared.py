"""What a guide says in a chat group and on a poster."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.components import Fact
from portal.pages import ShareValues
from portal.services.choices import GuideKind
from portal.services.details import days_text, fees_of, papers_of

if TYPE_CHECKING:
    from portal.services.models import GuidePage


def guide_values(guide: "GuidePage") -> ShareValues:
    counter = guide.answer.counter
    where = [counter.place, counter.hours.short_text()] if counter else []
    return ShareValues(
        title=guide.title,
        kind=str(GuideKind(guide.kind).label),
        where=_("; ").join(part for part in where if part),
        text=guide.summary,
        facts=tuple(fact for fact in guide_facts(guide) if fact.value),
    )


def guide_facts(guide: "GuidePage") -> list[Fact]:
    """The answers of the page's head, and what one would ask next."""
    papers = [paper.name for paper in papers_of(guide.materials)]
    fees = [
        _("%(what)s: %(amount)s") % {"what": fee.name, "amount": fee.amount}
        if fee.name and fee.amount
        else fee.name or fee.amount
        for fee in fees_of(guide.fees)
    ]
    return [
        Fact(_("Do I have to come?"), guide.answer.must_come, "person"),
        Fact(_("What to bring"), _("; ").join(papers), "bring"),
        Fact(_("What it costs"), _("; ").join(fees), "fee"),
        Fact(_("How long it takes"), days_text(guide.days_promised), "clock"),
        Fact(_("Questions? Call"), guide.answer.phone, "phone"),
    ]
