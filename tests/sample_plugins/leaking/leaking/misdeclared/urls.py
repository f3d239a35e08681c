from django.core.exceptions import PermissionDenied
from django.urls import path


def closed(request):
    if not request.user.is_staff:
        raise PermissionDenied


urlpatterns = [path("", closed, name="open")]
