from django.db import models
from django.utils.translation import gettext_lazy as _


class GuideKind(models.TextChoices):
    """Kinds other than GUIDE stand in until a page type of their own takes them over."""

    GUIDE = "guide", _("Guide")
    NOTICE = "notice", _("Notice")
    CLASS = "class", _("Class")
    VOLUNTEER = "volunteer", _("Volunteering")
    PROJECT = "project", _("Project")


class MustCome(models.TextChoices):
    """Whether a resident must come to a counter at all."""

    NO = "no", _("No need to come")
    YES = "yes", _("One must come")
    SOMETIMES = "sometimes", _("In some cases")


class Proxy(models.TextChoices):
    """Whether somebody else may go instead."""

    NO = "no", _("No, you must go yourself")
    YES = "yes", _("Yes, somebody else may go")
    SOMETIMES = "sometimes", _("In some cases")


class Channel(models.TextChoices):
    """Ways of getting it done, as search and import files name them."""

    COUNTER = "counter", _("At the counter")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By phone")
    HOME_VISIT = "home visit", _("Home visit")


class FeedbackReason(models.TextChoices):
    """Why a guide did not help."""

    UNCLEAR = "unclear", _("I did not understand it")
    MISSING = "missing", _("Something is missing")
    WRONG = "wrong", _("Something is wrong or out of date")
    NOT_MINE = "not-mine", _("It is not what I was looking for")
    OTHER = "other", _("Something else")


class AnsweredBy(models.TextChoices):
    """How a question to the office was answered."""

    PUBLIC = "public", _("Answered for everybody")
    MESSAGE = "message", _("Answered by message")
    PHONE = "phone", _("Answered on the phone")
