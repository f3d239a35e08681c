"""A scan that staff send: small, and really what it says it is. Names of files are forgotten."""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
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


def read_scan(upload: UploadedFile) -> Scan:
    """Raises ValidationError. What the browser says of the type is not asked."""
    if upload.size is None or upload.size > MOST_BYTES:
        raise ValidationError(_("The file is larger than 5 MB. Scan it in black and white, or with fewer dots."))
    content = upload.read()
    for content_type, beginnings in BEGINNINGS.items():
        if content.startswith(beginnings):
            return Scan(content, content_type)
    raise ValidationError(_("This is no PDF, JPEG or PNG file."))
