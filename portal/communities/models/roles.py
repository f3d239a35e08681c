"""Who may do what in which community, and the Wagtail groups that carry it out."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.communities.choices import Role
from portal.communities.models.community import Community


class CommunityRole(models.Model):
    """A person's role in a community. Written by `portal.communities.roles` only, which keeps the groups in step."""

    community = models.ForeignKey(
        Community, on_delete=models.CASCADE, related_name="roles", verbose_name=_("community")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="community_roles", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("given by"),
    )
    given_at = models.DateTimeField(_("given at"), auto_now=True)

    class Meta:
        ordering = ("community__code", "user__username")
        verbose_name = _("editor")
        verbose_name_plural = _("editors")
        default_permissions = ()
        permissions = [("administer_city", _("Can administer the city: every community, its people and its pages"))]
        constraints = [
            models.UniqueConstraint(
                fields=("community", "user"),
                name="community_role_one_per_person",
                violation_error_message=_("This person already has a role in this community."),
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="community_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user.get_full_name() or self.user.get_username()} ({self.get_role_display()})"


class RoleGroup(models.Model):
    """The Wagtail group of one role in one community; made when the role is first given there."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="role_groups")
    role = models.CharField(max_length=20, choices=Role)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=("community", "role"), name="role_group_one_per_role"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="role_group_role_is_known"),
        ]

    def __str__(self) -> str:
        return self.group.name
