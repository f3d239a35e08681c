from django.urls import path, re_path

from portal.communities import views

app_name = "communities"
urlpatterns = [
    path("", views.find, name="find"),
    path("mine/", views.mine, name="mine"),
    path("remember/", views.keep, name="remember"),
    re_path(r"^(?P<code>\d{9})/$", views.street, name="street"),
]
