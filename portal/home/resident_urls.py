"""Where residents read what is no page of the tree, below the language's prefix."""

from django.urls import re_path

from portal.home.offices import offices

urlpatterns = [re_path(r"^(?:(?P<community>[-\w]+)/)?offices/$", offices, name="offices")]
