"""What volunteers and workers are told. Of visits no message says to whom they go."""

from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import MessageKind, register_kind

WELCOME = MessageKind(
    key="volunteers.welcome",
    subject=_("You are in the team"),
    text=_("Welcome to %(team)s. See your shifts under “What I handed in”, with a code to this phone."),
    variables=("team",),
)
QUESTION = MessageKind(
    key="volunteers.question",
    subject=_("A question about joining"),
    text=_("%(team)s asks you: %(question)s"),
    variables=("team", "question"),
)
DECLINED = MessageKind(
    key="volunteers.declined",
    subject=_("About joining the team"),
    text=_("%(team)s cannot take you on at the moment. Thank you for asking; the community knows of other teams."),
    variables=("team",),
)
SHIFT_CANCELLED = MessageKind(
    key="volunteers.shift_cancelled",
    subject=_("Your shift is off"),
    text=_("%(duty)s on %(when)s does not take place."),
    variables=("duty", "when"),
)
VISIT = MessageKind(
    key="volunteers.visit",
    subject=_("You have a visit to make"),
    text=_("A visit is yours: %(when)s. Sign in with a code to this phone to see where."),
    variables=("when",),
)
VISIT_OFF = MessageKind(
    key="volunteers.visit_off",
    subject=_("A visit is off"),
    text=_("The visit %(when)s is not yours any more."),
    variables=("when",),
)
NO_ANSWER = MessageKind(
    key="volunteers.no_answer",
    subject=_("Visit without answer"),
    text=_("Nobody answered at visit %(visit)s. Please see the person now, and say so in the admin."),
    variables=("visit",),
    is_urgent=True,
)
NOT_REPORTED = MessageKind(
    key="volunteers.not_reported",
    subject=_("Visit not reported"),
    text=_("Nobody said how visit %(visit)s went. Please find out now, and say so in the admin."),
    variables=("visit",),
    is_urgent=True,
)
STILL_OPEN = MessageKind(
    key="volunteers.still_open",
    subject=_("Still nobody has seen the person"),
    text=_("Visit %(visit)s: %(minutes)s minutes have gone by and nobody has seen the person. Please go now."),
    variables=("visit", "minutes"),
    is_urgent=True,
)
NEEDS = MessageKind(
    key="volunteers.needs",
    subject=_("Somebody needs something"),
    text=_("At visit %(visit)s somebody needed something. The admin says what."),
    variables=("visit",),
)

KINDS = (
    WELCOME,
    QUESTION,
    DECLINED,
    SHIFT_CANCELLED,
    VISIT,
    VISIT_OFF,
    NO_ANSWER,
    NOT_REPORTED,
    STILL_OPEN,
    NEEDS,
)


def register() -> None:
    """In AppConfig.ready()."""
    for kind in KINDS:
        register_kind(kind)
