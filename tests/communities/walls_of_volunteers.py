"""What a neighbour's volunteers are and do, for the walk past the walls."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from portal.names import Names
from portal.volunteers.attendance import Confirming, record_hours
from portal.volunteers.certificates import issue
from portal.volunteers.models import Team
from tests.factories.volunteers import make_duty, make_member, make_person, make_team, make_visit

OF_VOLUNTEERS = tuple(
    f"volunteers.{name}"
    for name in ("Team", "Member", "Duty", "Shift", "ServiceRecord", "Certificate", "VisitedPerson", "Visit")
)


def work_of_volunteers(b: Any, text: Callable[[str], str], names: Callable[[str], Names]) -> dict[str, Any]:
    """A team with somebody in it, a duty, hours, a certificate and a visit; made once. All of it secret."""
    if b.volunteers:
        return b.volunteers
    team = make_team("secret-team", community=b.community)
    Team.objects.filter(pk=team.pk).update(names=names("team"))
    team.refresh_from_db()
    member = make_member(team, name=text("volunteer"), is_vetted=True, available=text("times"))
    duty = make_duty(team, names=names("duty"))
    by = Confirming(user=b.editor)
    record = record_hours(member, names=names("service"), day=timezone.localdate(), minutes=60, by=by)
    values = {"name": text("visited"), "address": text("address"), "worker": text("worker")}
    person = make_person(team, in_pairs=False, **values)
    rows = [team, member, duty, duty.shifts.get(), record, issue(member), person, make_visit(person, [member])]
    b.volunteers = {row._meta.label: row for row in rows}
    return b.volunteers
