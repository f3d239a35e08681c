"""The search in browsers' own search fields: OpenSearch 1.1 and its suggestions."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from search.asking import community_for
from search.suggesting import suggestions_for


@require_safe
@cache_control(public=True, max_age=86400)
def description(request: HttpRequest) -> HttpResponse:
    """In the language of the address; for the city as a whole."""
    addresses = {name: request.build_absolute_uri(reverse(f"search:{name}")) for name in ("results", "typed")}
    return render(request, "search/opensearch.xml", addresses, content_type="application/opensearchdescription+xml")


@require_safe
@cache_control(public=True, max_age=60)
def typed(request: HttpRequest) -> HttpResponse:
    """[what was typed, texts, nothing, addresses], as browsers want it."""
    raw = request.GET.get("q", "")
    found = suggestions_for(
        raw,
        language=get_language() or settings.LANGUAGE_CODE,
        community=community_for(request.GET.get("community", "")),
    )
    addresses = [request.build_absolute_uri(each.url) for each in found]
    answer = [raw[:200], [each.text for each in found], [], addresses]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")
