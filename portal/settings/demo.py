"""The demo on one machine: SQLite, the in-memory search engine, passwords everyone knows."""

from .base import *  # noqa: F403 - settings are layered by star import, as Django's own docs do
from .base import DATA_DIR, INSTALLED_APPS, SQLITE_OPTIONS, env

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = "demo-only-not-a-secret"  # noqa: S105 - the demo's; production refuses it
PORTAL_DATA_KEYS = [SECRET_KEY]
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["portal.demo", *INSTALLED_APPS, "portal.styleguide"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "demo.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
        # Every thread of the one web process keeps its connection; opening one costs more than many a query.
        "CONN_MAX_AGE": None,
    }
}
if not DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SMS_PROVIDER = "portal.notifications.sms.outbox.Outbox"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
