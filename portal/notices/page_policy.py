"""Who may delete a notice: as Wagtail says, but a public announcement is a record once it was published."""

from wagtail.models import PagePermissionTester

from portal.communities.rules import is_city_administrator


class AnnouncementPermissions(PagePermissionTester):
    """That it stood there, with which words and files, can be shown later: it ends or is unpublished, its history
    stays. Only city administrators delete it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return is_city_administrator(self.user) and super().can_delete(ignore_bulk)
