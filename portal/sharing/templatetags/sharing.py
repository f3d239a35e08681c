"""`{% share %}`: the way from a page to sharing it."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("sharing/_share.html", takes_context=True)
def share(context: template.Context) -> dict[str, Any]:
    """A small link, on the page that is shared: its address is this one's. Nothing is asked of the database."""
    return {"url": f"{context['request'].path}share/"}
