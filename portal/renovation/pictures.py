"""The pictures of a project's page, cut once for all readers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition

CUT = "max-800x600"


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt` is empty for a picture that only decorates."""

    rendition: AbstractRendition
    alt: str


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    where: str
    before: Picture | None
    after: Picture | None


def pairs_of(stream: Any) -> list[BeforeAfter]:
    """Of a stream of `BeforeAfterBlock`s; those without any picture are left out. Two queries, once they were cut."""
    chosen = [value for child in stream for value in _images(child.value)]
    if not chosen:
        return []
    images = get_image_model().objects.filter(pk__in={image.pk for image in chosen}).prefetch_renditions(CUT)
    cut = {image.pk: image.get_rendition(CUT) for image in images}
    pairs = []
    for child in stream:
        value = child.value
        pair = BeforeAfter(value["where"], _picture(value["before"], cut), _picture(value["after"], cut))
        if pair.before or pair.after:
            pairs.append(pair)
    return pairs


def _images(value: Any) -> Iterator[Any]:
    yield from (value[name] for name in ("before", "after") if value[name])


def _picture(image: Any, cut: dict[int, AbstractRendition]) -> Picture | None:
    if not image or image.pk not in cut:
        return None
    return Picture(cut[image.pk], "" if image.decorative else image.contextual_alt_text or "")
