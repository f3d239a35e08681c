"""What this room tells people."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from portal.notifications.kinds import MessageKind, register_kind

#: How long a code is good.
CODE_LASTS = dt.timedelta(minutes=10)

CODE = register_kind(
    MessageKind(
        key="participation.code",
        subject=_("Your code"),
        text=_("%(code)s is your code to see what you handed in. It is good for 10 minutes. Tell it to nobody."),
        variables=("code",),
        is_urgent=True,
        is_called=False,
        valid_for=CODE_LASTS,
    )
)
