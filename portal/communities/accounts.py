"""Accounts for people who begin to work on the site. Their first password is theirs alone: they set it by a link."""

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.communities.choices import Role
from portal.communities.models import Community, CommunityRole
from portal.communities.roles import give_role
from portal.communities.rules import Anyone, is_city_administrator, roles_of


@transaction.atomic
def add_new_editor(
    *, community: Community, role: Role, username: str, name: str = "", email: str = "", by: User
) -> CommunityRole:
    """Make an account without a password and give it the role; mail the link to set one, where there is an address."""
    user = User(username=username, first_name=name, email=email)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    log(instance=user, action="communities.create_account", user=by)
    given = give_role(community=community, user=user, role=role, by=by)
    if email:
        transaction.on_commit(lambda: mail_password_link(user))
    return given


def password_path(user: User) -> str:
    """Where the person sets the first password; works once, and for PASSWORD_RESET_TIMEOUT only."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("wagtailadmin_password_reset_confirm", args=[uid, default_token_generator.make_token(user)])


def mail_password_link(user: User) -> None:
    link = f"{settings.WAGTAILADMIN_BASE_URL}{password_path(user)}"
    text = render_to_string("communities/mail/new_account.txt", {"user": user, "link": link})
    send_mail(_("Your account at %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}, text, None, [user.email])


def can_hand_out_password_link(by: Anyone, user: User) -> bool:
    """For an account that never had a password, to whoever leads every community it has a role in.

    Nobody gets at an account that somebody uses, or that reaches further than his own.
    """
    if user.has_usable_password() or not user.is_active or user.is_superuser or is_city_administrator(user):
        return False
    if user.groups.filter(role_group=None).exists() or user.user_permissions.exists():
        return False
    if is_city_administrator(by):
        return True
    led = {community for community, role in roles_of(by).items() if role == Role.LEAD}
    return bool(roles_of(user)) and roles_of(user).keys() <= led
