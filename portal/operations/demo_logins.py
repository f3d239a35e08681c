"""The demo's logins and passwords, which everyone knows; production refuses each of them."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class DemoLogin:
    username: str
    password: str
    role: str


CITY = DemoLogin("demo-city", "linli-demo-city", "city administrator")
SUNSHINE = DemoLogin("demo-sunshine", "linli-demo-sunshine", "editor of Sunshine community")
HEPING = DemoLogin("demo-heping", "linli-demo-heping", "editor of Heping community")
DEMO_LOGINS = (CITY, SUNSHINE, HEPING)
DEMO_PASSWORDS = frozenset(login.password for login in DEMO_LOGINS)


class NotADemoPasswordValidator:
    """Password validator: nobody takes a password that stands in our own documentation."""

    def validate(self, password: str, user: object = None) -> None:
        if password in DEMO_PASSWORDS:
            raise ValidationError(_("This is a password of the demo, which everyone knows."), code="demo_password")

    def get_help_text(self) -> str:
        return _("Your password can't be one of the demo's.")


def refuse_demo_logins() -> None:
    """Raise ImproperlyConfigured if a login of the demo still opens with its password. One query, at start."""
    passwords = {login.username: login.password for login in DEMO_LOGINS}
    users = get_user_model()._default_manager.filter(username__in=passwords, is_active=True)
    open_doors = [user.get_username() for user in users if user.check_password(passwords[user.get_username()])]
    if open_doors:
        raise ImproperlyConfigured(
            f"This database has logins of the demo with passwords everyone knows: {', '.join(sorted(open_doors))}. "
            "Delete them or change their passwords (manage.py changepassword NAME)."
        )
