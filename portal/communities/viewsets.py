"""Admin listings of communities and their places.

Buildings, stairwells, households and grid workers are added inside what they belong to, so that nobody has to pick a
parent from a list of thousands.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from portal.communities.access.viewsets import CommunityScopedViewSet
from portal.communities.choices import CommunityStatus
from portal.communities.forms import CommunityForm, OfficeForm, PlaceForm, VenueForm
from portal.communities.models import (
    AccessFacts,
    Building,
    Community,
    Compound,
    District,
    Grid,
    Office,
    Stairwell,
    Street,
    Venue,
)
from portal.communities.status_views import ArchiveView, RestoreView

NAMES = [f"names__{code}" for code, _label in settings.LANGUAGES]
POINT = FieldRowPanel(["latitude", "longitude"], heading=_("On the map"))
ACCESS = MultiFieldPanel([*AccessFacts.FACTS, "access_note"], heading=_("Access"), classname="collapsed")


class PlacesIndexView(generic.IndexView):
    """Reads what the listing shows of other tables with the rows."""

    related: ClassVar[tuple[str, ...]] = ()

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().select_related(*self.related)


class PlacesViewSet(ModelViewSet):
    """`related` is what `list_display` shows of other tables; `is_part` leaves adding to the form of the whole."""

    icon = "site"
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["code", *NAMES]
    base_form_class: ClassVar[type] = PlaceForm
    related: ClassVar[tuple[str, ...]] = ()
    is_part = False

    @cached_property
    def index_view_class(self) -> type[generic.IndexView]:
        return type("PlacesIndexView", (PlacesIndexView,), {"related": self.related})

    def get_edit_handler(self) -> Any:
        return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        values = super().get_common_view_kwargs(**kwargs)
        return values | {"add_url_name": None} if self.is_part else values

    def get_urlpatterns(self) -> list[Any]:
        patterns = super().get_urlpatterns()
        return [pattern for pattern in patterns if not (self.is_part and pattern.name == "add")]


class CommunityIndexView(PlacesIndexView):
    related = ("street__district",)

    def get_list_more_buttons(self, instance: Community) -> list[MenuItem]:
        return [*super().get_list_more_buttons(instance), *self.view_set.status_buttons(instance, self.request.user)]

    view_set: Any = None


class CommunityEditView(generic.EditView):
    view_set: Any = None

    @property
    def header_more_buttons(self) -> list[Any]:
        items = self.view_set.status_buttons(self.object, self.request.user)
        buttons = [Button(item.label, url=item.url, icon_name=item.icon_name, priority=50) for item in items]
        return [*super().header_more_buttons, *buttons]


class CommunityViewSet(PlacesViewSet):
    """For city administrators. `portal.home` adds opening, which makes pages."""

    model = Community
    icon = "home"
    base_form_class = CommunityForm
    index_view_class = CommunityIndexView
    edit_view_class = CommunityEditView
    list_display = ["names", "code", "street", "kind", "status", "slug"]
    list_filter = ["status", "kind", "street__district"]
    list_export = ["code", "names", "official_name", "kind", "slug", "status", "street", "phone"]
    search_fields = ["code", "slug", "official_name", "other_names", "phone", *NAMES]
    panels = [
        MultiFieldPanel(["names", "official_name", "other_names", "kind"], heading=_("Names")),
        MultiFieldPanel(["code", "slug", "street"], heading=_("Code and address")),
        MultiFieldPanel(["address", "phone", "hours"], heading=_("Contact")),
        POINT,
        MultiFieldPanel(
            [FieldPanel("status", read_only=True), FieldPanel("successor", read_only=True)], heading=_("Status")
        ),
    ]

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(**kwargs) | {"view_set": self}

    def get_edit_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_edit_view_kwargs(**kwargs) | {"view_set": self}

    def status_buttons(self, community: Community, user: AbstractBaseUser) -> list[MenuItem]:
        """Those of the next step or steps."""
        if community.status == CommunityStatus.ARCHIVED:
            return [self.status_button(community, "restore", RestoreView.button, "undo")]
        return [self.status_button(community, "archive", ArchiveView.button, "folder-inverse")]

    def status_button(self, community: Community, name: str, label: Any, icon: str) -> MenuItem:
        url = reverse(self.get_url_name(name), args=[community.pk])
        return MenuItem(label, url=url, icon_name=icon, priority=50)

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("archive/<int:pk>/", self.construct_view(ArchiveView), name="archive"),
            path("restore/<int:pk>/", self.construct_view(RestoreView), name="restore"),
        ]


class StreetViewSet(PlacesViewSet):
    model = Street
    list_display = ["names", "code", "district", "phone"]
    list_filter = ["district"]
    related = ("district",)
    panels = ["names", "code", "district", "phone"]


class DistrictViewSet(PlacesViewSet):
    model = District
    list_display = ["names", "code"]
    panels = ["names", "code"]


class CommunityPlacesViewSet(CommunityScopedViewSet, PlacesViewSet):
    """Places of a community: its editors' own."""


