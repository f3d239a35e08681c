"""The demo has no web server in front of it that serves uploads, as deploy/nginx.conf does."""

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def upload(request: HttpRequest, path: str) -> HttpResponseBase:
    """Any upload but documents: those are served where somebody asks who may read them."""
    if posixpath.normpath(path).lstrip("/").startswith("documents/"):
        raise Http404
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))
