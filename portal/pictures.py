"""The pictures of a page, cut once for all readers."""

from dataclasses import dataclass
from typing import Any

from wagtail.images import get_image_model
from wagtail.images.models import AbstractRendition

CUT = "max-1000x750"


@dataclass(frozen=True, slots=True)
class Picture:
    """`alt` is empty for a picture that only decorates."""

    rendition: AbstractRendition
    alt: str


def pictures_of(stream: Any) -> list[Picture]:
    """Of a stream of `ImageBlock`s. Two queries, however many pictures, once they were cut."""
    chosen = [child.value for child in stream if child.value]
    if not chosen:
        return []
    images = get_image_model().objects.filter(pk__in={image.pk for image in chosen}).prefetch_renditions(CUT)
    cut = {image.pk: image.get_rendition(CUT) for image in images}
    return [
        Picture(cut[image.pk], "" if image.decorative else image.contextual_alt_text or "")
        for image in chosen
        if image.pk in cut
    ]
