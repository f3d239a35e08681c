"""Admin: the city's guides as a community shows them, and what residents said of guides."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.communities import staff_views
from portal.communities.choices import Role
from portal.communities.rules import has_role_somewhere
from portal.services.actions import confirm_overlay, hide_guide, set_overlay
from portal.services.models import GuideOverlay, GuidePage
from portal.services.overlay_form import OverlayForm
from portal.services.queries import GuideState, city_guides_in, feedback_for, is_behind, titles_of

ICON = "doc-full-inverse"


class ChooseCommunityView(staff_views.ChooseCommunityView):
    """Which community's city guides?"""

    page_title = gettext_lazy("City guides here")
    header_icon = ICON
    url_name = "city_guides"


class CityGuidesView(staff_views.CommunityView):
    """All guides of the city, with what this community makes of them."""

    template_name = "services/admin/city_guides.html"
    page_title = gettext_lazy("City guides here")
    header_icon = ICON

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        guides = city_guides_in(self.community)
        counts = {state: sum(guide.state == state for guide in guides) for state in GuideState}
        wanted, query = self.request.GET.get("state", ""), self.request.GET.get("q", "").strip()[:50]
        if wanted in counts:
            guides = [guide for guide in guides if guide.state == wanted]
        if query:
            guides = [guide for guide in guides if query.lower() in guide.guide.title.lower()]
        return super().get_context_data(**kwargs) | {
            "community": self.community,
            "page_obj": staff_views.paged(guides, self.request),
            "counts": counts,
            "state": wanted,
            "query": query,
        }


class OverlayView(staff_views.CommunityView):
    """What this community says of one guide of the city."""

    template_name = "services/admin/overlay.html"
    header_icon = ICON

    @cached_property
    def guide(self) -> GuidePage:
        found = GuidePage.objects.of_city().filter(translation_key=self.kwargs["guide_key"]).in_best_language().first()
        if found is None:
            raise Http404
        return found

    @cached_property
    def overlay(self) -> GuideOverlay | None:
        mine = GuideOverlay.objects.filter(community=self.community, guide_key=self.guide.translation_key)
        return mine.with_city_version().first()

    @property
    def way(self) -> list[dict[str, Any]]:
        return [{"url": reverse("city_guides", args=[self.community.code]), "label": _("City guides here")}]

    def get_page_title(self) -> str:
        return self.guide.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", OverlayForm(instance=self.overlay))
        return super().get_context_data(**kwargs) | {
            "community": self.community,
            "guide": self.guide,
            "overlay": self.overlay,
            "is_behind": bool(self.overlay and self.overlay.has_text and is_behind(self.overlay)),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = OverlayForm(request.POST, instance=self.overlay or GuideOverlay())
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        set_overlay(community=self.community, guide_key=self.guide.translation_key, by=self.user, **form.cleaned_data)
        messages.success(request, _("Saved: %(guide)s") % {"guide": self.guide.title})
        return redirect("city_guides", self.community.code)


class ConfirmOverlayView(OverlayView):
    """The note is still right: POST only, from the list or the form."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.overlay is None:
            raise Http404
        confirm_overlay(overlay=self.overlay, by=self.user)
        messages.success(request, _("Marked as still right: %(guide)s") % {"guide": self.guide.title})
        return redirect("city_guides", self.community.code)


class HideGuideView(OverlayView):
    """Show a guide here no more, or again: POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        hidden = request.POST.get("hidden") == "yes"
        hide_guide(community=self.community, guide_key=self.guide.translation_key, by=self.user, hidden=hidden)
        text = _("No longer shown here: %(guide)s") if hidden else _("Shown here again: %(guide)s")
        messages.success(request, text % {"guide": self.guide.title})
        return redirect("city_guides", self.community.code)


class FeedbackView(staff_views.StaffView):
    """What residents said, newest first; of the editor's communities."""

    template_name = "services/admin/feedback.html"
    page_title = gettext_lazy("Was this helpful?")
    header_icon = "comment"

    def get_rows(self) -> QuerySet:
        rows = feedback_for(self.user)
        if self.request.GET.get("helpful") in ("yes", "no"):
            rows = rows.filter(helpful=self.request.GET["helpful"] == "yes")
        try:
            key = UUID(self.request.GET.get("guide", ""))
        except ValueError:
            return rows
        return rows.filter(guide_key=key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not has_role_somewhere(self.user, Role.EDITOR):
            raise PermissionDenied
        page = staff_views.paged(self.get_rows(), self.request)
        titles = titles_of(row.guide_key for row in page)
        return super().get_context_data(**kwargs) | {
            "page_obj": page,
            "rows": [(row, titles.get(row.guide_key) or str(row.guide_key)) for row in page],
            "helpful": self.request.GET.get("helpful", ""),
        }
