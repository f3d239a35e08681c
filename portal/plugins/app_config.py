"""The base class of plugins' AppConfigs, which keeps what goes wrong in them from stopping the portal."""

import importlib
import sys
from collections.abc import Callable
from functools import wraps
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from types import ModuleType
from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from portal.plugins.declaration import DeclarationError, Plugin, check_declaration
from portal.plugins.quarantine import is_quarantined, quarantine, stand_in
from portal.plugins.taking_out import take_out

#: SystemExit too: a module that calls sys.exit() may not take the portal with it.
ANYTHING = (Exception, SystemExit)
#: Modules that others import by their name once the apps are loaded.
LOADED_BY_NAME = ("wagtail_hooks", "urls", "hooks")


class PluginConfig(AppConfig):
    """Derive from it, set `name`, `label` and `plugin = Plugin(...)`. `ready()` may be overridden as usual."""

    plugin: ClassVar[Plugin]
    default_auto_field = "django.db.models.BigAutoField"
    #: Pages show what its models hold, so that saving them starts a new generation of the page cache.
    changes_pages = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "ready" in cls.__dict__:
            cls.ready = _contained(cls.ready)  # type: ignore[assignment,method-assign]  # contained without the author thinking of it

    def import_models(self) -> None:
        try:
            super().import_models()
        except ANYTHING as error:
            self.leave_out(error)

    def load(self) -> ModuleType | None:
        """Import what others would import by name later, while it can still be left out; the module of its hooks."""
        if is_quarantined(self.plugin.key):
            return None
        try:
            self.check_models()
            for name in LOADED_BY_NAME:
                if find_spec(f"{self.name}.{name}"):
                    importlib.import_module(f"{self.name}.{name}")
            self.plugin.import_named()
            return sys.modules.get(f"{self.name}.hooks")
        except ANYTHING as error:
            self.leave_out(error)
            return None

    def check_models(self) -> None:
        """Errors that Django's system check would find keep every command from running; of plugins they do not."""
        for model in self.get_models():
            for problem in model.check():
                if problem.is_serious() and not problem.is_silenced():
                    raise DeclarationError(f"{problem.msg} ({problem.id}, {model.__name__})")

    def leave_out(self, error: BaseException) -> None:
        """Take it out of everything Django and Wagtail know by now."""
        quarantine(self.plugin.key, package=self.name, error=error)
        take_out(self, emptied=[f"{self.name}.{name}" for name in LOADED_BY_NAME])


def _contained(ready: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(ready)
    def contained(self: PluginConfig) -> None:
        if is_quarantined(self.plugin.key):
            return
        try:
            ready(self)
        except ANYTHING as error:
            self.leave_out(error)

    return contained


def config_of(point: EntryPoint) -> type[AppConfig]:
    """The AppConfig an entry point names, or a stand-in if it cannot be used."""
    try:
        config = point.load()
        if not (isinstance(config, type) and issubclass(config, PluginConfig)):
            raise DeclarationError(f"{point.value} is no PluginConfig")
        languages = [code for code, _label in settings.LANGUAGES]
        check_declaration(getattr(config, "plugin", None), entry_name=point.name, languages=languages)
        check_label(config)
    except ANYTHING as error:
        quarantine(point.name, package=point.value, error=error)
        return stand_in(point)
    return config


def check_label(config: type[PluginConfig]) -> None:
    """Names and labels of apps are unique, or Django stops."""
    label = getattr(config, "label", "") or config.name.rpartition(".")[2]
    taken = {*apps.app_configs, *(known.name for known in apps.app_configs.values())}
    if label in taken or config.name in taken:
        raise DeclarationError(f"another app has the name or label {label!r}")
    try:
        importlib.import_module(config.name)
    except ImportError as error:
        raise ImproperlyConfigured(f"{config.name} cannot be imported") from error
