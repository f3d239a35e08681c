"""The gate in front of the admin: closed to all but city administrators, open where an address is listed.

Each admin address has a name. `admit` lists a name, or all names of a namespace (`"wagtailimages:*"`), says why
it may be open, and which check stands in front of it. What is not listed stays closed to the people of communities:
a new view of a later Wagtail, of a package or of a plugin is closed until somebody has looked at it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from wagtail.admin.auth import permission_denied, require_admin_access

from portal.communities.rules import Anyone, is_city_administrator

View = Callable[..., HttpResponseBase]
Check = Callable[[HttpRequest, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class Admission:
    why: str
    check: Check | None = None
    view: View | None = None


_admissions: dict[str, Admission] = {}


def admit(name: str, why: str, *, check: Check | None = None, view: View | None = None) -> None:
    """Open an admin address to the people of communities; call it from `wagtail_hooks.py`.

    `name` is the address' name with its namespace, or `namespace:*`. `why` says why nothing of another community shows.
    `check(request, kwargs)` runs first; False is answered like any other lack of permission. `view` is used in place
    of the original one, for the people of communities only.
    """
    _admissions[name] = Admission(why, check, require_admin_access(view) if view else None)


def admission_for(name: str) -> Admission | None:
    if name in _admissions:
        return _admissions[name]
    namespace, _colon, _last = name.rpartition(":")
    return _admissions.get(f"{namespace}:*") if namespace else None


def admissions() -> Mapping[str, Admission]:
    return _admissions


def gated(view: View) -> View:
    """For `wagtail.utils.urlpatterns.decorate_urlpatterns`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated or is_city_administrator(request.user):
            return view(request, *args, **kwargs)
        admission = admission_for(request.resolver_match.view_name if request.resolver_match else "")
        try:
            if admission is None or (admission.check and not admission.check(request, kwargs)):
                return refused(request)
        except PermissionDenied:
            return refused(request)
        return (admission.view or view)(request, *args, **kwargs)

    return guarded


def is_open_to(user: Anyone, url: str) -> bool:
    """Whether the gate lets somebody to this address at all; for menus. Addresses outside the admin are open."""
    if is_city_administrator(user):
        return True
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return True
    return not match.route.startswith("admin/") or admission_for(match.view_name) is not None


def refused(request: HttpRequest) -> HttpResponse:
    """As Wagtail answers: back to the admin's start with a message; 403 to scripts."""
    return permission_denied(request)
