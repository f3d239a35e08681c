"""Pages that come and go with their city or community, never alone: home pages, and what opening adds below them."""

from typing import ClassVar

from django.contrib.auth.models import User
from wagtail.admin.panels import CommentPanel
from wagtail.models import Page, PagePermissionTester

from portal.communities.rules import is_city_administrator
from portal.pages import PortalPage


class FixedPagePermissions(PagePermissionTester):
    """Nobody deletes, moves or copies a fixed page in the admin; everything a community has lies below it.

    Taking it down or locking readers out would close what lies below as well. A community is closed by its status, so
    both are left to city administrators.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_move(self) -> bool:
        return False

    def can_move_to(self, destination: Page) -> bool:
        return False

    def can_copy(self) -> bool:
        return False

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return is_city_administrator(self.user) and super().can_unpublish()

    def can_set_view_restrictions(self) -> bool:
        return is_city_administrator(self.user) and super().can_set_view_restrictions()


class FixedPage(PortalPage):
    """Made by opening the city or a community, not in the admin; its address is fixed, and it never expires."""

    promote_panels: ClassVar[list] = []
    settings_panels: ClassVar[list] = [CommentPanel()]

    class Meta:
        abstract = True

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        return False

    def permissions_for_user(self, user: User) -> FixedPagePermissions:
        return FixedPagePermissions(user, self)
