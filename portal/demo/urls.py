from django.urls import path

from portal.demo.views import upload

urlpatterns = [path("media/<path:path>", upload)]
