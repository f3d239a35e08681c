"""Something with places, and who has taken them. Written by `portal.participation.places` only."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.participation.querysets import TakingQuerySet
from portal.participation.signals import places_freed


class Places(models.Model):
    """What has places derives from it, as pages derive from Wagtail's Page: `class Shift(Places)`.

    `capacity` None means as many as come. `taken` counts the rows of `takings`; no save writes it, and the database
    refuses more than there are. Forms may change `capacity`.
    """

    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    taken = models.PositiveIntegerField(_("places taken"), default=0, editable=False)

    class Meta:
        default_permissions = ()
        verbose_name = _("places")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
                name="places_never_oversold",
                violation_error_message=_("More places are taken already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken}/{'∞' if self.capacity is None else self.capacity}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises ValidationError if more places are taken by now than there would be."""
        if self._state.adding or kwargs.get("force_insert"):
            super().save(*args, **kwargs)
            return
        if kwargs.get("update_fields") is None:
            hidden = self.get_deferred_fields() | {"taken"}
            fields = [f for f in self._meta.concrete_fields if not f.primary_key and f.attname not in hidden]
            kwargs["update_fields"] = [field.name for field in fields]
        with transaction.atomic():
            now = Places.objects.select_for_update().get(pk=self.pk)
            if "capacity" in kwargs["update_fields"]:
                refuse_too_few(now, self.capacity)
            super().save(*args, **kwargs)
            self.taken = now.taken
            has_more = now.capacity is not None and (self.capacity is None or self.capacity > now.capacity)
            if has_more and "capacity" in kwargs["update_fields"]:
                places_freed.send(sender=type(self), places=self)

    @property
    def left(self) -> int | None:
        """None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.taken

    @property
    def is_full(self) -> bool:
        return self.left == 0


def refuse_too_few(places: Places, capacity: int | None) -> None:
    if capacity is not None and capacity < places.taken:
        text = ngettext("%(taken)d place is taken already.", "%(taken)d places are taken already.", places.taken)
        raise ValidationError({"capacity": text % {"taken": places.taken}}, code="taken")


class Taking(models.Model):
    """Somebody has `count` of the places, for good or `until` a time."""

    changes_pages = False

    places = models.ForeignKey(Places, on_delete=models.CASCADE, related_name="takings")
    holder = models.CharField(_("who"), max_length=120)
    count = models.PositiveIntegerField(_("how many"), default=1)
    until = models.DateTimeField(_("held until"), null=True, blank=True, db_index=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    objects = TakingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("places taken")
        verbose_name_plural = _("places taken")
        constraints = [
            models.UniqueConstraint(fields=("places", "holder"), name="taking_once_a_holder"),
            models.CheckConstraint(condition=Q(count__gt=0), name="taking_is_something"),
        ]
        indexes = [models.Index(fields=("holder",), name="taking_of_holder")]

    def __str__(self) -> str:
        return f"{self.holder} · {self.count}"
