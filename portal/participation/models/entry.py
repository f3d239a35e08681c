"""What somebody handed in."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.core import checks
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.communities.models import Community
from portal.components import Fact
from portal.notifications.actions import Recipient
from portal.participation.choices import HandedInBy
from portal.participation.codes import in_groups
from portal.participation.querysets import EntryQuerySet, model_of
from portal.phones import PhoneField


class Entry(models.Model):
    """What residents hand in derives from it, as what they read derives from Wagtail's Page: `class SignUp(Entry)`.

    It holds who, how it came in, and the ways back to it: `reference` is said at the counter, a token opens the private
    page (only its hash is stored), and the phone number opens it after a code by text message. Handed in by
    `actions.hand_in`, never saved as new by anybody else.

    A kind declares how long it says whose it is (`kept_for` after `kept_after`, the path of a date, as in a query; an
    entry without that date is kept), and which of its own fields are erased with the person's (`personal_fields`).
    """

    changes_pages = False

    kept_for: ClassVar[dt.timedelta | None] = None
    kept_after: ClassVar[str] = "created_at"
    personal_fields: ClassVar[tuple[str, ...]] = ()
    #: Relations that `get_title` and `get_facts` look at, read in one go.
    read_with: ClassVar[tuple[str, ...]] = ()
    #: Of its private page: extends participation/private.html.
    private_template: ClassVar[str] = "participation/private.html"

    #: Why the button that was pressed last did nothing, in the active language.
    refusal: str = ""

    #: The private link's secret, right after handing in; nobody can read it later.
    token: str = ""

    kind = models.CharField(_("kind"), max_length=100, editable=False)
    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+", verbose_name=_("community"))
    name = models.CharField(pgettext_lazy("person", "name"), max_length=100, blank=True)
    phone = PhoneField(_("phone"), blank=True, db_index=True)
    email = models.EmailField(_("mail"), blank=True)
    language = models.CharField(_("language"), max_length=12, editable=False)
    reference = models.CharField(_("reference"), max_length=12, unique=True, null=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    once = models.UUIDField(unique=True, null=True, editable=False)
    handed_in_by = models.CharField(
        _("how it came in"), max_length=10, choices=HandedInBy, default=HandedInBy.WEB, editable=False
    )
    typed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("typed in by"),
    )
    on_behalf_why = models.CharField(_("why for somebody else"), max_length=200, blank=True, editable=False)
    created_at = models.DateTimeField(_("handed in at"), auto_now_add=True, db_index=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, editable=False)
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        default_permissions = ()
        verbose_name = _("handed in")
        verbose_name_plural = _("handed in")
        constraints = [
            models.CheckConstraint(condition=Q(handed_in_by__in=HandedInBy.values), name="entry_channel_is_known"),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False)
                | Q(handed_in_by=HandedInBy.WEB, on_behalf_why="")
                | ~Q(handed_in_by=HandedInBy.WEB) & ~Q(on_behalf_why=""),
                name="entry_on_behalf_says_why",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(name="", phone="", email=""),
                name="entry_erased_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        """Wagtail writes it into its logs, which outlive what is erased: so it names nobody."""
        return self.shown_reference or str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = self.kind or self._meta.label_lower
        super().save(*args, **kwargs)

    @property
    def shown_reference(self) -> str:
        return in_groups(self.reference or "")

    @property
    def holder(self) -> str:
        """Who it is to `places.take`."""
        return f"entry:{self.pk}"

    @property
    def about(self) -> str:
        """What it is to `notifications.tell(about=)`: what still waits is taken back with it."""
        return f"entry:{self.pk}"

    @property
    def recipient(self) -> Recipient:
        """Its person, as `notifications.tell` wants them."""
        return Recipient(self.name, self.phone, self.email, self.language)

    @cached_property
    def specific(self) -> "Entry":
        """It, as what it is; itself where its package is gone."""
        model = model_of(self.kind)
        if model is None or isinstance(self, model):
            return self
        return model._default_manager.select_related("community", *model.read_with).get(pk=self.pk)

    # What a kind says of itself

    def get_title(self) -> str:
        """What it is, to its person and to staff: "Painting class, July". In the active language."""
        return str(self._meta.verbose_name)

    def get_status(self) -> str:
        """How it stands, in a few words."""
        return str(_("Taken back") if self.withdrawn_at else _("Handed in"))

    def get_facts(self) -> list[Fact]:
        """What its person handed in, for the private page."""
        return []

    def can_be_withdrawn(self) -> bool:
        """By its person, now."""
        return self.withdrawn_at is None

    def act(self, action: str, argument: str, values: Mapping[str, str]) -> bool:
        """A button of the kind's own on its private page, `name="action" value="claim:12"`, with what else the form
        sent. Returns whether it did something; if not, `refusal` says why."""
        return False

    def on_handed_in(self) -> None:
        """Called once, in the transaction that stores it: take places, tell people. What it raises undoes all."""

    def on_withdrawn(self) -> None:
        """Called in the transaction that takes it back; places are given back and messages taken back already."""

    @classmethod
    def erase_related(cls, pks: list[Any]) -> None:
        """Erase what other tables of the kind say of these persons; in a constant number of queries."""

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *check_keeping(cls)]


def check_keeping(kind: type[Entry]) -> Iterator[checks.CheckMessage]:
    """A kind says how long it is kept, and its personal fields can be emptied."""
    if kind is Entry or kind._meta.abstract:
        return
    if not isinstance(kind.kept_for, dt.timedelta):
        text = "Say how long it is kept: kept_for = timedelta(...), counted from the date kept_after."
        yield checks.Error(text, obj=kind, id="participation.E001")
    for name in kind.personal_fields:
        field = kind._meta.get_field(name)
        if not (field.null or getattr(field, "blank", False) or field.has_default()):  # type: ignore[union-attr]  # fields of tables
            text = f"{name} is a personal field and cannot be emptied: let it be null, or blank, or have a default."
            yield checks.Error(text, obj=kind, id="participation.E002")
