"""The tenant: everything a community owns lies below its home pages or has a foreign key to it."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page

from portal.communities.addresses import is_reserved
from portal.communities.choices import CommunityKind, CommunityStatus
from portal.communities.models.areas import Street
from portal.communities.models.shared import Located
from portal.communities.querysets import CommunityQuerySet
from portal.hours.fields import HoursField
from portal.names import NamesField

#: Depth in the page tree of pages right below the city's home pages, whose slugs share one space with communities.
CITY_PAGE_DEPTH = 3


class Community(Located):
    code = models.CharField(_("official code"), max_length=12, unique=True, validators=[RegexValidator(r"^\d{12}$")])
    kind = models.CharField(_("kind"), max_length=10, choices=CommunityKind, default=CommunityKind.COMMUNITY)
    slug = models.SlugField(_("address"), max_length=80, unique=True, help_text=_("Its part of web addresses."))
    names = NamesField(_("name"), max_length=100)
    official_name = models.CharField(
        _("name in the official list"), max_length=100, blank=True, help_text=_("As imported: 清波门社区居委会.")
    )
    other_names = models.CharField(
        _("other names"), max_length=300, blank=True, help_text=_("Old or everyday names, separated by commas.")
    )
    street = models.ForeignKey(
        Street, on_delete=models.PROTECT, related_name="communities", verbose_name=_("street office")
    )
    status = models.CharField(_("status"), max_length=10, choices=CommunityStatus, default=CommunityStatus.PREPARING)
    successor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("merged into"),
        help_text=_("Where an archived community's visitors are sent."),
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    hours = HoursField(_("counter hours"), blank=True)
    collection = models.OneToOneField(
        Collection, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="community"
    )

    objects = CommunityQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        constraints = [
            models.CheckConstraint(name="community_code_is_12_digits", condition=models.Q(code__regex=r"^[0-9]{12}$")),
            *Located.Meta.constraints,
            models.CheckConstraint(
                name="community_successor_of_archived_only",
                condition=models.Q(successor__isnull=True) | models.Q(status=CommunityStatus.ARCHIVED),
            ),
        ]

    def __str__(self) -> str:
        return str(self.names)

    def clean(self) -> None:
        super().clean()
        if is_reserved(self.slug):
            raise ValidationError({"slug": _("“%(slug)s” is an address of the site itself.") % {"slug": self.slug}})
        if self.successor_id and self.successor_id == self.pk:
            raise ValidationError({"successor": _("A community cannot be merged into itself.")})
        if self._slug_is_new() and Page.objects.filter(depth=CITY_PAGE_DEPTH, slug=self.slug).exists():
            raise ValidationError({"slug": _("A page of the city has the address “%(slug)s”.") % {"slug": self.slug}})

    def _slug_is_new(self) -> bool:
        return not type(self).objects.filter(pk=self.pk, slug=self.slug).exists()

    @property
    def is_open(self) -> bool:
        return self.status == CommunityStatus.OPEN
