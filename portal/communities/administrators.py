"""The group "City administrators": what the people who run the city's site may do, short of what only superusers may.

They work on every page, on all images and documents, on the city's settings and redirects, and on everything of the
portal's own apps; they give roles in every community. Accounts, groups, sites, locales and workflows are left to
superusers: whoever may change accounts could make himself one.
"""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

NAME = "City administrators"
PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page")
OTHER_PERMISSIONS = {
    "wagtailadmin": ("access_admin",),
    "wagtail_localize": ("submit_translation",),
    "wagtailcore": ("add_collection", "change_collection", "delete_collection"),
    "wagtailredirects": ("add_redirect", "change_redirect", "delete_redirect"),
}
MEDIA_MODELS = (("wagtailimages", "image"), ("wagtaildocs", "document"))


@transaction.atomic
def refresh_city_administrators() -> Group:
    """Make the group, or give it the permissions that came since; never takes one away. Part of `create_city`."""
    group, _created = Group.objects.get_or_create(name=NAME)
    labels = [config.label for config in apps.get_app_configs() if config.name.startswith("portal.")]
    wanted = Q(content_type__app_label__in=labels)
    for app_label, codenames in OTHER_PERMISSIONS.items():
        wanted |= Q(content_type__app_label=app_label, codename__in=codenames)
    group.permissions.add(*Permission.objects.filter(wanted))

    root = Page.objects.get(depth=1)
    for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS):
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
    collection = Collection.objects.get(depth=1)
    for app_label, model in MEDIA_MODELS:
        for permission in Permission.objects.filter(
            content_type__app_label=app_label, content_type__model=model
        ).exclude(codename__startswith="view_"):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
    return group
