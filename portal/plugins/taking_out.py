"""Take what a plugin had already made known, when it failed half-way, out of Django and Wagtail again."""

import gc
import sys
from collections.abc import Callable, Iterable
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from typing import Any
from weakref import ref

from django.apps import AppConfig, apps
from django.dispatch import Signal


def take_out(config: AppConfig, *, emptied: Iterable[str]) -> None:
    """Its models, Wagtail hooks and signal receivers. The modules `emptied` answer whoever imports them with nothing.

    What stays: rows, static files, templates, and what it registered with other packages by itself.
    """
    forget_models(config)
    forget_wagtail_hooks(config.name)
    forget_receivers(config.name)
    for name in emptied:
        # With a spec, as Python and Wagtail ask for it when they look for the module.
        sys.modules[name] = module_from_spec(ModuleSpec(name, None))


def forget_models(config: AppConfig) -> None:
    from wagtail.models import pages  # noqa: PLC0415 - models are not ready when this module is imported

    apps.all_models[config.label].clear()
    config.models = {}
    pending: dict[Any, list[Any]] = apps._pending_operations  # by it Django's check says what is missing
    for awaited, jobs in list(pending.items()):
        pending[awaited] = [job for job in jobs if not is_for_app(job, config.label)]
        if not pending[awaited]:
            del pending[awaited]
    apps.clear_cache()
    # Before all apps are ready it leaves alone what models know of those that refer to them: whatever is deleted would
    # be looked for in tables that were never made.
    for other in apps.app_configs.values():
        for model in (other.models or {}).values():
            model._meta._expire_cache()  # type: ignore[attr-defined]  # as Django's own `clear_cache` does
    pages.PAGE_MODEL_CLASSES[:] = [m for m in pages.PAGE_MODEL_CLASSES if m._meta.app_label != config.label]


def is_for_app(job: Any, label: str) -> bool:
    """Whether something that waits for a model waits on behalf of this app's; Django nests partials and the like."""
    while hasattr(job, "func"):
        given = (*getattr(job, "args", ()), *getattr(job, "keywords", {}).values())
        if any(getattr(getattr(value, "_meta", None), "app_label", "") == label for value in given):
            return True
        job = job.func
    return False


def forget_wagtail_hooks(package: str) -> None:
    from wagtail import hooks  # noqa: PLC0415 - it reads models, which are not ready when this module is imported

    for name, registered in hooks._hooks.items():
        hooks._hooks[name] = [(function, order) for function, order in registered if not is_of(function, package)]


def forget_receivers(package: str) -> None:
    # By `type`, for `isinstance` would wake lazy objects.
    for signal in [thing for thing in gc.get_objects() if issubclass(type(thing), Signal)]:
        for kept in list(signal.receivers):
            receiver = kept[1]() if isinstance(kept[1], ref) else kept[1]
            if receiver is not None and is_of(receiver, package):
                signal.receivers.remove(kept)
        signal.sender_receivers_cache.clear()


def is_of(function: Callable[..., Any], package: str) -> bool:
    module = getattr(function, "__module__", None) or ""
    return module == package or module.startswith(f"{package}.")
