"""Pages for whoever signed in by a code to the phone."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from portal.meta import Crumb, PageMeta
from portal.participation.privacy_headers import private_page
from portal.participation.sign_in import signed_in_phone

View = Callable[..., HttpResponseBase]


def by_phone(view: View) -> View:
    """The view gets `phone`; everybody else is asked for it first, and comes back."""

    @wraps(view)
    def signed_in(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        phone = signed_in_phone(request)
        if not phone:
            return redirect(f"{reverse('my:index')}?{urlencode({'next': request.path})}")
        return view(request, *args, phone=phone, **kwargs)

    return private_page(require_http_methods(["GET", "HEAD", "POST"])(signed_in))


def meta_of(title: str, *crumbs: Crumb) -> PageMeta:
    return PageMeta(title=title, language=get_language() or "", indexable=False, breadcrumbs=crumbs)
