"""“Also known as” on every page type that is searched: one field, the same words, in every language its own."""

from typing import Any

import pytest
from wagtail.models import Page
from wagtail_localize.fields import TranslatableField, get_translatable_fields

from portal.also_known_as import AlsoKnownAs
from portal.home.models import InformationPage
from portal.home.page_source import searchable_types
from portal.plugins.registry import plugin_of
from search.query import SearchQuery
from search.results import results_for
from tests.factories.home import make_city, opened_community

OURS = [model for model in searchable_types() if plugin_of(model) is None]


def test_there_is_something_to_look_at() -> None:
    assert len(OURS) >= 6


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_searched_type_has_the_field(model: Any) -> None:
    assert issubclass(model, AlsoKnownAs)
    assert model._meta.get_field("keywords").help_text == AlsoKnownAs._meta.get_field("keywords").help_text
    form = model.get_edit_handler().get_form_class()
    assert "keywords" in form.base_fields
    ways = {field.field_name: type(field) for field in get_translatable_fields(model)}
    assert ways["keywords"] is TranslatableField


@pytest.mark.django_db
def test_page_is_found_by_what_else_it_is_called(django_capture_on_commit_callbacks: Any) -> None:
    make_city()
    community = opened_community(slug="own")
    home = community.home_pages.get(locale__language_code="zh-hans")
    with django_capture_on_commit_callbacks(execute=True):
        page = InformationPage(
            title="怎么来", slug="way", summary="路线", keywords="乘车指南、停哪儿", locale=home.locale
        )
        home.add_child(instance=page)
        page.save_revision().publish()
    for words in ("乘车指南", "停哪儿"):
        found = results_for(SearchQuery(raw=words, language="zh-hans"))
        assert [result.title for result in found.results] == ["怎么来"]
    assert Page.objects.get(pk=page.pk).live
