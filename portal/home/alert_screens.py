"""Admin: alerts of the city for its administrators, of a community for its editors."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic

from portal.communities.access.viewsets import CommunityScopedViewSet
from portal.home.alert_forms import AlertForm
from portal.home.models import Alert


def state_of(alert: Alert) -> str:
    now = timezone.now()
    if alert.ends_at <= now:
        return _("Over")
    return _("Shown now") if alert.starts_at <= now else _("Yet to come")


def moment(value: datetime) -> str:
    return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")


class AlertIndexView(generic.IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related("community")


class AlertViewSet(CommunityScopedViewSet):
    model = Alert
    icon = "warning"
    menu_label = gettext_lazy("Alerts")
    menu_order = 160
    add_to_admin_menu = True
    index_view_class = AlertIndexView
    list_display = [
        "__str__",
        Column("state", label=gettext_lazy("State"), accessor=state_of),
        Column("community", label=gettext_lazy("Community"), accessor=lambda alert: alert.community or _("City")),
        "severity",
        Column("starts_at", label=gettext_lazy("from"), accessor=lambda alert: moment(alert.starts_at)),
        Column("ends_at", label=gettext_lazy("until"), accessor=lambda alert: moment(alert.ends_at)),
    ]
    list_filter = ["community", "severity"]
    search_fields = ["titles"]
    search_backend_name = None
    panels = [
        FieldPanel("titles"),
        FieldPanel("texts"),
        FieldRowPanel(["starts_at", "ends_at"]),
        FieldRowPanel(["severity", "community"]),
        MultiFieldPanel(["url", "is_dismissible"], heading=gettext_lazy("More"), classname="collapsed"),
        MultiFieldPanel(
            [
                FieldPanel("shown_on"),
                InlinePanel("page_rows", [PageChooserPanel("page")], label=gettext_lazy("page"), max_num=10),
            ],
            heading=gettext_lazy("On which pages"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("districts", widget=forms.CheckboxSelectMultiple),
                FieldPanel("streets", widget=forms.SelectMultiple(attrs={"size": 8})),
                FieldPanel("community_lines"),
            ],
            heading=gettext_lazy("Which part of the city"),
            classname="collapsed",
            help_text=gettext_lazy("Nothing chosen: all of it. For alerts of the city."),
            permission="communities.administer_city",
        ),
    ]

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels, base_form_class=AlertForm).bind_to_model(self.model)
