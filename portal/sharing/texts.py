"""What goes into a chat group: at most 200 characters with the link. What does not fit is cut short."""

from django.utils.translation import gettext as _

from portal.pages import ShareValues

LONGEST = 200
#: A remainder shorter than this says nothing; the line is left out.
WORTH_SAYING = 12


def share_text(values: ShareValues, *, place: str, link: str) -> str:
    """A title with the community or the city before it, when, where, and what it is. `link` follows on a line of its
    own, and is counted.

    Of what has no time, what it is comes first. Time and place are cut last.
    """
    title = _("[%(place)s] %(title)s") % {"place": place, "title": one_line(values.title)}
    room = LONGEST - len(link) - 1
    lines = {"title": fitted(title, room)}
    room -= len(lines["title"])
    for name in ("when", "where", "text"):
        line = fitted(one_line(getattr(values, name)), room - 1)
        if line and (len(line) >= WORTH_SAYING or not line.endswith("…")):
            lines[name] = line
            room -= len(line) + 1
    order = ("title", "when", "where", "text") if values.when else ("title", "text", "where")
    return "\n".join(lines[name] for name in order if name in lines)


def one_line(text: str) -> str:
    return " ".join(str(text).split())


def fitted(text: str, room: int) -> str:
    """At most `room` characters, cut between words where the text has any; empty where there is no room."""
    if len(text) <= room:
        return text
    if room < 2:
        return ""
    cut = text[: room - 1]
    before, space, begun = cut.rpartition(" ")
    # Within a Chinese sentence any place is as good as the next.
    if space and begun.isascii() and text[room - 1].isascii() and len(before) > room // 2:
        cut = before
    return cut.rstrip(" ,.;:，。；：、") + "…"
