from django.urls import path
from django.utils.translation import gettext as _

from leaking.views import show


def hello(request):
    return show(request, _("Good morning"))


urlpatterns = [path("", hello, name="hello")]
