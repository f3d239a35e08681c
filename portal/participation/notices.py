"""The notices people consent to: apps declare the first version, the city words later ones in the admin."""

from collections.abc import Iterable, Mapping

from portal.names import Names
from portal.participation.models import ConsentNotice

_declared: dict[str, tuple[Mapping[str, str], Mapping[str, str]]] = {}


def register_notice(key: str, *, titles: Mapping[str, str], texts: Mapping[str, str]) -> None:
    """Declare a notice, `"classes.children"`, in AppConfig.ready(): `{language: text}`, one for each of LANGUAGES.

    The title is what stands beside the box to tick ("I agree that ..."), the text says what is kept, what for, who sees
    it, how long, and how to take it back.
    """
    if key in _declared and _declared[key] != (titles, texts):
        raise ValueError(f"there is a notice {key!r} already")
    _declared[key] = (titles, texts)


def declared_notices() -> list[str]:
    return list(_declared)


def current_notice(key: str) -> ConsentNotice:
    """The words that count now; as declared, and not stored yet, if the city has none. KeyError for an unknown key."""
    (notice,) = current_notices([key])
    return notice


def current_notices(keys: Iterable[str]) -> list[ConsentNotice]:
    """Likewise for several, in their order. One query."""
    keys = list(keys)
    rows = ConsentNotice.objects.filter(key__in=keys).order_by("version") if keys else ()
    known = {row.key: row for row in rows}
    return [known.get(key) or _as_declared(key) for key in keys]


def _as_declared(key: str) -> ConsentNotice:
    titles, texts = _declared[key]
    return ConsentNotice(key=key, version=1, titles=Names(titles), texts=Names(texts))


def stored_notice(notice: ConsentNotice) -> ConsentNotice:
    """The row of a notice that may still be the declared one; made when it is first used."""
    if notice.pk:
        return notice
    values = {"titles": notice.titles, "texts": notice.texts}
    row, _is_new = ConsentNotice.objects.get_or_create(key=notice.key, version=notice.version, defaults=values)
    return row
