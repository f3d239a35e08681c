"""A row of every model whose rows belong to communities, of the neighbour; every word in them is secret."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.utils import timezone
from tool_library.models import Loan, Tool

from portal.communities.models import Community, CommunityRole
from portal.home.models import Alert
from portal.names import Names
from portal.notifications.choices import Channel
from portal.notifications.models import Delivery, Message, OutboxText
from portal.participation.actions import hand_in
from portal.plugins.bundled.class_signups.models import ClassCourse, ClassSignUp
from portal.services.models import OfficeQuestion, PublicAnswer
from tests.communities.walls_of_volunteers import OF_VOLUNTEERS, work_of_volunteers
from tests.factories.communities import (
    BuildingFactory,
    CompoundFactory,
    GridStaffFactory,
    OfficeFactory,
    StairwellFactory,
    VenueFactory,
)
from tests.factories.households import make_matter
from tests.factories.renovation import make_project_row
from tests.gardens.models import Garden, Plot
from tests.workshops.models import SignUp, Workshop

PHONE = "13800000000"
SECRET = "qzsecretqz"  # in every text and name of the other community that is not public


def secret(what: str) -> str:
    return f"{SECRET} {what}"


def secret_names(what: str) -> Names:
    return Names({"zh-hans": secret(what), "en": secret(what)})


# Rows of every model with a CommunityPermissionPolicy; a new one has to be added here.
def waiting_call(b: Any) -> Delivery:
    message = Message.objects.create(
        community=b.community,
        kind="walls",
        key="walls",
        about="walls",
        name=secret("person to call"),
        phone=PHONE,
        language="en",
        subject=secret("subject"),
        text=secret("message"),
    )
    return Delivery.objects.create(message=message, channel=Channel.CALL, next_at=timezone.now())


def class_sign_up(community: Community) -> ClassSignUp:
    day = timezone.localdate()
    course = ClassCourse(key=uuid4(), community=community, names=secret_names("class"), first_day=day, last_day=day)
    course.save()
    return ClassSignUp.objects.create(
        community=community, course=course, name=secret("parent"), needs=secret("needs"), collectors=secret("collector")
    )


SAMPLES: dict[str, Callable[[Any], Any]] = {
    "communities.CommunityRole": lambda b: CommunityRole.objects.get(user=b.editor),
    "communities.Compound": lambda b: CompoundFactory(community=b.community, names=secret_names("compound")),
    "communities.Building": lambda b: BuildingFactory(
        compound=CompoundFactory(community=b.community, names=secret_names("yard")), names=secret_names("building")
    ),
    "communities.Stairwell": lambda b: StairwellFactory(
        building__compound__community=b.community, building__names=secret_names("house")
    ),
    "communities.Grid": lambda b: (
        GridStaffFactory(grid__community=b.community, grid__names=secret_names("grid"), name=secret("grid worker")).grid
    ),
    "communities.Venue": lambda b: VenueFactory(community=b.community, names=secret_names("venue")),
    "communities.Office": lambda b: OfficeFactory(community=b.community, names=secret_names("office")),
    "home.Alert": lambda b: Alert.objects.create(
        community=b.community, titles=secret_names("alert"), ends_at=timezone.now() + timezone.timedelta(days=1)
    ),
    "gardens.Garden": lambda b: Garden.objects.create(community=b.community, name=secret("garden")),
    "gardens.Plot": lambda b: Plot.objects.create(
        garden=Garden.objects.create(community=b.community, name=secret("other garden")), keeper=secret("keeper")
    ),
    "participation.Entry": lambda b: (
        hand_in(
            SignUp(
                community=b.community, workshop=Workshop.objects.create(community=b.community), name=secret("member")
            )
        ).entry_ptr
    ),
    "notifications.Delivery": lambda b: waiting_call(b),
    "notifications.OutboxText": lambda b: OutboxText.objects.create(
        reference="walls", community=b.community, phone=PHONE, text=secret("text")
    ),
    "participation.HouseholdMatter": lambda b: make_matter(b.community, titles=secret_names("question to households")),
    "renovation.RenovationProject": lambda b: make_project_row(
        b.community, secret_names("project"), secret_names("works")
    ),
    "class_signups.ClassSignUp": lambda b: class_sign_up(b.community),
    "services.OfficeQuestion": lambda b: hand_in(OfficeQuestion(community=b.community, text=secret("question"))),
    "services.PublicAnswer": lambda b: PublicAnswer.objects.create(
        community=b.community, questions=secret_names("answered"), answers=secret_names("answer")
    ),
    "tool_library.Tool": lambda b: Tool.objects.create(community=b.community, names=secret_names("tool")),
    "tool_library.Loan": lambda b: Loan.objects.create(
        tool=Tool.objects.create(community=b.community, names=secret_names("other tool")),
        name=secret("borrower"),
        phone=PHONE,
    ),
}
SAMPLES |= {label: lambda b, label=label: work_of_volunteers(b, secret, secret_names)[label] for label in OF_VOLUNTEERS}
