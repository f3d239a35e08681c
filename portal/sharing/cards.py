"""The picture for a chat group: what, when, where, and a QR code. Drawn by code, in the colours of the pages."""

import hashlib
from dataclasses import astuple, dataclass
from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe
from PIL import Image, ImageDraw

from portal.sharing.lettering import font_for, wrapped

WIDTH, HEIGHT = 720, 1040
EDGE = 56
ROOM = WIDTH - 2 * EDGE
#: Raised when the drawing changes, so that cards kept from before are drawn anew.
DRAWING = 1

PAPER, INK, SOFT = "#f5f4ef", "#1d2421", "#444e49"
PLATE, PLATE_LINE, ON_PLATE, GROUND = "#0d5c4c", "#b9dccf", "#ffffff", "#143d34"
#: Enough for smooth letters in these colours.
COLOURS = 48
QR = 280
QUIET = 4  # modules around the code, as its standard wants


@dataclass(frozen=True, slots=True)
class Card:
    """All that is on the picture, in words of the reader's language. `hint` says what the QR code is for."""

    place: str
    title: str
    kind: str = ""
    when: str = ""
    where: str = ""
    text: str = ""
    hint: str = ""
    link: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(repr((DRAWING, astuple(self))).encode()).hexdigest()[:32]


def draw(card: Card) -> bytes:
    """A PNG of 720 x 1040 pixels, some 25 KiB."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    _plate(pen, card.place)
    below = HEIGHT - QR - 80
    top = 196
    if card.kind:
        top = _lines(pen, top, card.kind, size=30, lines=1, fill=PLATE)
    top = _title(pen, top, card.title)
    for line in (card.when, card.where):
        if line:
            top = _lines(pen, top + 8, line, size=36, lines=2, fill=INK)
    left = (below - top - 16) // _leading(32)
    if card.text and left > 0:
        _lines(pen, top + 16, card.text, size=32, lines=min(left, 5), fill=SOFT)
    _foot(picture, pen, card)
    return _png(picture)


def _plate(pen: ImageDraw.ImageDraw, place: str) -> None:
    """A door plate: enamel, an inner line, two screws."""
    pen.rounded_rectangle((EDGE, 48, WIDTH - EDGE, 156), radius=14, fill=PLATE)
    pen.rounded_rectangle((EDGE + 8, 56, WIDTH - EDGE - 8, 148), radius=8, outline=PLATE_LINE, width=3)
    for x in (EDGE + 32, WIDTH - EDGE - 32):
        pen.ellipse((x - 6, 96, x + 6, 108), fill=PLATE_LINE)
    size = 46
    while size > 26 and font_for(place, size).getlength(place) > ROOM - 120:
        size -= 4
    font = font_for(place, size)
    line = wrapped(place, font, ROOM - 120, lines=1)[:1]
    pen.text((WIDTH // 2, 102), "".join(line), font=font, fill=ON_PLATE, anchor="mm", stroke_width=1)


def _title(pen: ImageDraw.ImageDraw, top: int, title: str) -> int:
    """As large as three lines allow."""
    for size in (64, 54, 46):
        if len(wrapped(title, font_for(title, size), ROOM, lines=9)) <= 3:
            break
    return _lines(pen, top, title, size=size, lines=3, fill=INK, bold=True)


def _lines(
    pen: ImageDraw.ImageDraw, top: int, text: str, *, size: int, lines: int, fill: str, bold: bool = False
) -> int:
    """Writes, and answers where the next line begins."""
    font = font_for(text, size)
    for line in wrapped(text, font, ROOM, lines=lines):
        pen.text((EDGE, top), line, font=font, fill=fill, stroke_width=int(bold))
        top += _leading(size)
    return top


def _leading(size: int) -> int:
    return size * 7 // 5


def _foot(picture: Image.Image, pen: ImageDraw.ImageDraw, card: Card) -> None:
    """The code on its white ground, and beside it what to do with it and the link to type."""
    top = HEIGHT - QR - 48
    pen.rectangle((0, top - 24, WIDTH, HEIGHT), fill=GROUND)
    pen.rounded_rectangle((EDGE, top, EDGE + QR, top + QR), radius=10, fill="#ffffff")
    code = qr_picture(card.link, QR - 8)
    picture.paste(code, (EDGE + (QR - code.width) // 2, top + (QR - code.height) // 2))
    left, width = EDGE + QR + 32, WIDTH - 2 * EDGE - QR - 32
    y = top + 16
    # The link in two parts, which are read and typed one after the other.
    host, _slash, code_part = card.link.split("://")[-1].partition("/")
    for text, size, lines in ((card.hint, 32, 3), (host, 28, 2), (f"/{code_part}", 28, 2)):
        font = font_for(text, size)
        for line in wrapped(text, font, width, lines=lines):
            pen.text((left, y), line, font=font, fill=ON_PLATE)
            y += _leading(size)
        y += 6


def qr_picture(link: str, room: int) -> Image.Image:
    """The code in black on white with its quiet zone, each module a whole number of pixels, so that it stays sharp."""
    code = segno.make_qr(link, error="m")
    modules = [[bool(module) for module in row] for row in code.matrix]
    side = len(modules) + 2 * QUIET
    picture = Image.new("1", (side, side), 1)
    for y, row in enumerate(modules, start=QUIET):
        for x, dark in enumerate(row, start=QUIET):
            if dark:
                picture.putpixel((x, y), 0)
    scale = max(1, room // side)
    return picture.resize((side * scale, side * scale), Image.Resampling.NEAREST)


def qr_svg(link: str) -> SafeString:
    """The same code for paper: an SVG without a size of its own, which its surroundings give. The link stands beside it
    as text: who listens to a page does not need the picture."""
    code = segno.make_qr(link, error="q")
    svg = code.svg_inline(border=QUIET, omitsize=True, light="#ffffff", svgclass="poster__code", lineclass=None)
    return mark_safe(svg.replace("<svg", '<svg aria-hidden="true"', 1))


def _png(picture: Image.Image) -> bytes:
    stream = BytesIO()
    few = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    few.save(stream, "PNG", optimize=True)
    return stream.getvalue()
