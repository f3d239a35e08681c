"""Where plugins' addresses hang, below the language's prefix."""

from django.urls import re_path

from portal.plugins.gate import plugin_view

urlpatterns = [
    re_path(r"^(?:(?P<community>[-\w]+)/)?x/(?P<plugin>\w+)/(?P<rest>.*)$", plugin_view, name="plugin"),
]
