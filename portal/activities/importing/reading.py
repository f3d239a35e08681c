"""A calendar file as groups of events, one for each UID."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event

from portal.tables import FileProblem

MAX_BYTES = 20 * 1024 * 1024


@dataclass
class Group:
    """The events of one UID: the series and the single dates that differ from it."""

    uid: str
    master: Event | None = None
    overrides: list[Event] = field(default_factory=list)
    #: More events that call themselves the series.
    doubles: int = 0


@dataclass
class ReadFile:
    """`left_out` are the kinds of components that are no events: {name: how many}."""

    groups: list[Group]
    left_out: dict[str, int]


def read_file(path: Path) -> ReadFile:
    """Raises FileProblem for what is no calendar file."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FileProblem(_("%(file)s: larger than %(size)d MB.") % {"file": path.name, "size": MAX_BYTES >> 20})
        content = path.read_bytes()
    except OSError as error:
        raise FileProblem(f"{path}: {error.strerror}") from None
    return events_in(content, path.name)


def events_in(content: bytes, name: str) -> ReadFile:
    try:
        roots = Calendar.from_ical(content, multiple=True)
        components = [component for root in roots for component in root.walk()]
    except Exception as error:  # whatever the library meets in a broken file
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise FileProblem(_("%(file)s: no calendar file (%(reason)s).") % {"file": name, "reason": reason}) from None
    if not any(component.name == "VCALENDAR" for component in components):
        raise FileProblem(_("%(file)s: no calendar file (it has no VCALENDAR).") % {"file": name})
    return grouped(components)


def grouped(components: list[Component]) -> ReadFile:
    groups: dict[str, Group] = {}
    left_out: dict[str, int] = {}
    for number, component in enumerate(components):
        if component.name in ("VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"):
            left_out[component.name] = left_out.get(component.name, 0) + 1
        if not isinstance(component, Event):
            continue
        uid = " ".join(str(component.get("uid", "")).split())
        group = groups.setdefault(uid or f"#{number}", Group(uid))
        if "recurrence-id" in component:
            group.overrides.append(component)
        elif group.master is None or sequence_of(component) >= sequence_of(group.master):
            group.doubles += group.master is not None
            group.master = component
        else:
            group.doubles += 1
    return ReadFile(list(groups.values()), left_out)


def sequence_of(event: Event) -> int:
    try:
        return int(event.get("sequence", 0))
    except (TypeError, ValueError):
        return 0
