from django.shortcuts import render
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from leaking.side_door.models import Thing


def things(request):
    return render(request, "side_door/things.html", {"rows": Thing.objects.all()})


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [path("things/", things, name="things")]


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return MenuItem("Things", reverse("things"))
