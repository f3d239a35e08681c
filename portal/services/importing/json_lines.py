"""JSON Lines: an object a line. What else a file has is said by line, or in one line if it is no such file at all."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from portal.tables import FileProblem, Problems, read_text

# A text in a language of a step of a guide lies five deep. Nobody's row is deeper, and reading it may recurse.
MAX_DEPTH = 10
MAX_DIGITS = 20


def read_objects(path: Path, *, encoding: str, problems: Problems) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line numbers and objects. Raises FileProblem for a file that is JSON, but not JSON Lines."""
    # Not splitlines(): it also breaks at characters that may stand inside a JSON text.
    numbered = enumerate(read_text(path, encoding=encoding).split("\n"), start=1)
    lines = [(number, line.strip()) for number, line in numbered if line.strip()]
    _refuse_other_json(path.name, [line for _number, line in lines])
    for number, line in lines:
        try:
            yield number, object_of(line)
        except ValueError as error:
            problems.add(number, str(error), path.name)


def object_of(line: str) -> dict[str, Any]:
    """Raises ValueError, with a message."""
    too_deep = _("This is nested too deep: more than %(levels)d levels.") % {"levels": MAX_DEPTH}
    try:
        value = json.loads(line, parse_constant=_refuse, parse_int=_whole, parse_float=_decimal)
    except json.JSONDecodeError as error:
        raise ValueError(_("This is not JSON: %(reason)s") % {"reason": error}) from None
    except RecursionError:
        raise ValueError(too_deep) from None
    if not isinstance(value, dict):
        raise ValueError(_("A line must be one JSON object: {…}"))
    if _is_deeper(value, MAX_DEPTH):
        raise ValueError(too_deep)
    return value


def _is_deeper(value: Any, levels: int) -> bool:
    if not isinstance(value, (dict, list)):
        return False
    parts = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(_is_deeper(part, levels - 1) for part in parts)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(_("This is not JSON: %(reason)s") % {"reason": constant})


def _whole(digits: str) -> int:
    """Python itself gives up at 4300 digits, at reading or only when it writes them."""
    if len(digits) > MAX_DIGITS:
        _refuse_number(digits)
    return int(digits)


def _decimal(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        _refuse_number(digits)
    return number


def _refuse_number(digits: str) -> NoReturn:
    raise ValueError(_("“%(number)s…” is too large a number.") % {"number": digits[:MAX_DIGITS]})


# Other files


def _refuse_other_json(file: str, lines: list[str]) -> None:
    """What an export makes that knows no JSON Lines: one message instead of one for each of its thousands of lines."""
    first, is_alone = lines[0] if lines else "", len(lines) == 1
    ends_early = _ends_early(first)
    if first.startswith("[") and (ends_early or (is_alone and first.endswith("]"))):
        message = _("%(file)s: This is one JSON array. JSON Lines has each object in a line of its own, without [ ].")
    elif first.startswith("{") and ends_early and not is_alone and not lines[1].startswith("{"):
        message = _("%(file)s: This is an object over several lines. JSON Lines has each object in one line.")
    else:
        return
    raise FileProblem(message % {"file": file})


def _ends_early(line: str) -> bool:
    """Whether it is JSON up to its end, and wants more."""
    try:
        json.loads(line)
    except json.JSONDecodeError as error:
        return error.pos >= len(line)
    except (RecursionError, ValueError):  # ValueError: a number of more than 4300 digits
        return False
    return False
