"""Wagtail's and wagtail-localize's reports, narrowed for the people of communities."""

from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet, LockedPagesView
from wagtail.admin.views.reports.workflows import (
    WorkflowReportFilterSet,
    WorkflowView,
    get_editable_page_ids_query,
)
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation
from wagtail_localize.views.report import TranslationsReportView

from portal.communities.rules import Anyone
from portal.pages import gone_types


def people(ids: QuerySet[Any]) -> QuerySet[User]:
    return get_user_model().objects.filter(pk__in=ids).order_by("username")


def editable_pages(user: Anyone) -> QuerySet[Page]:
    return policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "change").order_by()


def lockers(request: HttpRequest) -> QuerySet[User]:
    return people(editable_pages(request.user).filter(locked=True).values("locked_by"))


class OwnLockedPagesFilters(LockedPagesReportFilterSet):
    locked_by = django_filters.ModelChoiceFilter(
        label=LockedPagesReportFilterSet.base_filters["locked_by"].label, field_name="locked_by", queryset=lockers
    )


class OwnLockedPages(LockedPagesView):
    """Wagtail's filter offers everybody who ever locked a page anywhere, and it lists what one locked oneself even
    where one may not change it any more."""

    filterset_class = OwnLockedPagesFilters

    def get_queryset(self) -> QuerySet[Page]:
        own = editable_pages(self.request.user).exclude(content_type__in=gone_types())
        return super().get_queryset().filter(pk__in=own.values("pk"))


def submitters(request: HttpRequest) -> QuerySet[User]:
    pages = get_editable_page_ids_query(request)
    return people(WorkflowState.objects.filter(object_id__in=pages).order_by().values("requested_by"))


class OwnWorkflowFilters(WorkflowReportFilterSet):
    requested_by = django_filters.ModelChoiceFilter(field_name="requested_by", queryset=submitters)


class OwnWorkflows(WorkflowView):
    """Wagtail's filter offers everybody who ever submitted a page anywhere."""

    filterset_class = OwnWorkflowFilters


class OwnTranslations(TranslationsReportView):
    """wagtail-localize lists every translation there is, in no order."""

    def get_queryset(self) -> QuerySet[Translation]:
        keys = editable_pages(self.request.user).values("translation_key")
        known = super().get_queryset().exclude(source__specific_content_type__in=gone_types())
        return known.filter(source__object_id__in=keys).order_by("pk")
