"""An activity: what goes on in a community, once or again and again."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from portal.activities.forms import ActivityForm
from portal.activities.panels import ACTIVITY_PANELS
from portal.also_known_as import AlsoKnownAs
from portal.blocks import PHONE_VALIDATOR, RICH_TEXT_FEATURES
from portal.communities.current import community_of
from portal.communities.models import Community, Venue
from portal.communities.queries import community_for_page
from portal.meta import Crumb
from portal.pages import PortalPage, SearchValues, ShareValues
from portal.plain_text import text_of_html
from portal.plugins.calendar import CalendarKind
from portal.timetables.models import TIMETABLE_FIELDS, DateChangeRow, Timetable

#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = [
    "kind",
    *TIMETABLE_FIELDS,
    "venue",
    "audiences",
    "phone",
    "is_free",
    "is_cancelled",
]
KINDS = [CalendarKind.ACTIVITY, CalendarKind.CLASS, CalendarKind.MEETING, CalendarKind.OTHER]


class ActivityPage(Timetable, AlsoKnownAs, PortalPage):
    """Stands below its community's calendar. When it takes place is worked out from its fields (`schedule`)."""

    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences: what goes on, and for whom.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=[(kind.value, kind.label) for kind in KINDS],
        default=CalendarKind.ACTIVITY.value,
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    place = models.CharField(
        _("or another place"), max_length=200, blank=True, help_text=_("The square by the north gate, say.")
    )
    audiences = models.JSONField(_("who it is for"), default=list, blank=True)
    organiser = models.CharField(_("organiser"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    is_free = models.BooleanField(_("free of charge"), default=True)
    cost = models.CharField(_("cost, and what to bring"), max_length=200, blank=True)
    body = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    is_cancelled = models.BooleanField(_("all of it is called off"), default=False)
    cancelled_note = models.CharField(_("why, and what instead"), max_length=200, blank=True)

    search_kind = "activity"
    parent_page_types: ClassVar[list[str]] = ["activities.ActivityCalendarPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ActivityForm
    content_panels: ClassVar[list[Panel]] = [*PortalPage.content_panels, "kind", *ACTIVITY_PANELS]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PortalPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in COPIED_FIELDS),
    ]

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")

    # When

    @property
    def uid(self) -> str:
        """Of its entry in the calendar: the same in all languages."""
        return str(self.translation_key)

    # What it says of itself

    def get_community(self, request: HttpRequest | None = None) -> Community | None:
        return (community_of(request) if request is not None else None) or community_for_page(self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.activities.showing import activity_context  # noqa: PLC0415 - reads are built on models

        return {**super().get_context(request, *args, **kwargs), **activity_context(self, request)}

    def get_description(self) -> str:
        return self.summary

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        from portal.activities.showing import calendar_crumbs  # noqa: PLC0415 - likewise

        return calendar_crumbs(self, request)

    def get_json_ld(self, request: HttpRequest) -> list[dict[str, Any]]:
        from portal.activities.json_ld import activity_json_ld  # noqa: PLC0415 - likewise

        return activity_json_ld(self, request)

    def share_values(self, request: HttpRequest, **route: Any) -> ShareValues:
        from portal.activities.showing import activity_share  # noqa: PLC0415 - likewise

        return activity_share(self, request)

    @property
    def kind_label(self) -> str:
        return str(CalendarKind(self.kind).label)

    # What search reads of it

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        return cls.objects.select_related("venue")

    def search_values(self) -> SearchValues:
        venue = self.venue.names.in_language(self.language_code) if self.venue else ""
        words = [text_of_html(self.body), venue, self.place, self.organiser, self.cost]
        return SearchValues(
            summary=self.summary,
            body="\n".join(word for word in words if word),
            audiences=tuple(self.audiences or ()),
        )


class ActivityDateChange(Orderable, DateChangeRow):
    page = ParentalKey(ActivityPage, on_delete=models.CASCADE, related_name="changes")


class ImportedActivity(models.Model):
    """Which event of a calendar file an activity came from, so that importing it again changes it and adds none."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    uid = models.CharField(max_length=500)
    translation_key = models.UUIDField()
    digest = models.CharField(max_length=64)
    imported_at = models.DateTimeField(auto_now=True)

    changes_pages = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "uid"], name="imported_activity_once")]

    def __str__(self) -> str:
        return self.uid
