"""Guides without markup, for search; and the codes of what is in them."""

from typing import TYPE_CHECKING

from portal.plain_text import text_of_html, text_of_stream
from portal.services.choices import Channel

if TYPE_CHECKING:
    from portal.services.models import GuidePage

STREAMS = ("conditions", "materials", "channels", "steps", "fees", "questions", "legal_basis")


def text_of(guide: "GuidePage") -> str:
    """All words of a guide but title, summary and keywords, a line for each block."""
    lines = [text_of_html(guide.body), guide.must_come_note, guide.proxy_note, guide.valid_where]
    lines.extend(text_of_stream(getattr(guide, name)) for name in STREAMS)
    lines.extend([guide.office, guide.contact, guide.item_code])
    return "\n".join(line.strip() for line in lines if line.strip())


def channels_of(guide: "GuidePage") -> list[str]:
    """Codes of `Channel`, each once, in the guide's order."""
    codes = (child.block_type.replace("_", " ") for child in guide.channels)
    return [code for code in dict.fromkeys(codes) if code in Channel.values]
