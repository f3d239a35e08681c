"""Alerts: what everybody must know now. Of the city, for all of it or a part, or of one community; never a page."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable, Page

from portal.communities.models import Community, District, Street
from portal.home.choices import AlertPlace
from portal.names import NamesField
from portal.plugins.choices import Severity

LINK_VALIDATOR = RegexValidator(r"^(/(?!/)|https?://)", _("Begin with / for a page of this site, else with https://."))


class Alert(ClusterableModel):
    """`community` is None for the city's, which reach every page, or the communities of the chosen districts and
    street offices and those chosen themselves. Alerts begin and end by their times alone: nothing has to run."""

    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="alerts",
        verbose_name=_("community"),
        help_text=_("Empty: an alert of the city."),
    )
    titles = NamesField(_("what it says"), max_length=60, help_text=_("One line: “Water is off in Lake Garden”."))
    texts = NamesField(
        _("what to do"),
        blank=True,
        multiline=True,
        max_length=300,
        help_text=_("Two sentences at most: where, until when, whom to call."),
    )
    url = models.CharField(
        _("link"), max_length=300, blank=True, validators=[LINK_VALIDATOR], help_text=_("Where to read more.")
    )
    severity = models.CharField(_("how serious"), max_length=10, choices=Severity, default=Severity.WARN)
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(_("until"), help_text=_("It disappears by itself then."))
    is_dismissible = models.BooleanField(
        _("readers may put it away"), default=True, help_text=_("It comes back to them when its text changes.")
    )
    shown_on = models.CharField(_("shown on"), max_length=10, choices=AlertPlace, default=AlertPlace.ALL)
    districts = models.ManyToManyField(District, blank=True, related_name="+", verbose_name=_("districts"))
    streets = models.ManyToManyField(Street, blank=True, related_name="+", verbose_name=_("street offices"))
    communities = models.ManyToManyField(Community, blank=True, related_name="+", verbose_name=_("communities"))

    class Meta:
        ordering = ("-starts_at", "-pk")
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.CheckConstraint(
                name="home_alert_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("It ends before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.titles)

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it starts.")})


class AlertPage(Orderable):
    """A page on which the alert stands, and on those below it; in every language."""

    alert = ParentalKey(Alert, on_delete=models.CASCADE, related_name="page_rows")
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
