"""Lists of notices as templates read them, and what they can be filtered by."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from portal.communities.models import Community
from portal.components import Badge, LinkItem, Option, OptionGroup, Tab
from portal.names import Names
from portal.notices.addresses import notices_url
from portal.notices.catalogue import NoticeEntry, Target
from portal.notices.choices import NoticeKind
from portal.notices.wording import day, shortened
from portal.plain_text import text_of_html


@dataclass(frozen=True, slots=True)
class Filters:
    """As they stand in the address; what is no kind or no compound of the community counts for nothing."""

    kind: str = ""
    compound: str = ""

    @classmethod
    def of(cls, query: QueryDict, compounds: Sequence[tuple[str, Names]]) -> "Filters":
        kind, compound = query.get("kind", ""), query.get("for", "")
        return cls(
            kind if kind in NoticeKind.values else "",
            compound if compound in {code for code, _names in compounds} else "",
        )

    def __bool__(self) -> bool:
        return bool(self.kind or self.compound)

    def apply(self, notices: Iterable[NoticeEntry]) -> list[NoticeEntry]:
        return [
            notice
            for notice in notices
            if (not self.kind or notice.kind == self.kind) and (not self.compound or notice.is_for(self.compound))
        ]

    def query(self, **changed: str) -> str:
        values = {"kind": self.kind, "for": self.compound} | changed
        chosen = {name: value for name, value in values.items() if value}
        return f"?{urlencode(chosen)}" if chosen else ""


def kind_tabs(url: str, filters: Filters) -> list[Tab]:
    tabs = [Tab(_("All"), f"{url}{filters.query(kind='')}", current=not filters.kind)]
    for kind in NoticeKind:
        tabs.append(Tab(str(kind.label), f"{url}{filters.query(kind=kind.value)}", current=filters.kind == kind.value))
    return tabs


def compound_options(url: str, filters: Filters, compounds: Sequence[tuple[str, Names]]) -> list[OptionGroup]:
    """The own compound is a choice in the address: nothing is remembered of who lives where."""
    if len(compounds) < 2:
        return []
    options = []
    for code, names in compounds:
        selected = filters.compound == code
        wanted = filters.query(**{"for": "" if selected else code})
        options.append(Option(str(names), f"{url}{wanted}", selected=selected))
    return [OptionGroup(_("Where I live"), options)]


def notice_links(
    notices: Iterable[NoticeEntry], community: Community, request: HttpRequest | None = None, *, compound: str = ""
) -> list[LinkItem]:
    base, language = notices_url(community, request), get_language()
    return [
        LinkItem(
            title=notice.title,
            url=f"{base}{notice.slug}/",
            summary="" if notice.lists_persons else lead_of(notice),
            note=day(timezone.localtime(notice.published_at)),
            icon=NoticeKind(notice.kind).icon,
            badges=badges_of(notice, compound),
            language="" if notice.language == language else notice.language,
        )
        for notice in notices
    ]


def lead_of(notice: NoticeEntry) -> str:
    return notice.summary or shortened(text_of_html(notice.body))


def badges_of(notice: NoticeEntry, compound: str = "") -> list[Badge]:
    """Its kind, until when it stands, whom it is for; said plainly where that is where the reader lives."""
    kind = NoticeKind(notice.kind)
    badges = [Badge(str(kind.label), kind.badge)]
    if kind == NoticeKind.ANNOUNCEMENT and notice.expire_at:
        last = timezone.localtime(notice.expire_at) - dt.timedelta(minutes=1)
        badges.append(Badge(_("until %(day)s") % {"day": day(last)}))
    if compound and notice.is_aimed_at(compound):
        badges.append(Badge(_("For your compound"), "good", "home"))
    badges += [Badge(target_text(target), icon="place") for target in notice.targets if target.code != compound]
    badges += [Badge(target_text(target)) for target in notice.targets if target.code == compound and target.buildings]
    return badges


def target_text(target: Target) -> str:
    if not target.buildings:
        return str(target.names)
    numbers = pgettext("between numbers", ", ").join(target.buildings)
    text = ngettext("%(compound)s: building %(numbers)s", "%(compound)s: buildings %(numbers)s", len(target.buildings))
    return text % {"compound": target.names, "numbers": numbers}
