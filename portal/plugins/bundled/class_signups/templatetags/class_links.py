from typing import Any

from django import template

from portal.plugins.api import LinkItem
from portal.plugins.bundled.class_signups.models import ClassSignUp
from portal.plugins.bundled.class_signups.showing import links_of_family

register = template.Library()


@register.simple_tag(takes_context=True)
def class_links(context: dict[str, Any], sign_up: ClassSignUp) -> list[LinkItem]:
    return links_of_family(sign_up, context["request"])
