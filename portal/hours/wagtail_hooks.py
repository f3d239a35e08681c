"""Admin: holidays and school terms, for those with model permissions on them (the city's administrators)."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry

from portal.hours.models import Holiday, HolidayYear, SchoolTerm


class HolidayYearViewSet(ModelViewSet):
    model = HolidayYear
    icon = "calendar"
    menu_label = _("Years")
    url_prefix = "hours/years"
    copy_view_enabled = False
    list_display = ["year", "source", "imported_at"]
    panels = [FieldPanel("year"), FieldPanel("source")]


# Not the foreign key itself: it would be fetched row by row.
YEAR_COLUMN = Column("notice_id", label=_("announced for the year"), sort_key="notice")


class HolidayViewSet(ModelViewSet):
    model = Holiday
    icon = "calendar-check"
    menu_label = _("Holidays")
    url_prefix = "hours/holidays"
    copy_view_enabled = False
    list_per_page = 50
    list_display = ["date", Column("names", label=_("name")), Column("get_kind_display", label=_("kind")), YEAR_COLUMN]
    list_filter = ["notice", "kind"]
    panels = [FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]), FieldPanel("names"), FieldPanel("notice")]


class SchoolTermViewSet(ModelViewSet):
    model = SchoolTerm
    icon = "date"
    menu_label = _("School terms")
    url_prefix = "hours/terms"
    copy_view_enabled = False
    list_display = [
        "names",
        Column("get_scope_display", label=_("schools")),
        "starts",
        "ends",
        "key",
    ]
    list_filter = ["scope"]
    panels = [
        FieldPanel("names"),
        FieldPanel("scope"),
        FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
        FieldPanel("key"),
    ]


class HolidayGroup(ViewSetGroup):
    menu_label = _("Holidays and terms")
    menu_icon = "calendar"
    menu_order = 800
    items = (HolidayViewSet, HolidayYearViewSet, SchoolTermViewSet)


@hooks.register("register_admin_viewset")
def register_viewsets() -> HolidayGroup:
    return HolidayGroup()


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("hours.import_holidays", _("Import holidays"), _("Holidays imported"))
    actions.register_action("hours.import_school_terms", _("Import school terms"), _("School term imported"))
