"""A family's sign-up for a course: one entry for all its children."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.plugins.api import Building, EncryptedTextField, Entry, Fact, Places, give_back_all
from portal.plugins.bundled.class_signups.child_querysets import ChildQuerySet
from portal.plugins.bundled.class_signups.choices import Answer, ConfirmedBy, SignUpFor
from portal.plugins.bundled.class_signups.models.course import ClassCourse, ClassSession


class ClassSignUp(Entry):
    """`name`, `phone` and `email` are the guardian's, or of whoever comes. `needs` are health and access needs: sealed,
    and for those who teach, so not among the facts that everybody at the counter sees."""

    course = models.ForeignKey(
        ClassCourse, on_delete=models.CASCADE, related_name="sign_ups", verbose_name=_("class"), editable=False
    )
    sessions = models.ManyToManyField(
        ClassSession, related_name="sign_ups", blank=True, verbose_name=pgettext_lazy("class", "sessions")
    )
    needs = EncryptedTextField(_("health and access needs"), blank=True, max_length=1000)
    #: Of care groups: one person a line; besides whoever signed up.
    collectors = EncryptedTextField(_("who may collect"), blank=True, max_length=600)
    may_go_alone = models.BooleanField(_("may go home alone"), default=False)

    #: Its number in the line of those who wait; None for who does not.
    queue = models.PositiveIntegerField(_("number in the line"), null=True, editable=False)
    only_together = models.BooleanField(_("only with places for all"), default=False, editable=False)
    sits_out_until = models.DateTimeField(_("is offered nothing until"), null=True, editable=False)

    #: Where the family says it lives, and how that is known.
    building = models.ForeignKey(
        Building, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("building")
    )
    confirmed_how = models.CharField(_("confirmed"), max_length=10, choices=ConfirmedBy, blank=True, editable=False)
    confirmed_at = models.DateTimeField(_("residence confirmed at"), null=True, editable=False)
    #: Whose code it was, which confirms once a class; no door by itself.
    household_mark = models.CharField(max_length=64, unique=True, null=True, editable=False)

    kept_for = dt.timedelta(days=90)
    kept_after = "course__last_day"
    read_with = ("course__community", "building__compound")
    personal_fields = ("needs", "collectors")
    private_template = "class_signups/private.html"

    #: Of the private page: the form that was refused, and the sessions that were ticked in vain.
    refused_form: Any = None
    refused_sessions: tuple[str, ...] = ()
    #: Of a sign-up that is not stored yet: who comes, and to which sessions.
    new_children: tuple["ClassChild", ...] = ()
    new_sessions: tuple[ClassSession, ...] = ()
    #: What was typed into the list of collectors was refused, and stands there again.
    retypes_collectors: bool = False
    new_residence: Any = None

    class Meta:
        verbose_name = _("class sign-up")
        verbose_name_plural = _("class sign-ups")
        constraints = [
            models.UniqueConstraint(fields=("course", "queue"), name="class_queue_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_how="")
                | Q(confirmed_at__isnull=False) & Q(confirmed_how__in=ConfirmedBy.values),
                name="class_residence_confirmed_somehow",
            ),
        ]

    @property
    def is_resident(self) -> bool:
        """It is known, not only said."""
        return self.confirmed_at is not None

    def wants(self) -> int:
        """How many children have no place yet. No query where they are read already."""
        return sum(1 for child in self.children.all() if not child.has_place)

    def open_offer(self) -> "ClassOffer | None":
        """Likewise."""
        return next((offer for offer in self.offers.all() if not offer.answer), None)

    def get_title(self) -> str:
        return str(self.course)

    def get_status(self) -> str:
        from portal.plugins.bundled.class_signups.wording import status_text  # noqa: PLC0415 - built on models

        return status_text(self)

    def get_facts(self) -> list[Fact]:
        from portal.plugins.bundled.class_signups.wording import sign_up_facts  # noqa: PLC0415 - likewise

        return sign_up_facts(self)

    def care_days(self) -> Any:
        """For the private page of a care group: its next days, and whether the children come."""
        from portal.plugins.bundled.class_signups.absence import days_of_family  # noqa: PLC0415 - likewise

        return days_of_family(self)

    def get_changes(self) -> list[str]:
        """What its family was told to have changed."""
        from portal.plugins.bundled.class_signups.announcing import changes_told  # noqa: PLC0415 - likewise

        return changes_told(self)

    @property
    def residence_text(self) -> str:
        from portal.plugins.bundled.class_signups.wording import residence_text  # noqa: PLC0415 - likewise

        return residence_text(self)

    def residence_url(self) -> str:
        """Where its household's code confirms where it lives; empty where nothing is to be confirmed."""
        from portal.plugins.bundled.class_signups.residence_matter import code_url  # noqa: PLC0415 - likewise

        return "" if self.is_resident or self.withdrawn_at else code_url(None, self.course)

    def get_contact_form(self) -> Any:
        """As it was sent last, where that was refused."""
        from portal.plugins.bundled.class_signups.contact import ContactForm  # noqa: PLC0415 - likewise

        return self.refused_form or ContactForm(instance=self)

    def get_session_choices(self) -> list[Any]:
        from portal.plugins.bundled.class_signups.changing_sessions import session_choices  # noqa: PLC0415 - likewise

        return session_choices(self)

    def act(self, action: str, argument: str, values: Mapping[str, str]) -> bool:
        from portal.plugins.bundled.class_signups.changing import act  # noqa: PLC0415 - actions are built on models

        return act(self, action, argument, values)

    def can_be_withdrawn(self) -> bool:
        return super().can_be_withdrawn() and not self.course.is_over()

    def on_handed_in(self) -> None:
        from portal.plugins.bundled.class_signups.signing_up import settle  # noqa: PLC0415 - likewise

        settle(self)

    def on_withdrawn(self) -> None:
        now_in = ClassSignUp.objects.filter(pk=self.pk).values("course")  # not the one it was moved out of meanwhile
        whole = ClassCourse.objects.filter(pk__in=now_in, sign_up_for=SignUpFor.COURSE)
        # As `locking` says, before the sign-up's own row.
        Places.objects.select_for_update().filter(pk__in=whole.values("pk")).first()
        self.children.update(identity=None, has_place=False)
        ClassSignUp.objects.filter(pk=self.pk).update(household_mark=None)  # which may confirm another one
        leave_line([self.pk])

    @classmethod
    def erase_related(cls, pks: list[Any]) -> None:
        from portal.plugins.bundled.class_signups.models.attendance import forget_days  # noqa: PLC0415 - built on this

        children = ClassChild.objects.filter(sign_up__in=pks)
        forget_days(list(children.order_by().values_list("pk", flat=True)))
        children.update(name="", born=None, identity=None)
        ClassSignUp.objects.filter(pk__in=pks).update(building=None, household_mark=None)
        leave_line(pks)


