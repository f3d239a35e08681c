"""What somebody sees at an address: its text, and what of the plugin is in it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.test import Client

from portal.names import Names
from portal.plugins.testing.conformance.world import NotConforming, World

#: Answers of somebody who is not let in. The admin sends people back to its start.
REFUSALS = (302, 403, 404)


def answer_to(client: Client, path: str, data: dict[str, Any] | None = None) -> Any:
    """Raises NotConforming for an error (500), which says nothing about what would be shown."""
    try:
        response = client.get(path, data or {})
    except Exception as error:  # whatever its author did wrong
        raise NotConforming(f"{path} fails: {type(error).__name__}: {error}") from error
    return response


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    said = [str(message) for message in get_messages(response.wsgi_request)]
    return " ".join([content.decode(errors="replace"), *said])


def traces(
    world: World, response: Any, *, words: Names, paths: Iterable[str] = (), is_its_own: bool = False
) -> list[str]:
    """What in an answer comes from the plugin: words of samples, addresses, templates of its package (which one of
    its own screens may have)."""
    text = text_of(response)
    found = [repr(word) for word in words.values() if word in text]
    found += [f"the address {path}" for path in paths if path in text]
    folder = str(Path(world.config.path).resolve())
    for template in () if is_its_own else response.templates or ():
        if template.origin and str(template.origin.name).startswith(folder):
            found.append(f"the template {template.name}")
    return list(dict.fromkeys(found))


def see_nothing(
    world: World,
    client: Client,
    path: str,
    *,
    who: str,
    words: Names,
    paths: Iterable[str] = (),
    is_its_own: bool = False,
    **data: Any,
) -> None:
    response = answer_to(client, path, data)
    if found := traces(world, response, words=words, paths=paths, is_its_own=is_its_own):
        where = f"{path}?{data}" if data else path
        raise NotConforming(f"{who} sees {', '.join(found)} at {where}")


MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]+>", re.DOTALL)


def main_text(response: Any) -> str:
    """What a reader reads of the page's own part, without markup."""
    found = MAIN.search(text_of(response))
    return " ".join(TAGS.sub(" ", found[0] if found else "").split())
