from django.urls import path, re_path

from portal.participation import my_views

app_name = "my"
urlpatterns = [
    path("", my_views.index, name="index"),
    path("code/", my_views.code, name="code"),
    path("leave/", my_views.leave, name="leave"),
    path("entries/<int:pk>/", my_views.by_phone, name="entry"),
    re_path(r"^(?P<token>[A-Za-z0-9]{32})/$", my_views.by_link, name="link"),
]
