"""A guide that is moved below another index belongs to that index's community from then on."""

from typing import Any

from django.db import transaction
from wagtail.models import Page
from wagtail.signals import post_page_move

from portal.keeping import PAGES
from portal.services.models import GuideIndexPage, GuidePage


def set_owner(sender: type, instance: Page, **kwargs: Any) -> None:
    index = GuideIndexPage.objects.filter(path=instance.path[: -Page.steplen]).first()
    if index is not None:
        GuidePage.objects.filter(pk=instance.pk).update(community=index.community_id)
        transaction.on_commit(PAGES.renew)


def connect() -> None:
    post_page_move.connect(set_owner, sender=GuidePage, dispatch_uid="services_move")
