"""The page of a case: what it is about, in words. How it stands comes from the case behind it."""

from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail_localize.fields import SynchronizedField

from portal.plugins.api import (
    PHONE_VALIDATOR,
    RICH_TEXT_FEATURES,
    AlsoKnownAs,
    Crumb,
    PluginPage,
    SearchValues,
    ShareValues,
    Venue,
)

#: The same in every language: an editor changes them on the page that is translated from.
COPIED_FIELDS = ("floors", "contact_phone", "category", "audiences")


class CasePage(AlsoKnownAs, PluginPage):
    """Stands below its community's list of cases."""

    summary = models.TextField(
        _("summary"), max_length=300, help_text=_("One or two sentences: which building, and what is asked.")
    )
    where = models.CharField(_("building and stairwells"), max_length=200)
    floors = models.PositiveSmallIntegerField(
        _("floors"), null=True, blank=True, validators=[MinValueValidator(2)], help_text=_("Of the building.")
    )
    body = RichTextField(_("text"), blank=True, features=RICH_TEXT_FEATURES)
    contact = models.CharField(pgettext_lazy("elevator case", "who to ask"), max_length=100, blank=True)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True, validators=[PHONE_VALIDATOR])
    #: Codes of the city's lists, which the search filters by.
    category = models.CharField(max_length=50, blank=True, default="housing", editable=False)
    audiences = models.JSONField(default=list, blank=True, editable=False)

    search_kind = "elevator"
    parent_page_types: ClassVar[list[str]] = ["elevator_consultations.CaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        *PluginPage.content_panels,
        FieldPanel("summary"),
        FieldRowPanel(["where", "floors"]),
        FieldPanel("body"),
        InlinePanel(
            "meetings",
            [FieldRowPanel(["starts_at", "ends_at"]), "venue", "place"],
            heading=_("Meetings"),
            label=_("meeting"),
            max_num=50,
        ),
        MultiFieldPanel(["contact", "contact_phone"], heading=_("Who to ask")),
        FieldPanel("keywords"),
    ]
    override_translatable_fields: ClassVar[list[SynchronizedField]] = [
        *PluginPage.override_translatable_fields,
        *(SynchronizedField(name, overridable=False) for name in COPIED_FIELDS),
    ]

    class Meta:
        verbose_name = _("elevator case page")
        verbose_name_plural = _("elevator case pages")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Publishing, unpublishing and expiry all save the page: the case follows in that transaction."""
        from portal.plugins.bundled.elevator_consultations.storing import store_case  # noqa: PLC0415 - actions are built on models

        super().save(*args, **kwargs)
        store_case(self.translation_key)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.plugins.bundled.elevator_consultations.showing import case_context  # noqa: PLC0415 - likewise

        return {**super().get_context(request, *args, **kwargs), **case_context(self, request)}

    def get_description(self) -> str:
        return self.summary

    def get_breadcrumbs(self, request: HttpRequest) -> list[Crumb]:
        from portal.plugins.bundled.elevator_consultations.showing import index_crumb  # noqa: PLC0415 - likewise

        return [*super().get_breadcrumbs(request), *index_crumb(self, request)]

    def share_values(self, request: HttpRequest, **route: Any) -> ShareValues:
        from portal.plugins.bundled.elevator_consultations.showing import case_share  # noqa: PLC0415 - likewise

        return case_share(self, request)

    @classmethod
    def search_queryset(cls) -> QuerySet[Self]:
        return cls.objects.all()

    def search_values(self) -> SearchValues:
        words = [self.where, strip_tags(self.body), self.contact]
        return SearchValues(
            summary=self.summary,
            body="\n".join(word for word in words if word),
            category=self.category,
            audiences=tuple(self.audiences or ()),
        )


class CaseMeeting(Orderable):
    """Of the owners, on the community's calendar."""

    page = ParentalKey(CasePage, on_delete=models.CASCADE, related_name="meetings")
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    venue = models.ForeignKey(
        Venue, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("venue")
    )
    place = models.CharField(_("or another place"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="elevator_meeting_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} {self.starts_at:%Y-%m-%d %H:%M}"
