"""Menu items of the plugins screens: each shows to whom its screen would open."""

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem

from portal.communities.choices import Role
from portal.communities.rules import has_role_somewhere, is_city_administrator


class CityMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return is_city_administrator(request.user)


class EditorsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role_somewhere(request.user, Role.EDITOR)


class LeadsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return has_role_somewhere(request.user, Role.LEAD)


class OnlyLeadsMenuItem(LeadsMenuItem):
    """City administrators have a screen of their own."""

    def is_shown(self, request: HttpRequest) -> bool:
        return not is_city_administrator(request.user) and super().is_shown(request)
