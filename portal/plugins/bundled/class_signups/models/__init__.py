"""Pages that say what a class is, and the course behind them that people sign up for."""

from portal.plugins.bundled.class_signups.models.attendance import ClassAttendance, ClassCall
from portal.plugins.bundled.class_signups.models.course import ClassCourse, ClassSession
from portal.plugins.bundled.class_signups.models.index import ClassIndexPage
from portal.plugins.bundled.class_signups.models.page import ClassDateChange, ClassPage
from portal.plugins.bundled.class_signups.models.proposal import ClassProposal
from portal.plugins.bundled.class_signups.models.sign_up import ClassChild, ClassOffer, ClassSignUp, identity_of

__all__ = [
    "ClassAttendance",
    "ClassCall",
    "ClassChild",
    "ClassCourse",
    "ClassDateChange",
    "ClassIndexPage",
    "ClassOffer",
    "ClassPage",
    "ClassProposal",
    "ClassSession",
    "ClassSignUp",
    "identity_of",
]
