"""An activity: what goes on in a community, once or again and again."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from portal.activities.choices import Change, Repeats
from portal.activities.days import known_days
from portal.activities.forms import ActivityForm
from portal.activities.panels import ACTIVITY_PANELS
from portal.activities.schedule import DateChange, Plan, PlanError, Schedule, schedule_of
from portal.also_known_as import AlsoKnownAs
from portal.blocks import PHONE_VALIDATOR, RICH_TEXT_FEATURES
from portal.communities.current import community_of
from portal.communities.models import Community, Venue
from portal.communities.queries import community_for_page
from portal.meta import Crumb
from portal.pages import PortalPage, SearchValues, ShareValues
from portal.plain_text import text_of_html
from portal.plugins.calendar import CalendarKind
from portal.recurrence import Occurrence

#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = [
    "kind",
    "starts_on",
    "start_time",
    "end_time",
    "ends_on",
    "repeats",
    "every",
    "weekdays",
    "until",
    "times",
    "rule",
    "not_on_holidays",
    "on_makeup_days",
    "in_term_only",
    "venue",
    "audiences",
    "phone",
    "is_free",
    "is_cancelled",
]
KINDS = [CalendarKind.ACTIVITY, CalendarKind.CLASS, CalendarKind.MEETING, CalendarKind.OTHER]
NEXT = 10


class ActivityPage(AlsoKnownAs, PortalPage):
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
    starts_on = models.DateField(_("first day"), null=True)
    start_time = models.TimeField(_("from"), null=True, blank=True, help_text=_("Empty: the whole day."))
    end_time = models.TimeField(_("to"), null=True, blank=True)
    ends_on = models.DateField(
        _("last day of one date"),
        null=True,
        blank=True,
        help_text=_("Only if one date goes on past midnight, or for several days."),
    )
    repeats = models.CharField(_("how often"), max_length=20, choices=Repeats, default=Repeats.NEVER)
    every = models.PositiveSmallIntegerField(
        _("every how many"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("2 for every second week, month ..."),
    )
    weekdays = models.JSONField(_("days of the week"), default=list, blank=True)
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: until further notice."))
    times = models.PositiveSmallIntegerField(
        _("or how many times"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    rule = models.TextField(_("imported rule"), blank=True)
    not_on_holidays = models.BooleanField(_("not on public holidays"), default=False)
    on_makeup_days = models.BooleanField(_("also on make-up working days"), default=False)
    in_term_only = models.BooleanField(_("in school terms only"), default=False)

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

    @property
    def plan(self) -> Plan | None:
        """None while a draft has no first day yet."""
        if self.starts_on is None:
            return None
        names = ("start_time", "end_time", "ends_on", "until", "times", "rule")
        conditions = ("not_on_holidays", "on_makeup_days", "in_term_only")
        return Plan(
            starts_on=self.starts_on,
            repeats=Repeats(self.repeats),
            every=self.every or 1,
            weekdays=tuple(self.weekdays or ()),
            changes=tuple(change.value for change in self.changes.all() if change.date),
            **{name: getattr(self, name) for name in (*names, *conditions)},
        )

    @cached_property
    def schedule(self) -> Schedule | None:
        """None for a draft that says no time that could be."""
        try:
            return schedule_of(self.plan) if self.plan else None
        except PlanError:
            return None

    def next_dates(self, count: int = NEXT) -> list[Occurrence]:
        """Worked out, not looked up: a draft has no stored ones."""
        if self.schedule is None:
            return []
        try:
            return self.schedule.next_dates(known_days(), after=timezone.localdate(), count=count)
        except ValueError:
            return []

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


class ActivityDateChange(Orderable):
    """What is different on one date; the same in every language, since wagtail-localize copies child relations."""

    page = ParentalKey(ActivityPage, on_delete=models.CASCADE, related_name="changes")
    date = models.DateField(_("date"))
    change = models.CharField(_("what is different"), max_length=10, choices=Change, default=Change.LEFT_OUT)
    to_date = models.DateField(_("moved to"), null=True, blank=True)
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("to"), null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.date} {self.get_change_display()}"

    @property
    def value(self) -> DateChange:
        return DateChange(self.date, Change(self.change), self.to_date, self.start_time, self.end_time)


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
