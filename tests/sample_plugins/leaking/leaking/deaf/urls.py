from django.urls import path

from leaking.views import show

urlpatterns = [path("", show, {"text": "1"}, name="heard")]
