from django.urls import path

from leaking.counting.models import Visit
from leaking.views import show


def count(request):
    Visit.objects.create()
    return show(request, str(Visit.objects.count()))


urlpatterns = [path("", count, name="count")]
