"""A class: what it is, when, for whom. What people sign up for is the course that is stored when it is published."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from portal.plugins.api import (
    PHONE_VALIDATOR,
    RICH_TEXT_FEATURES,
    TIMETABLE_FIELDS,
    AlsoKnownAs,
    Crumb,
    DateChangeRow,
    PluginPage,
    SearchValues,
    ShareValues,
    Timetable,
    Venue,
)
from portal.plugins.bundled.class_signups.choices import LateAfter, SeatsBy, SignUpFor
from portal.plugins.bundled.class_signups.page_form import ClassForm
from portal.plugins.bundled.class_signups.panels import CLASS_PANELS

#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = (
    *TIMETABLE_FIELDS,
    "venue",
    "sign_up_for",
    "seats_by",
    "capacity",
    "minimum",
    "merge_into",
    "age_from",
    "age_to",
    "opens_at",
    "closes_at",
    "residents_until",
    "is_free",
    "contact_phone",
    "is_care_group",
    "late_after",
    "is_cancelled",
    "category",
    "audiences",
)
AGES = [MinValueValidator(0), MaxValueValidator(120)]


class ClassPage(Timetable, AlsoKnownAs, PluginPage):
    """Stands below its community's list of classes."""

    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences: what is learnt, and for whom.")
    )
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    place = models.CharField(_("or another place"), max_length=200, blank=True)
    teacher = models.CharField(_("teacher"), max_length=200, blank=True, help_text=_("As you would introduce them."))
    age_from = models.PositiveSmallIntegerField(
        _("from the age of"), null=True, blank=True, validators=AGES, help_text=_("On the first day.")
    )
    age_to = models.PositiveSmallIntegerField(_("up to the age of"), null=True, blank=True, validators=AGES)
    sign_up_for = models.CharField(_("sign-up for"), max_length=10, choices=SignUpFor, default=SignUpFor.COURSE)
    seats_by = models.CharField(_("places go by"), max_length=10, choices=SeatsBy, default=SeatsBy.FIRST)
    seed_source = models.CharField(
        _("where the draw’s seed comes from"),
        max_length=200,
        blank=True,
        help_text=_("A public value that nobody knows before: the numbers of a lottery, on a day after closing."),
    )
    capacity = models.PositiveIntegerField(
        _("places"), null=True, blank=True, validators=[MinValueValidator(1)], help_text=_("Empty: as many as come.")
    )
    minimum = models.PositiveSmallIntegerField(
        _("takes place with at least"),
        null=True,
        blank=True,
        help_text=_("If fewer have a place when sign-up closes, the class is called off by itself and all are told."),
    )
    merge_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("with too few it goes on in"),
        help_text=_("Instead of being called off: those who fit go over to this class, and all are told."),
    )
    opens_at = models.DateTimeField(_("sign-up opens"), null=True, blank=True, help_text=_("Empty: at once."))
    closes_at = models.DateTimeField(
        _("sign-up closes"), null=True, blank=True, help_text=_("Empty: when the class is over.")
    )
    is_care_group = models.BooleanField(
        _("care group"),
        default=False,
        help_text=_("After school, for example: children are checked in and out, and collected by whom parents named."),
    )
    late_after = models.PositiveSmallIntegerField(
        _("call when a child has not come after"),
        choices=LateAfter,
        default=LateAfter.FIFTEEN,
        help_text=_("Of care groups: so long past the beginning, staff are asked to ring the guardian."),
    )
    residents_until = models.DateTimeField(
        _("residents come first until"),
        null=True,
        blank=True,
        help_text=_("Until then only families whose residence is confirmed get places. Empty: nobody comes first."),
    )
    is_free = models.BooleanField(_("free of charge"), default=True)
    fee_note = models.CharField(
        _("what it costs"), max_length=200, blank=True, help_text=_("How much, where it is paid, what is paid back.")
    )
    bring = models.CharField(_("to bring along"), max_length=300, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    body = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)
    is_cancelled = models.BooleanField(_("all of it is called off"), default=False)
    cancelled_note = models.CharField(_("why, and what instead"), max_length=200, blank=True)
    #: Codes of the city's lists, which the search filters by.
    category = models.CharField(max_length=50, blank=True, default="education", editable=False)
    audiences = models.JSONField(default=list, blank=True, editable=False)

    search_kind = "class"
    parent_page_types: ClassVar[list[str]] = ["class_signups.ClassIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = ClassForm
    content_panels: ClassVar[list[Panel]] = [*PluginPage.content_panels, *CLASS_PANELS]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PluginPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in COPIED_FIELDS),
    ]

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Publishing, unpublishing and expiry all save the page: the course follows in that transaction."""
        from portal.plugins.bundled.class_signups.storing import store_course  # noqa: PLC0415 - actions are built on models

        super().save(*args, **kwargs)
        store_course(self.translation_key)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.plugins.bundled.class_signups.showing import class_context  # noqa: PLC0415 - likewise

        return {**super().get_context(request, *args, **kwargs), **class_context(self, request)}

    def get_description(self) -> str:
        return self.summary

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        from portal.plugins.bundled.class_signups.showing import index_crumb  # noqa: PLC0415 - likewise

        return [*super().get_breadcrumbs(request), *index_crumb(self, request)]

    def share_values(self, request: HttpRequest, **route: Any) -> ShareValues:
        from portal.plugins.bundled.class_signups.showing import class_share  # noqa: PLC0415 - likewise

        return class_share(self, request)

    # What search reads of it: not what places are left, which is asked when the page is shown

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        return cls.objects.select_related("venue")

    def search_values(self) -> SearchValues:
        venue = self.venue.names.in_language(self.locale.language_code) if self.venue else ""
        words = [strip_tags(self.body), venue, self.place, self.teacher, self.fee_note, self.bring]
        return SearchValues(
            summary=self.summary,
            body="\n".join(word for word in words if word),
            category=self.category,
            audiences=tuple(self.audiences or ()),
        )


class ClassDateChange(Orderable, DateChangeRow):
    page = ParentalKey(ClassPage, on_delete=models.CASCADE, related_name="changes")
