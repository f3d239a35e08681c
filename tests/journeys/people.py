"""Two people of Sunshine beside the demo's editor, who live in the city that journeys change."""

from portal.operations.demo_logins import CITY, DemoLogin
from tests.journeys.cities import City

LEAD = DemoLogin("sunshine-lead", "linden-lane-5", "lead")
CONTRIBUTOR = DemoLogin("sunshine-contributor", "plum-yard-8", "contributor")
ARRIVE = f"""
from django.contrib.auth.models import User
from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.roles import give_role
sunshine, by = Community.objects.get(slug="sunshine"), User.objects.get(username="{CITY.username}")
for name, password, role in {[(login.username, login.password, login.role) for login in (LEAD, CONTRIBUTOR)]}:
    give_role(community=sunshine, user=User.objects.create_user(name, password=password), role=Role(role), by=by)
"""


def arrive(city: City) -> None:
    city.work(ARRIVE)
