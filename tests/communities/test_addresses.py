import sys
from types import ModuleType
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls

from portal.communities.addresses import check_reserved_segments, is_reserved


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.fixture
def root_urls(settings: Any, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("tests_root_urls")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    settings.ROOT_URLCONF = module.__name__
    return module


@pytest.mark.parametrize(("slug", "reserved"), [("find", True), ("zh-hans", True), ("x", True), ("sunshine", False)])
def test_addresses_of_the_site_are_reserved(slug: str, reserved: bool) -> None:
    assert is_reserved(slug) is reserved


def test_addresses_of_the_project_are_all_reserved() -> None:
    assert check_reserved_segments() == []


def test_unreserved_root_addresses_are_reported(root_urls: ModuleType) -> None:
    inner = [path("sunshine-inside/", view)]
    root_urls.urlpatterns = [
        path("moon/", view),
        path("guides/", view),
        path("<slug:anything>/", view),
        path("", include(inner)),
        *i18n_patterns(path("star/<int:pk>/", view), path("", include(wagtail_urls))),
    ]
    messages = [error.msg for error in check_reserved_segments()]
    assert messages == [
        f"/{segment}/ is an address of the portal, but a community could take it as its own."
        for segment in ("moon", "star", "sunshine-inside")
    ]
