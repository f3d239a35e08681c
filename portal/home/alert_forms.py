"""The form of an alert: of the city's it asks which part of the city, of a community's it does not."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from portal.communities.models import Community
from portal.communities.rules import is_city_administrator
from portal.home.choices import AlertPlace
from portal.home.models import Alert, CommunityHomePage

#: How many may stand at a time; the city's are for its parts, too.
MOST_OF_A_COMMUNITY, MOST_OF_THE_CITY = 3, 20

OF_THE_CITY = ("districts", "streets", "community_lines")


class AlertForm(WagtailAdminModelForm):
    """Communities are typed, a line each: there are thousands to choose from."""

    community_lines = forms.CharField(
        label=_("communities"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in each line: its name, its address or its official code."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area in self.fields["texts"].widget.widgets:
            area.attrs["rows"] = 2
        if self.for_user is not None and not is_city_administrator(self.for_user):
            for name in OF_THE_CITY:
                self.fields.pop(name, None)
            self.fields["community"].required = True
        elif self.instance.pk:
            chosen = self.instance.communities.order_by("code")
            self.initial["community_lines"] = "\n".join(f"{community.slug}" for community in chosen)

    def clean_community_lines(self) -> list[Community]:
        lines = [line.strip() for line in self.cleaned_data["community_lines"].splitlines() if line.strip()]
        wanted = Q(code__in=lines) | Q(slug__in=lines) | Q(official_name__in=lines)
        for language, _label in settings.LANGUAGES:
            wanted |= Q(**{f"names__{language}__in": lines})
        found = list(Community.objects.filter(wanted)) if lines else []
        known = {text for each in found for text in (each.code, each.slug, each.official_name, *each.names.values())}
        if unknown := [line for line in lines if line not in known]:
            raise ValidationError(_("There is no community “%(line)s”.") % {"line": unknown[0]})
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("community") and any(cleaned.get(name) for name in OF_THE_CITY):
            self.add_error("community", _("Only the city’s alerts reach districts, streets or several communities."))
        self._check_bound(cleaned)
        rows = self.formsets["page_rows"].forms if "page_rows" in self.formsets else []
        pages = [page for row in rows if (page := _page_of(row))]
        if cleaned.get("shown_on") == AlertPlace.CHOSEN and not pages:
            self.add_error("shown_on", _("Choose the pages below."))
        if any(not is_page_of(page, cleaned.get("community")) for page in pages):
            self.add_error("shown_on", _("Choose pages of this community; for the city’s alerts, pages of the city."))
        return cleaned

    def _check_bound(self, cleaned: dict[str, Any]) -> None:
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if not (starts and ends) or "community" in self.errors:
            return
        community = cleaned.get("community")
        at_that_time = Alert.objects.filter(community=community, starts_at__lt=ends, ends_at__gt=starts)
        most = MOST_OF_A_COMMUNITY if community else MOST_OF_THE_CITY
        if at_that_time.exclude(pk=self.instance.pk).count() >= most:
            said = _("There are %(count)d alerts in this time already. Readers skip what is too much: end one first.")
            self.add_error("starts_at", said % {"count": most})

    def save(self, commit: bool = True) -> Any:
        alert = super().save(commit=commit)
        if commit and "community_lines" in self.cleaned_data:
            alert.communities.set(self.cleaned_data["community_lines"])
        return alert


def _page_of(row: forms.BaseForm) -> Page | None:
    row.full_clean()
    values = getattr(row, "cleaned_data", {})
    return None if values.get("DELETE") else values.get("page")


def is_page_of(page: Page, community: Community | None) -> bool:
    """Below its home page, not the home page itself: for that there is a choice of its own."""
    home = CommunityHomePage.objects.filter(path=page.path[: 3 * Page.steplen]).first()
    if community is None:
        return home is None and page.depth > 2
    return home is not None and home.community_id == community.pk and page.depth > home.depth
