"""The ways on from the staff's page of a case. Each part of the plugin adds its own line."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.plugins.api import PUBLIC, LinkItem, Role, can_edit, can_lead, plugin_url
from portal.plugins.bundled.elevator_consultations.apps import VIEWS
from portal.plugins.bundled.elevator_consultations.choices import Stage
from portal.plugins.bundled.elevator_consultations.models import Case
from portal.plugins.bundled.elevator_consultations.storing import KEY


@dataclass(frozen=True, slots=True)
class StaffLink:
    """`view` takes the case's `pk`, and is shown to who may open it; in some `stages` only, if they are named."""

    view: str
    label: str | Promise
    icon: str = ""
    summary: str | Promise = ""
    stages: tuple[Stage, ...] = ()


#: In the order of a case's life.
case_staff_links: tuple[StaffLink, ...] = (
    StaffLink("stage", _("Stage"), "forward", _("Where it stands, what is missing, and moving it on.")),
    StaffLink("register", _("Register of units"), "list", _("Flats, floors and areas; by file or one by one.")),
    StaffLink("questions", _("Questions to owners"), "vote", _("Ask, print letters, enter papers, count.")),
    StaffLink(
        "documents",
        pgettext_lazy("elevator case", "Documents"),
        "paper",
        _("Drawings, agreements, permits, for everybody."),
    ),
    StaffLink("costs", _("Costs"), "money", _("Plans side by side, and who pays what.")),
    StaffLink("notice_post", _("Public notice"), "notice", _("Write it, post it, poster and letters.")),
    StaffLink("objection_list", _("Objections"), "message", _("Talks, answers, what came of them.")),
    StaffLink("faults", _("Faults"), "repair", _("Reported, seen to, mended."), stages=(Stage.IN_USE,)),
    StaffLink("case_file", _("Case file"), "paper", _("For the authority: to print, or as an Excel file.")),
)


def links_of(case: Case, request: HttpRequest) -> Iterator[LinkItem]:
    for each in case_staff_links:
        if may_open(each.view, request.user, case) and (not each.stages or case.stage in each.stages):
            url = plugin_url(KEY, each.view, community=case.community, request=request, pk=case.pk)
            yield LinkItem(str(each.label), url, str(each.summary), icon=each.icon)


def may_open(view: str, user: User | AnonymousUser, case: Case) -> bool:
    least = VIEWS.get(view)
    if least is None or least is PUBLIC:
        return least is not None
    return can_lead(user, case.community_id) if least == Role.LEAD else can_edit(user, case.community_id)
