from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from portal.communities.models import Community


class Garden(ClusterableModel):
    community = models.ForeignKey(Community, on_delete=models.CASCADE)
    name = models.CharField(max_length=100)

    panels = [
        FieldPanel("community"),
        FieldPanel("name"),
        InlinePanel("beds", panels=[FieldPanel("plant"), FieldPanel("water_from")]),
    ]

    def __str__(self) -> str:
        return self.name


class Bed(Orderable):
    garden = ParentalKey(Garden, on_delete=models.CASCADE, related_name="beds")
    plant = models.CharField(max_length=100)
    water_from = models.ForeignKey(Garden, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.plant


class Plot(models.Model):
    """Personal data: who keeps it."""

    garden = models.ForeignKey(Garden, on_delete=models.CASCADE, related_name="plots")
    keeper = models.CharField(max_length=100)
    position = models.IntegerField(default=0)

    sort_order_field = "position"

    def __str__(self) -> str:
        return self.keeper
