"""What a notice says in a chat group and on a poster."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.components import Fact
from portal.notices.choices import NoticeKind
from portal.notices.wording import span_of_days, span_of_times
from portal.pages import ShareValues

if TYPE_CHECKING:
    from portal.notices.models import NoticePage


def notice_values(notice: "NoticePage") -> ShareValues:
    times = span_of_times(notice.takes_place_from, notice.takes_place_until)
    facts = [
        Fact(_("For whom"), notice.for_whom, "people"),
        Fact(_("What it concerns"), notice.concerns, "law"),
        Fact(_("Where to object"), notice.objections_to, "place"),
        Fact(_("Questions? Call"), notice.objections_phone, "phone"),
    ]
    return ShareValues(
        title=notice.title,
        kind=str(NoticeKind(notice.kind).label),
        when=times or span_of_days(notice.period_from, notice.period_until),
        where=notice.for_whom,
        text=notice.lead,
        facts=tuple(fact for fact in facts if fact.value),
    )
