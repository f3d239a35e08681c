"""Residents' addresses of this room that are no pages of the tree, below the language's prefix."""

from django.urls import re_path

from portal.services.questions import views

BELOW = r"^(?:(?P<community>[-\w]+)/)?questions/"
urlpatterns = [
    re_path(rf"{BELOW}$", views.index, name="questions"),
    re_path(rf"{BELOW}ask/$", views.ask, name="ask_office"),
    re_path(rf"{BELOW}(?P<pk>\d{{1,18}})/$", views.show, name="public_answer"),
]
