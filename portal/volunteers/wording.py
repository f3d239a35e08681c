"""Hours in words."""

from django.utils.translation import gettext as _


def hours_text(minutes: int) -> str:
    """90 is 1.5; whole hours have no fraction."""
    return f"{minutes / 60:.1f}".removesuffix(".0")


def hours_sentence(minutes: int) -> str:
    return _("%(hours)s hours") % {"hours": hours_text(minutes)}
