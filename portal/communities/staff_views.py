"""What the admin's screens about one community share: choose it, and be somebody there."""

from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal.communities.choices import Role
from portal.communities.models import Community
from portal.communities.querysets import CommunityQuerySet
from portal.communities.rules import communities_for, has_role

PAGE_SIZE = 50


def paged(rows: Any, request: HttpRequest) -> Page:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))


def named_like(communities: CommunityQuerySet, text: str) -> CommunityQuerySet:
    """Those whose name or address holds the text, or whose code begins with it."""
    found = Q(slug__icontains=text) | Q(code__startswith=text)
    for code, _label in settings.LANGUAGES:
        found |= Q(**{f"names__{code}__icontains": text})
    return communities.filter(found)


class StaffView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the admin; `way` are the crumbs between the start page and this one."""

    @property
    def user(self) -> User:
        return cast(User, self.request.user)  # admin views are behind the login

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, *self.way, {"label": self.get_page_title()}]

    @property
    def way(self) -> list[dict[str, Any]]:
        return []


class ChooseCommunityView(StaffView):
    """Whose? Somebody who has the role in one community only is sent on to `url_name` of that one."""

    template_name = "communities/admin/choose_community.html"
    least_role: ClassVar[Role] = Role.EDITOR
    url_name = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        first = list(communities_for(self.user, self.least_role)[:2])
        if not first:
            raise PermissionDenied
        if len(first) == 1:
            return redirect(self.url_name, first[0].code)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").strip()[:50]
        mine = communities_for(self.user, self.least_role).with_street()
        page = paged(named_like(mine, query) if query else mine, self.request)
        choices = [(community, reverse(self.url_name, args=[community.code])) for community in page]
        return super().get_context_data(**kwargs) | {"page_obj": page, "choices": choices, "query": query}


class CommunityView(StaffView):
    """A view of one community, open to those who have at least this role there. Its address has the `code`."""

    least_role: ClassVar[Role] = Role.EDITOR

    @cached_property
    def community(self) -> Community:
        community = get_object_or_404(Community.objects.with_street(), code=self.kwargs["code"])
        if not has_role(self.user, community, self.least_role):
            raise PermissionDenied
        return community

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.community  # noqa: B018 - asks for permission before anything else happens
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.community)
