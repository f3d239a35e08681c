import datetime as dt
from collections.abc import Mapping

from django.db import models

from portal.communities.models import Community
from portal.components import Fact
from portal.participation.models import Entry, Places
from portal.participation.places import take


class Workshop(Places):
    community = models.ForeignKey(Community, on_delete=models.CASCADE)
    title = models.CharField(max_length=100)
    ends_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title


class SignUp(Entry):
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sign_ups")
    people = models.PositiveSmallIntegerField("How many of you come?", default=1)
    wishes = models.CharField(max_length=200, blank=True)

    kept_for = dt.timedelta(days=30)
    kept_after = "workshop__ends_at"
    read_with = ("workshop",)
    personal_fields = ("wishes",)

    def get_title(self) -> str:
        return self.workshop.title

    def get_facts(self) -> list[Fact]:
        return [Fact("People", str(self.people)), Fact("Wishes", self.wishes)]

    def act(self, action: str, argument: str, values: Mapping[str, str]) -> bool:
        if action == "wish" and argument == "tea":
            self.wishes = values["wishes"]
            self.save()
            return True
        self.refusal = "There is coffee only."
        return False

    def on_handed_in(self) -> None:
        take(self.workshop, holder=self.holder, count=self.people)
