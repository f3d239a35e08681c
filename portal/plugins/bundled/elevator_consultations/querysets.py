from django.db import models

from portal.plugins.api import Community


class CaseQuerySet(models.QuerySet):
    def shown_in(self, community: Community) -> "CaseQuerySet":
        return self.filter(community=community, is_public=True)


class UnitQuerySet(models.QuerySet):
    def counted(self) -> "UnitQuerySet":
        """Those that are part of the register now; what was merged or removed stays for the chain."""
        return self.filter(removed_at=None)
