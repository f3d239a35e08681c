"""Production; refuses to start without what it needs, or with what only the demo may have."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 - settings are layered by star import, as Django's own docs do
from .base import AUTH_PASSWORD_VALIDATORS, SILENCED_SYSTEM_CHECKS, env

DEMO_SECRET_KEYS = {"demo-only-not-a-secret", "test-only"}
REQUIRED = {
    "SECRET_KEY": "a long random text of your own",
    "PORTAL_DATA_KEYS": "another long random text of your own",
    "ALLOWED_HOSTS": "the host names it is reached by, with commas",
    "DATABASE_URL": "postgres://USER:PASSWORD@HOST:5432/NAME",
    "SEARCH_URL": "https://HOST:9200 of Elasticsearch 8",
}
missing = [f"{name} ({meaning})" for name, meaning in REQUIRED.items() if not env.str(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(f"Set in the environment: {'; '.join(missing)}. See docs/operators/settings.md.")

if env.str("SMS_PROVIDER", default="").endswith(".Outbox"):
    raise ImproperlyConfigured("SMS_PROVIDER: the outbox shows residents' codes to staff; it is for the demo.")

DEBUG = False
REFUSE_DEMO_LOGINS = True
SECRET_KEY = env.str("SECRET_KEY")
if SECRET_KEY in DEMO_SECRET_KEYS or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must be a random text of your own, at least 50 characters long.")
PORTAL_DATA_KEYS = env.list("PORTAL_DATA_KEYS")
if any(len(key) < 50 or key == SECRET_KEY for key in PORTAL_DATA_KEYS):
    raise ImproperlyConfigured(
        "PORTAL_DATA_KEYS must be random texts of at least 50 characters, with commas between them, none SECRET_KEY."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
AUTH_PASSWORD_VALIDATORS = [
    *AUTH_PASSWORD_VALIDATORS,
    {"NAME": "portal.operations.demo_logins.NotADemoPasswordValidator"},
]

DATABASES = {"default": env.db("DATABASE_URL")}
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: postgres://USER:PASSWORD@HOST:5432/NAME.")
DATABASES["default"] |= {
    "CONN_MAX_AGE": env.int("DATABASE_CONN_MAX_AGE", default=60),
    "CONN_HEALTH_CHECKS": True,
}
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
# No statement or lock may hold up a resident's page for long; 0 switches a limit off (long migrations).
DATABASES["default"]["OPTIONS"].setdefault(
    "options",
    f"-c statement_timeout={env.int('DATABASE_STATEMENT_TIMEOUT_MS', default=30_000)}"
    f" -c lock_timeout={env.int('DATABASE_LOCK_TIMEOUT_MS', default=10_000)}"
    " -c idle_in_transaction_session_timeout=60000",
)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))

# HTTPS is the rule; PORTAL_HTTPS=off is for trying things out on a closed network.
PORTAL_HTTPS = env.bool("PORTAL_HTTPS", default=True)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PORTAL_HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.int("PORTAL_HSTS_SECONDS", default=31_536_000 if PORTAL_HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("PORTAL_HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("PORTAL_HSTS_PRELOAD", default=False)
# W005, W021: subdomains and preloading bind a whole domain, so the operator decides (PORTAL_HSTS_...).
# W019: Wagtail's previews are frames of our own origin.
SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "security.W005", "security.W019", "security.W021"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Only behind a proxy that sets this header itself and drops the visitor's: "HTTP_X_FORWARDED_PROTO".
if PROXY_SSL_HEADER := env.str("PORTAL_PROXY_SSL_HEADER", default=""):
    SECURE_PROXY_SSL_HEADER = (PROXY_SSL_HEADER, "https")
