"""The portal's icons by what they mean; drawings come from the `lucide` package.

`MenuLink.icon`, `LinkItem.icon` and `{% icon %}` take these names. Code says "clock", never how a clock is drawn, so
another package can take Lucide's place here.
"""

import logging
import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from lucide.templatetags.lucide import lucide

logger = logging.getLogger(__name__)

ICONS = {
    # getting about
    "home": "house",
    "menu": "menu",
    "search": "search",
    "close": "x",
    "next": "chevron-right",
    "previous": "chevron-left",
    "open": "chevron-down",
    "back": "arrow-left",
    "forward": "arrow-right",
    "external": "external-link",
    "language": "languages",
    "type-size": "a-large-small",
    "theme": "sun-moon",
    "settings": "settings",
    "filter": "funnel",
    "list": "list",
    "plugin": "puzzle",
    # saying something
    "info": "info",
    "good": "circle-check",
    "warning": "triangle-alert",
    "danger": "circle-alert",
    "help": "circle-question-mark",
    "yes": "check",
    "no": "x",
    "bell": "bell",
    "notice": "megaphone",
    "news": "newspaper",
    "message": "message-circle",
    "star": "star",
    # who
    "person": "user-round",
    "people": "users-round",
    "community": "building-2",
    "property": "key-round",
    "police": "shield",
    "emergency": "siren",
    "hotline": "headset",
    "clinic": "stethoscope",
    # reaching someone
    "phone": "phone",
    "mail": "mail",
    "online": "globe",
    "place": "map-pin",
    "map": "map",
    "clock": "clock",
    "calendar": "calendar-days",
    "waiting": "hourglass",
    # paper
    "guide": "book-open",
    "paper": "file-text",
    "form": "clipboard-list",
    "bring": "folder-check",
    "law": "scale",
    "fee": "banknote",
    "tag": "tag",
    "history": "history",
    # doing
    "share": "share-2",
    "copy": "copy",
    "save": "download",
    "print": "printer",
    "picture": "image",
    "qr": "qr-code",
    "edit": "pencil",
    "ticket": "ticket",
    "vote": "vote",
    # subjects
    "id-card": "id-card",
    "baby": "baby",
    "school": "graduation-cap",
    "work": "briefcase",
    "health": "heart-pulse",
    "elderly": "hand-heart",
    "disability": "accessibility",
    "family": "heart",
    "housing": "house",
    "money": "wallet",
    "car": "car",
    "bus": "bus",
    "waste": "recycle",
    "repair": "wrench",
    "building-works": "hammer",
    "elevator": "arrow-up-down",
    "water": "droplets",
    "power": "zap",
    "fire": "flame",
    "pets": "paw-print",
    "garden": "sprout",
    "culture": "palette",
    "volunteers": "heart-handshake",
    "legal-help": "landmark",
    "military": "medal",
    "death": "flower",
    "migrants": "luggage",
    "shop": "store",
    "safety": "shield-alert",
}


def icon_svg(name: str, label: str = "", css_class: str = "") -> SafeString:
    """The drawing as inline SVG: hidden from screen readers unless it has a `label`. Unknown names draw nothing, so
    that a plugin's slip costs an icon and not the page."""
    if name not in ICONS:
        if name:
            logger.warning("There is no icon named %r.", name)
        return mark_safe("")
    return _drawn(ICONS[name], str(label), css_class)


@lru_cache(maxsize=512)
def _drawn(drawing: str, label: str, css_class: str) -> SafeString:
    said = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    svg = lucide(drawing, size=24, focusable="false", **{"class": f"icon {css_class}".strip()}, **said)
    return mark_safe(re.sub(r"\s+", " ", svg).replace("> <", "><").strip())


def validate_icon(name: str) -> None:
    if name not in ICONS:
        raise ValidationError(_("There is no such icon. There are: %(names)s"), params={"names": ", ".join(ICONS)})
