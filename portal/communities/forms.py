"""Forms of the admin. What belongs together is in one community, so each offers only that community's places."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.communities.choices import CommunityStatus
from portal.communities.models import Community, Compound, Grid, Venue
from portal.communities.rules import is_city_administrator


class CommunityForm(WagtailAdminModelForm):
    """Code and address stay what they are once the community has been opened: pages and links depend on them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.status != CommunityStatus.PREPARING:
            for name in ("code", "slug"):
                if name in self.fields:
                    self.fields[name].disabled = True


class PlaceForm(WagtailAdminModelForm):
    """Of a new place the community is chosen first; grids and venues to choose from are there once it is saved."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        community_id = community_of_place(self.instance) if self.instance.pk else None
        keep_in_community(self, community_id)
        for formset in self.formsets.values():
            formset.form = _kept_in_community(formset.form, community_id)


class VenueForm(PlaceForm):
    """A room's venue is a venue, and not the room itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            venues = self.fields["parent"].queryset
            self.fields["parent"].queryset = venues.filter(parent=None).exclude(pk=self.instance.pk)


class OfficeForm(PlaceForm):
    """Offices of streets are the city's business."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        if user is not None and not is_city_administrator(user):
            self.fields.pop("street", None)
            if "community" in self.fields:
                self.fields["community"].required = True


def community_of_place(place: Any) -> int | None:
    """By the way up: a stairwell's is its building's, which is its compound's."""
    for step in ("stairwell", "building", "compound"):
        if getattr(place, f"{step}_id", None):
            return community_of_place(getattr(place, step))
    return place.community_id


def keep_in_community(form: forms.BaseForm, community_id: int | None) -> None:
    """Grids and venues of the community only; without a community yet there is nothing to choose from."""
    for name, field in list(form.fields.items()):
        if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
            continue
        if field.queryset.model in (Grid, Venue, Compound):
            if community_id is None:
                del form.fields[name]
            else:
                field.queryset = field.queryset.filter(community=community_id)
        elif field.queryset.model is Community and community_id is not None:
            field.queryset, field.disabled = field.queryset.filter(pk=community_id), True


def _kept_in_community(form_class: type[forms.BaseForm], community_id: int | None) -> type[forms.BaseForm]:
    class Kept(form_class):  # type: ignore[valid-type,misc]  # the class is known only now
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            keep_in_community(self, community_id)

    Kept.__name__ = form_class.__name__
    return Kept


class ArchiveForm(forms.Form):
    """The successor by code or address, since no list of thousands is a good list."""

    successor = forms.CharField(
        label=_("Merged into"),
        required=False,
        max_length=80,
        help_text=_("Official code or address of the community that answers from now on; empty if there is none."),
    )

    def clean_successor(self) -> Community | None:
        wanted = self.cleaned_data["successor"].strip()
        if not wanted:
            return None
        community = Community.objects.filter(Q(code=wanted) | Q(slug=wanted)).first()
        if community is None:
            raise ValidationError(_("There is no community “%(code)s”."), params={"code": wanted})
        return community
