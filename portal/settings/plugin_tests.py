"""The suite of a plugin outside this repository: SQLite, or the database that DATABASE_URL names."""

from .base import *  # noqa: F403 - settings are layered by star import, as Django's own docs do
from .base import INSTALLED_APPS, env

SECRET_KEY = "test-only"  # noqa: S105 - the suite's
PORTAL_DATA_KEYS = [SECRET_KEY]
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": env.db("DATABASE_URL", default="sqlite://:memory:")}
# What every suite migrates: a copy of that is where each begins (portal/plugins/testing/database.py).
MIGRATED_FIRST = [app for app in INSTALLED_APPS if not app.startswith("portal.plugins.found.")]
# Static files straight from their apps: no collectstatic before a test.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
# No log files; caplog sees every logger.
LOGGING_CONFIG = None
SMS_PROVIDER = "portal.notifications.sms.outbox.Outbox"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Journeys in a browser turn the cache on, as it is in service.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=0)
