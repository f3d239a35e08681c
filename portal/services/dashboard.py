"""Admin: what the dashboard tells editors about guides."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.admin.ui.components import Component

from portal.services.queries import changed_notes_for, guides_to_check

SHOWN = 10


class GuideCarePanel(Component):
    """Notes that the city's text has overtaken, and guides to check again; empty when there is nothing to do."""

    name = "guide_care"
    template_name = "services/admin/guide_care_panel.html"
    order = 150

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user: User = parent_context["request"].user
        return {
            "changed": changed_notes_for(user, limit=SHOWN),
            "due": guides_to_check(user, limit=SHOWN),
        }
