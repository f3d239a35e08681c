"""An entrance hall before and after, drawn by code. Nobody's house."""

from io import BytesIO

from django.core.files.images import ImageFile
from PIL import Image, ImageDraw
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

WIDTH, HEIGHT = 800, 600
#: Wall, floor, door, light.
COLOURS = {"grey": ("#b9b4a8", "#8a857a", "#5c574f", "#d8d2c0"), "new": ("#f3ead6", "#c9b48a", "#2f6f5e", "#fff3c4")}


def hall(state: str) -> AbstractImage:
    """`grey` has steps, `new` a ramp with a rail; made once."""
    title = f"Entrance hall ({state})"
    found = get_image_model().objects.filter(title=title).first()
    return found or get_image_model().objects.create(title=title, file=ImageFile(draw(state), name=f"hall-{state}.png"))


def draw(state: str) -> BytesIO:
    wall, floor, door, light = COLOURS[state]
    picture = Image.new("RGB", (WIDTH, HEIGHT), wall)
    pen = ImageDraw.Draw(picture)
    pen.rectangle([0, 430, WIDTH, HEIGHT], fill=floor)
    pen.rectangle([300, 170, 500, 430], fill=door)
    pen.rectangle([320, 190, 480, 330], fill=light)
    pen.ellipse([370, 60, 430, 120], fill=light)
    if state == "new":
        pen.polygon([(60, 560), (300, 430), (500, 430), (620, 560)], fill="#e6dcc3")
        pen.line([(60, 480), (300, 360)], fill="#2f6f5e", width=10)
        for x, y in ((60, 480), (180, 420), (300, 360)):
            pen.line([(x, y), (x, y + 80)], fill="#2f6f5e", width=8)
    else:
        for step in range(4):
            pen.rectangle(
                [280 - 20 * step, 430 + 32 * step, 520 + 20 * step, 462 + 32 * step], fill="#a09a8d", outline=door
            )
    stream = BytesIO()
    picture.save(stream, "PNG")
    stream.seek(0)
    return stream
