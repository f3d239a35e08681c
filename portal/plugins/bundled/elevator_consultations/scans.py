"""A scan that staff send: small, and really what it says it is. Names of files are forgotten."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

#: Megabytes. What is signed is a sheet, kept in a row; a drawing is a file, as large as a scanner makes it.
MOST_OF_A_SHEET, MOST_OF_A_DRAWING = 5, 20
#: {type: how such a file begins}
BEGINNINGS = {
    "application/pdf": (b"%PDF-",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
}
ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Scan:
    content: bytes = field(repr=False)
    content_type: str


def read_scan(upload: UploadedFile, most: int = MOST_OF_A_SHEET) -> Scan:
    """Raises ValidationError. What the browser says of the type is not asked."""
    if upload.size is None or upload.size > most * 1024 * 1024:
        text = _("The file is larger than %(most)d MB. Scan it in black and white, or with fewer dots.")
        raise ValidationError(text % {"most": most})
    content = upload.read()
    for content_type, beginnings in BEGINNINGS.items():
        if content.startswith(beginnings):
            return Scan(content, content_type)
    raise ValidationError(_("This is no PDF, JPEG or PNG file."))
