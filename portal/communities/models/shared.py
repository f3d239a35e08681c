"""What places have in common: a code, names, a point on the map, what they offer to people who need it."""

from collections.abc import Iterator
from typing import cast

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.names import NamesField
from portal.romanise import slug_from


class CodedPlace(models.Model):
    """`code` names the place within its community for imports and addresses; left out, it is the name in pinyin."""

    code = models.SlugField(_("short code"), max_length=60, blank=True, help_text=_("Left empty: from the name."))
    names = NamesField(_("name"), max_length=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.names) or self.code

    def clean(self) -> None:
        super().clean()
        self.code = self.code or self.code_from_name()
        if not self.code:
            raise ValidationError({"code": _("Give it a short code in Latin letters or digits.")})

    def code_from_name(self) -> str:
        return slug_from(next(iter(self.names.values()), ""))[:60].strip("-")


class Located(models.Model):
    """A point is whole or not there at all: the check constraint `..._point_is_whole`."""

    address = NamesField(_("postal address"), blank=True, max_length=200)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_point_is_whole",
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    # Said apart: a comparison with nothing is neither true nor false, and would pass.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
            )
        ]


class AccessFacts(models.Model):
    """Facts, not promises: yes, no, or not known (empty). Only what is known is shown.

    `step_free`: from the street to the counter without a step, by ramp if need be. `lift`: to every floor visitors
    need, wide enough for a wheelchair. `seats`: somewhere to sit while waiting. `large_print`: forms in large print
    or reading glasses to borrow. `help_at_door`: staff come to the door when rung or called.
    """

    step_free = models.BooleanField(_("step-free entrance"), null=True, blank=True)
    lift = models.BooleanField(_("lift"), null=True, blank=True)
    accessible_toilet = models.BooleanField(_("accessible toilet"), null=True, blank=True)
    accessible_parking = models.BooleanField(_("accessible parking space"), null=True, blank=True)
    seats = models.BooleanField(_("seats while waiting"), null=True, blank=True)
    large_print = models.BooleanField(_("large print or reading glasses"), null=True, blank=True)
    hearing_loop = models.BooleanField(_("hearing loop"), null=True, blank=True)
    help_at_door = models.BooleanField(_("staff help at the door"), null=True, blank=True)
    guide_dogs = models.BooleanField(_("guide dogs welcome"), null=True, blank=True)
    access_note = NamesField(_("note on access"), blank=True, max_length=300)

    FACTS = (
        "step_free",
        "lift",
        "accessible_toilet",
        "accessible_parking",
        "seats",
        "large_print",
        "hearing_loop",
        "help_at_door",
        "guide_dogs",
    )

    class Meta:
        abstract = True

    def access_facts(self) -> Iterator[tuple[str | Promise, bool]]:
        """(label, whether it has it) of what is known."""
        for name in self.FACTS:
            value = getattr(self, name)
            if value is not None:
                yield cast("models.Field", self._meta.get_field(name)).verbose_name, value
