"""What our template adds to wagtail-localize's editor, and what it takes away."""

import json
from typing import Any

from django import template
from wagtail.models import Page

from portal.communities.handing_in import can_hand_in

register = template.Library()


@register.filter
def without_alias(props: str) -> str:
    """The editor's values without its first button for whoever may not publish: it would put the untranslated page in
    place of the translated one, at once."""
    values = json.loads(props)
    values["links"]["convertToAliasUrl"] = None
    return json.dumps(values)


@register.inclusion_tag("communities/admin/_hand_in.html", takes_context=True)
def hand_in(context: dict[str, Any]) -> dict[str, Any]:
    """Where the translation stands on its way to approval, and the button that hands it in."""
    page, user, translation = context["instance"], context["request"].user, context["translation"]
    if not isinstance(page, Page):
        return {}
    total, translated = translation.get_progress()
    state = page.current_workflow_state
    return {
        "translation": translation,
        "missing": total - translated,
        "state": state,
        "is_waiting": state and state.status == state.STATUS_IN_PROGRESS,
        "can_publish": page.permissions_for_user(user).can_publish(),
        "can_hand_in": can_hand_in(user, page),
    }