class ClassChild(models.Model):
    """Who comes; `identity` keeps the same child from being signed up for a course twice, and is no name."""

    sign_up = models.ForeignKey(ClassSignUp, on_delete=models.CASCADE, related_name="children")
    number = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name of the child"), max_length=60, blank=True)
    born = models.DateField(_("date of birth"), null=True, blank=True)
    has_place = models.BooleanField(_("has a place"), default=False)
    identity = models.CharField(max_length=64, unique=True, null=True, editable=False)

    objects: ClassVar[Any] = ChildQuerySet.as_manager()

    changes_pages = False

    class Meta:
        ordering = ("sign_up", "number", "pk")
        default_permissions = ()
        verbose_name = _("child")
        verbose_name_plural = _("children")

    def __str__(self) -> str:
        return f"{self.sign_up} {self.number + 1}"

    @property
    def shown(self) -> str:
        born = date_format(self.born, "SHORT_DATE_FORMAT") if self.born else ""
        return gettext("%(name)s, born %(born)s") % {"name": self.name, "born": born} if born else self.name


class ClassOffer(models.Model):
    """Places kept for a family that waits, until it answers or its time is over. The clock starts when it is told."""

    sign_up = models.ForeignKey(ClassSignUp, on_delete=models.CASCADE, related_name="offers")
    count = models.PositiveSmallIntegerField(_("places"))
    made_at = models.DateTimeField(_("offered at"), auto_now_add=True)
    told_at = models.DateTimeField(_("known since"), null=True)
    ends_at = models.DateTimeField(_("answer until"), null=True, db_index=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)

    changes_pages = False

    class Meta:
        ordering = ("pk",)
        default_permissions = ()
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
        constraints = [
            models.UniqueConstraint(fields=("sign_up",), condition=Q(answer=""), name="class_offer_open_once"),
            models.CheckConstraint(condition=Q(count__gt=0), name="class_offer_is_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="class_offer_answer_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sign_up} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def holder(self) -> str:
        """Who its places are to `take`."""
        return f"class_signups.offer:{self.pk}"

    def is_late(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()


def leave_line(pks: list[Any]) -> None:
    """Of sign-ups that are taken back or erased: they wait no more, and what was offered to them is free."""
    ClassSignUp.objects.filter(pk__in=pks).update(queue=None)
    open_offers = ClassOffer.objects.filter(sign_up__in=pks, answer="")
    holders = [offer.holder for offer in open_offers]
    open_offers.update(answer=Answer.GONE, answered_at=timezone.now())
    if holders:
        give_back_all(*holders)


def identity_of(course: ClassCourse, name: str, born: dt.date | None) -> str:
    """The same for the same child however the name is spaced; of no use without the portal's key."""
    written = "".join(name.split()).casefold()
    return salted_hmac("class_signups.child", f"{course.pk}|{written}|{born}", algorithm="sha256").hexdigest()
