"""Portraits drawn by code: a head and shoulders in colours that follow from the name. Nobody's face."""

import hashlib
from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

SIZE = 400
BACKGROUNDS = ("#dceadf", "#e8e1d3", "#d9e5ee", "#efdfd8", "#e6e0ee")
SHIRTS = ("#2f6f5e", "#a4572f", "#39608c", "#7a4b76", "#5f6b2d")
SKINS = ("#f1cfae", "#e8bd95", "#dcab80")
HAIRS = ("#2b2422", "#4a3a32", "#8d8782")


def portrait(name: dict[str, str]) -> AbstractImage:
    """The picture of this invented person; the same name gives the same picture, made once."""
    title = " / ".join(name.values())
    found = get_image_model().objects.filter(title=title).first()
    return found or get_image_model().objects.create(title=title, file=ImageFile(draw(title), name="portrait.png"))


def draw(seed: str) -> BytesIO:
    dice = hashlib.sha256(seed.encode()).digest()
    pick = [
        choices[byte % len(choices)] for choices, byte in zip((BACKGROUNDS, SHIRTS, SKINS, HAIRS), dice, strict=False)
    ]
    background, shirt, skin, hair = pick
    scale = 2  # drawn twice as large and made smaller: smooth edges
    picture = Image.new("RGB", (SIZE * scale, SIZE * scale), background)
    pen = ImageDraw.Draw(picture)

    def oval(x: int, y: int, width: int, height: int, colour: str) -> None:
        box = [(x - width) * scale, (y - height) * scale, (x + width) * scale, (y + height) * scale]
        pen.ellipse(box, fill=colour)

    oval(200, 420, 150, 150, shirt)
    oval(200, 150 + dice[5] % 10, 92 + dice[4] % 10, 100, hair)
    pen.rectangle([172 * scale, 230 * scale, 228 * scale, 300 * scale], fill=skin)
    oval(200, 185, 78, 92, skin)
    for x in (170, 230):
        oval(x, 185, 7, 8, "#3a2f2a")
    pen.arc([170 * scale, 195 * scale, 230 * scale, 240 * scale], 20, 160, fill="#8a4a3c", width=5 * scale)
    stream = BytesIO()
    picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).save(stream, "PNG")
    stream.seek(0)
    return stream