class CompoundViewSet(CommunityPlacesViewSet):
    model = Compound
    list_display = ["names", "community", "road", "property_phone", "grid"]
    search_fields = ["code", "other_names", *NAMES]
    related = ("community", "grid")
    panels = [
        MultiFieldPanel(["community", "names", "other_names", "code", "road", "grid"], heading=_("The compound")),
        MultiFieldPanel(["property_company", "property_phone", "property_is_24h"], heading=_("Property company")),
        MultiFieldPanel(["owners_committee", "owners_committee_phone"], heading=_("Owners’ committee")),
        InlinePanel(
            "buildings",
            heading=_("Buildings"),
            label=_("Building"),
            panels=[FieldRowPanel(["number", "floors", "has_elevator", "grid"]), "names"],
        ),
    ]


class BuildingViewSet(CommunityPlacesViewSet):
    model = Building
    is_part = True
    list_display = ["number", "names", "compound", "floors", "has_elevator", "grid"]
    list_filter = ["has_elevator"]
    search_fields = ["number", *NAMES, *(f"compound__{name}" for name in NAMES)]
    related = ("compound", "grid")
    panels = [
        FieldRowPanel(["number", "floors", "has_elevator", "grid"]),
        "names",
        InlinePanel(
            "stairwells",
            heading=_("Stairwells"),
            label=_("Stairwell"),
            panels=[FieldRowPanel(["number", "has_elevator"])],
        ),
    ]


class StairwellViewSet(CommunityPlacesViewSet):
    model = Stairwell
    is_part = True
    list_display = [
        "number",
        "building",
        Column("compound", label=_("compound"), accessor="building.compound"),
        "has_elevator",
    ]
    search_fields = ["number", "building__number", *(f"building__compound__{name}" for name in NAMES)]
    related = ("building__compound",)
    panels = [
        FieldRowPanel(["number", "has_elevator"]),
        InlinePanel(
            "households", heading=_("Households"), label=_("Household"), panels=[FieldRowPanel(["room", "floor"])]
        ),
    ]


class GridViewSet(CommunityPlacesViewSet):
    model = Grid
    icon = "group"
    list_display = ["names", "code", "community"]
    related = ("community",)
    panels = [
        "community",
        "names",
        "code",
        InlinePanel(
            "staff",
            heading=_("Grid workers"),
            label=_("Grid worker"),
            panels=[FieldRowPanel(["name", "role", "phone"]), "photo", "consented_on"],
        ),
    ]


class VenueViewSet(CommunityPlacesViewSet):
    model = Venue
    base_form_class = VenueForm
    list_display = ["names", "parent", "community", "phone"]
    related = ("community", "parent")
    panels = [
        MultiFieldPanel(["community", "names", "code", "parent", "capacity"], heading=_("The venue")),
        MultiFieldPanel(["address", "phone", "hours"], heading=_("Contact")),
        POINT,
        ACCESS,
    ]


class OfficeViewSet(CommunityPlacesViewSet):
    model = Office
    base_form_class = OfficeForm
    list_display = ["names", "community", "street", "phone"]
    related = ("community", "street")
    panels = [
        MultiFieldPanel(["community", "street", "names", "code"], heading=_("The office")),
        MultiFieldPanel(["address", "phone", "hours"], heading=_("Contact")),
        POINT,
        ACCESS,
    ]


PLACES = (
    CompoundViewSet,
    BuildingViewSet,
    StairwellViewSet,
    GridViewSet,
    VenueViewSet,
    OfficeViewSet,
)
