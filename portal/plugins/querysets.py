"""Reads of plugins' pages."""

from typing import Self

from django.db.models.functions import Substr
from django.utils.translation import get_language
from treebeard.mp_tree import MP_Node
from wagtail.query import PageQuerySet

from portal.communities.models import Community
from portal.communities.models.community import CITY_PAGE_DEPTH


class PluginPageQuerySet(PageQuerySet):
    """`NoticePage.objects.live().in_community(community).in_active_language()`."""

    def in_community(self, community: Community) -> Self:
        """Those below the community's home pages, in all languages."""
        home = Substr("path", 1, CITY_PAGE_DEPTH * MP_Node.steplen)
        return self.annotate(home_path=home).filter(home_path__in=community.home_pages.values("path"))

    def in_active_language(self) -> Self:
        """With their locale, so that their addresses need no further query."""
        return self.filter(locale__language_code=get_language()).select_related("locale")
