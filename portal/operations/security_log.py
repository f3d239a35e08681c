"""Who came in, who did not, who was refused, and whose role changed. People appear by number, never by name."""

import logging
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, pre_save
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from wagtail.log_actions import get_active_log_context

from portal.operations.request_facts import network_of, public_path

logger = logging.getLogger("portal.security")
GROUP_CHANGES = {"post_add": "groups_given", "post_remove": "groups_taken", "post_clear": "groups_taken_all"}


def log_security_event(event: str, **facts: object) -> None:
    """Write `event key=value ...`. Give numbers and codes of things, never names, phone numbers or addresses."""
    logger.info(" ".join([event, *(f"{key}={value}" for key, value in facts.items())]))


def log_denied(request: HttpRequest) -> None:
    user = getattr(request, "user", None)
    log_security_event("denied", user=user.pk if user else None, path=public_path(request), network=network_of(request))


def connect_receivers() -> None:
    """Called once, in AppConfig.ready()."""
    user_logged_in.connect(_logged_in, dispatch_uid="security_log")
    user_logged_out.connect(_logged_out, dispatch_uid="security_log")
    user_login_failed.connect(_login_failed, dispatch_uid="security_log")
    user_model = get_user_model()
    m2m_changed.connect(_groups_changed, sender=user_model._meta.get_field("groups").remote_field.through)
    pre_save.connect(_user_changing, sender=user_model, dispatch_uid="security_log")
    post_delete.connect(_user_deleted, sender=user_model, dispatch_uid="security_log")


def _logged_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    log_security_event("login", user=user.pk, network=network_of(request))


def _logged_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    log_security_event("logout", user=user.pk if user else None, network=network_of(request))


def _login_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """The name that was tried appears as a keyed hash: repeated tries can be told apart, the name not guessed."""
    name = str(credentials.get(get_user_model().USERNAME_FIELD, ""))
    tried = salted_hmac("security_log", name).hexdigest()[:12]
    log_security_event("login_failed", tried=tried, network=network_of(request) if request else "-")


def _groups_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    if event := GROUP_CHANGES.get(action):
        one, many = ("group", "users") if reverse else ("user", "groups")
        others = ",".join(str(pk) for pk in sorted(pk_set or ())) or "-"
        log_security_event(event, **{one: instance.pk, many: others, "by": _by()})


def _user_changing(instance: Any, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    watched = [f for f in ("is_superuser", "is_active", "password") if update_fields is None or f in update_fields]
    before = type(instance)._base_manager.filter(pk=instance.pk).values(*watched).first() if watched else None
    if instance.pk is None or before is None:
        return
    for field in watched:
        if before[field] != getattr(instance, field):
            value = "changed" if field == "password" else getattr(instance, field)
            log_security_event("account_changed", user=instance.pk, **{field: value}, by=_by())


def _user_deleted(instance: Any, **kwargs: Any) -> None:
    log_security_event("account_deleted", user=instance.pk, by=_by())


def _by() -> int | None:
    """Who is at work in the admin; None in a command."""
    user = get_active_log_context().user
    return user.pk if user else None
