"""What is counted of searching and reading: sums without anybody in them. See docs/decisions on counting."""

from django.db import models
from django.db.models import F, Q

from search import text


class SearchCount(models.Model):
    """A question on one day, in one community (code; empty: the whole city) and language.

    `visits` are networks that asked it that day, `empty` those of them that found nothing, `clicks` those that chose a
    result, `places` the sum of the places these results stood at, from 1.
    """

    day = models.DateField()
    community = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=12)
    asked = models.CharField(max_length=text.MAX_QUERY_LENGTH)
    visits = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "community", "language", "asked"], name="search_count_once_a_day"),
            models.CheckConstraint(condition=Q(empty__lte=F("visits")), name="search_count_empty_are_visits"),
        ]
        indexes = [models.Index(fields=["community", "language", "day"], name="search_count_place")]

    def __str__(self) -> str:
        return f"{self.asked} {self.day}"


class ViewCount(models.Model):
    """How much an entry is read: views fade, so that `weight` is about those of the last ninety days.

    `shown` is what search last heard of it; it hears again when the weight has doubled or halved.
    """

    entry_id = models.CharField(max_length=100, unique=True)
    weight = models.FloatField(default=0)
    shown = models.PositiveIntegerField(default=0)
    faded_on = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(weight__gte=0), name="search_view_count_weight")]

    def __str__(self) -> str:
        return self.entry_id
