"""The box in the form that shows the next dates, and what announcements did to them."""

from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import Panel


class DatesPanel(Panel):
    """Filled by the server, and again by a script whenever something about the time changes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "activities/admin/dates_panel.html"

        @property
        def media(self) -> Media:
            return Media(js=["activities/dates.js"])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from portal.activities.admin_views import dates_of  # noqa: PLC0415 - models are built on panels
            from portal.activities.dashboard import effects_of  # noqa: PLC0415 - likewise

            context = super().get_context_data(parent_context) or {}
            page = self.instance
            about = page if page.pk else (self.form.parent_page or page)
            shown = dates_of(page.plan, venue=page.venue, uid=page.uid)
            url = reverse("activity_dates", args=[about.pk]) if about.pk else ""
            return {**context, **shown, "url": url, "effects": effects_of(page) if page.pk else []}
