"""Volunteer teams: their pages, and the rows behind them."""

from .certificate import Certificate
from .duty import Claim, Duty, Shift
from .fields import FieldOfWork
from .index import VolunteerTeamIndexPage
from .member import Member
from .page import VolunteerTeamPage
from .record import ServiceRecord
from .team import Team
from .visit import AddressView, Visit, VisitedPerson, Visitor

__all__ = [
    "AddressView",
    "Certificate",
    "Claim",
    "Duty",
    "FieldOfWork",
    "Member",
    "ServiceRecord",
    "Shift",
    "Team",
    "Visit",
    "VisitedPerson",
    "Visitor",
    "VolunteerTeamIndexPage",
    "VolunteerTeamPage",
]
