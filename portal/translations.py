"""What wagtail-localize may not do to live pages."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.models import Locale
from wagtail_localize.models import TranslationSource

_drafting: ContextVar[bool] = ContextVar("drafting_translation", default=False)

# wagtail-localize saves what it was told to keep as a draft onto the live page as well: after "submit" or "sync" a
# reader would see untranslated words before any editor published them.


def is_drafting() -> bool:
    """Whether a translation is being saved as a draft: PortalPage.save() then leaves live pages as they are."""
    return _drafting.get()


@contextmanager
def _drafting_unless(publish: bool) -> Iterator[None]:
    token = _drafting.set(not publish)
    try:
        yield
    finally:
        _drafting.reset(token)


def keep_live_words() -> None:
    """Called in AppConfig.ready(): from here on a draft of a translation changes no live page."""
    original: Callable[..., Any] = TranslationSource.create_or_update_translation
    if getattr(original, "keeps_live_words", False):
        return

    @functools.wraps(original)
    def create_or_update_translation(
        self: TranslationSource, locale: Locale, user: Any = None, publish: bool = True, **kwargs: Any
    ) -> Any:
        with _drafting_unless(publish):
            return original(self, locale, user=user, publish=publish, **kwargs)

    create_or_update_translation.keeps_live_words = True  # type: ignore[attr-defined]  # so that a second call wraps nothing
    TranslationSource.create_or_update_translation = create_or_update_translation
