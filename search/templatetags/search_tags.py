"""`{% load search_tags %}`: `{{ pieces|marked }}`."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.found import Pieces

register = template.Library()


@register.filter
def marked(pieces: Pieces) -> SafeString:
    """Text with the words that were asked for in <mark>."""
    return mark_safe(
        "".join(
            format_html("<mark>{}</mark>", piece) if is_match else conditional_escape(piece)
            for piece, is_match in pieces
        )
    )
