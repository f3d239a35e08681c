"""Below /s/, without a language: what a link leads to is in the link."""

from django.urls import path

from portal.sharing import views

app_name = "sharing"
urlpatterns = [path("<str:code>", views.follow, name="link")]
