"""Lists in the admin: what they list can be opened."""

import pytest
from django.urls import reverse
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.viewsets import viewsets
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet


def our_lists() -> list[ModelViewSet]:
    reverse("wagtailadmin_home")  # registers them
    groups = [one.registerables if isinstance(one, ViewSetGroup) else [one] for one in viewsets.viewsets]
    every = [one for group in groups for one in group]
    return [one for one in every if isinstance(one, ModelViewSet) and type(one).__module__.startswith("portal.")]


def first_column(viewset: ModelViewSet) -> Column:
    view = viewset.index_view
    return view.view_class(**view.view_initkwargs).columns[0]


@pytest.mark.django_db
def test_first_column_leads_to_the_row() -> None:
    leads = {one.model.__name__: isinstance(first_column(one), TitleColumn) for one in our_lists()}
    assert leads.keys() >= {"CommunityRole", "SchoolTerm", "Community", "Category"}
    assert [name for name, does in leads.items() if not does] == []
