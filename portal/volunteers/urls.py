from django.urls import path, re_path

from portal.volunteers.views import certificates, feed, leading, visiting

app_name = "volunteering"
urlpatterns = [
    path("check/", certificates.check, name="check"),
    re_path(r"^certificates/(?P<number>\d{4}-\d{8})/(?P<secret>[0-9a-f]{32})/$", certificates.show, name="certificate"),
    re_path(r"^shifts/(?P<pk>\d{1,18})/(?P<secret>[0-9a-f]{32})/shifts\.ics$", feed.own_shifts, name="feed"),
    path("team/<int:pk>/", leading.team, name="team"),
    path("team/<int:pk>/shifts/<int:shift>/", leading.attendance, name="attendance"),
    path("visits/", visiting.index, name="visits"),
    path("visits/<int:pk>/", visiting.visit, name="visit"),
]
