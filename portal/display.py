"""How a reader wants to see the site: type size and colour theme, kept in two cookies of known values.

They are the only cookies an anonymous page depends on. A cache keys on `display_preferences(request).cache_key`
beside the address, and never on the raw Cookie header: other values of these cookies mean the default.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.meta import PageMeta

SIZES = (("normal", _("Standard")), ("large", _("Large type")))
THEMES = (("auto", _("As my device")), ("light", _("Light")), ("dark", _("Dark")))
ONE_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Display:
    size: str = "normal"
    theme: str = "auto"

    @property
    def is_large(self) -> bool:
        return self.size == "large"

    @property
    def css_classes(self) -> str:
        return f"size-{self.size} theme-{self.theme}"

    @property
    def cache_key(self) -> str:
        """One of six values: all that a page's bytes may depend on besides its address."""
        return f"{self.size}-{self.theme}"


def display_preferences(request: HttpRequest) -> Display:
    size, theme = request.COOKIES.get("size"), request.COOKIES.get("theme")
    return Display(
        size=size if size in dict(SIZES) else "normal",
        theme=theme if theme in dict(THEMES) else "auto",
    )


class DisplayForm(forms.Form):
    """Both are optional: the switches in the header send one of them."""

    size = forms.ChoiceField(label=_("Type size"), choices=SIZES, required=False, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Colours"), choices=THEMES, required=False, widget=forms.RadioSelect)


def safe_next(request: HttpRequest, address: str) -> str:
    """`address` if it is a path of this site, else the home page."""
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_path else "/"


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says the form came from our pages; browsers that say nothing are believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return not origin or urlsplit(origin).netloc == request.get_host()


# Anonymous pages hold no token. is_same_origin stands in; the worst a forger could do is change the type size.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def display_settings(request: HttpRequest) -> HttpResponse:
    """GET: a page of all choices. POST: keep `size` and/or `theme` in cookies and go back to `next`."""
    if request.method == "POST":
        return keep_display(request)
    display = display_preferences(request)
    context = {
        "meta": PageMeta(
            title=str(_("Display settings")),
            description=str(_("How you want to read this site. Your browser remembers it for a year.")),
            indexable=False,
        ),
        "form": DisplayForm(initial={"size": display.size, "theme": display.theme}),
        "next": safe_next(request, request.GET.get("next", reverse("display"))),
    }
    return render(request, "portal/display.html", context)


def keep_display(request: HttpRequest) -> HttpResponse:
    if not is_same_origin(request):
        return HttpResponseForbidden(_("This form can only be sent from this site."))
    response = HttpResponseRedirect(safe_next(request, request.POST.get("next", "")))
    response.status_code = 303
    form = DisplayForm(request.POST)
    form.is_valid()
    for name in ("size", "theme"):
        if value := form.cleaned_data.get(name):
            response.set_cookie(
                name, value, max_age=ONE_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
            )
    return response
