"""Pictures and plans drawn by code: houses, trees and people of nobody's town."""

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Collection

SIZE = (1200, 800)
SKIES = ("#d9e8ef", "#f3e3d0", "#dfe7dc")
WALLS = ("#e9d8c4", "#d7c9bd", "#c9d3cd", "#e3cfc3")
COATS = ("#2f6f5e", "#a4572f", "#39608c", "#7a4b76", "#b04a4a", "#5f6b2d")
SKINS = ("#f1cfae", "#e8bd95", "#dcab80")


def scene(seed: str, title: str, collection: Collection | None) -> AbstractImage:
    """People in front of houses; the same seed gives the same picture, made once."""
    images = get_image_model().objects
    found = images.filter(title=title, collection=collection).first()
    values = {"title": title, "collection": collection}
    return found or images.create(file=ImageFile(draw_scene(seed), name=f"{seed}.jpg"), **values)


def draw_scene(seed: str) -> BytesIO:
    dice = hashlib.sha256(seed.encode()).digest()
    picture = Image.new("RGB", SIZE, SKIES[dice[0] % len(SKIES)])
    pen = ImageDraw.Draw(picture)
    for number in range(5):
        _house(pen, left=number * 245 - 10, height=260 + dice[number + 1] % 180, wall=WALLS[number % len(WALLS)])
    pen.rectangle([0, 560, 1200, 800], fill="#cfc9bd")
    for number in range(4):
        _tree(pen, x=120 + number * 320, size=70 + dice[number + 8] % 40)
    for number in range(9):
        x, y = 110 + number * 122 + dice[number + 12] % 30, 620 + dice[number + 20] % 60
        _person(pen, x, y, COATS[(dice[number] + number) % len(COATS)], SKINS[number % len(SKINS)])
    return _saved(picture, "JPEG", quality=85)


def _house(pen: ImageDraw.ImageDraw, *, left: int, height: int, wall: str) -> None:
    top = 560 - height
    pen.rectangle([left, top, left + 225, 560], fill=wall)
    for floor in range(top + 30, 520, 62):
        for window in range(left + 24, left + 200, 66):
            pen.rectangle([window, floor, window + 38, floor + 34], fill="#8fa6b2")


def _tree(pen: ImageDraw.ImageDraw, *, x: int, size: int) -> None:
    pen.rectangle([x - 8, 500, x + 8, 590], fill="#6b4f3a")
    pen.ellipse([x - size, 520 - size * 2, x + size, 540], fill="#6d8f63")


def _person(pen: ImageDraw.ImageDraw, x: int, y: int, coat: str, skin: str) -> None:
    pen.rounded_rectangle([x - 30, y, x + 30, y + 120], radius=26, fill=coat)
    pen.ellipse([x - 22, y - 50, x + 22, y], fill=skin)
    pen.chord([x - 24, y - 54, x + 24, y - 6], 180, 360, fill="#3a332e")


def plan(title: str, collection: Collection | None) -> AbstractDocument:
    """A drawing as a PDF file, made once for each title."""
    documents = get_document_model().objects
    found = documents.filter(title=title, collection=collection).first()
    if found is not None:
        return found
    name = f"plan-{hashlib.sha256(title.encode()).hexdigest()[:8]}.pdf"
    drawing = draw_plan(title)
    values = {"title": title, "collection": collection, "file_size": len(drawing)}
    return documents.create(file=ContentFile(drawing, name=name), **values)


def draw_plan(seed: str) -> bytes:
    dice = hashlib.sha256(seed.encode()).digest()
    picture = Image.new("RGB", (1240, 877), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle([60, 60, 1180, 817], outline="black", width=3)
    for number in range(4):
        left = 120 + number * 260
        pen.rectangle([left, 120, left + 190, 260 + dice[number] % 60], outline="black", width=4)
    for number in range(18):
        left = 120 + (number % 9) * 112
        top = 470 + (number // 9) * 150
        colour = "#2f6f5e" if number in (2, 5, 8, 11, 14, 17) else "#b04a4a"
        pen.rectangle([left, top, left + 80, top + 120], outline=colour, width=5)
    return _saved(picture, "PDF", resolution=105.0).getvalue()


def _saved(picture: Image.Image, kind: str, **options: float) -> BytesIO:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    stream.seek(0)
    return stream
