"""What every deployment shares. Values that differ come from environment variables; see docs/operators/settings.md."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.operations.folders import default_data_dir
from portal.plugins.discovery import plugin_apps

env = environ.Env()

PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("PORTAL_DATA_DIR", default=str(default_data_dir()))).absolute()
# Where readers find the portal; links in mails and in the admin begin with it.
PORTAL_BASE_URL = WAGTAILADMIN_BASE_URL = env.str("PORTAL_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")

# What encrypts texts in the database, see portal/encryption.py: the newest first. Production asks for them.
PORTAL_DATA_KEYS: list[str] = []

INSTALLED_APPS = [
    # Ours, high to low: templates and static files of the higher ones win.
    "portal.services",
    "portal.activities",
    "portal.volunteers",
    "portal.notices",
    "portal.renovation",
    "portal.home",
    "portal.plugins",
    "portal.sharing",
    "portal.participation",
    "portal.notifications",
    "portal.communities",
    "portal.hours",
    "portal.operations",
    "portal",
    "search",
    # Wagtail and what it needs; wagtail_localize.locales replaces wagtail.locales.
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Last, so that nothing of theirs takes the place of what stands above.
    *plugin_apps(),
]

MIDDLEWARE = [
    "portal.operations.access_log.AccessLogMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.home.dismissing.DismissedAlertsMiddleware",
    "portal.operations.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.operations.languages.LanguagePrefixMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.operations.csp.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.home.front_door.FrontDoorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.home.context_processors.site",
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}

# Languages. Their order is the order of fallback; a third language is one more line here.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
# What Wagtail's own Chinese catalogues leave untranslated. It wins over them, so it holds nothing they have.
LOCALE_PATHS = [PACKAGE_DIR / "locale_wagtail"]
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai"]

# The web server does not start while the demo's logins open (production).
REFUSE_DEMO_LOGINS = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# Ten wrong passwords for one name from one address close the login to that pair for a quarter of an hour. Failures
# are counted in the cache and forgotten there: nobody's name or address is stored, and none is logged twice.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = env.int("PORTAL_LOGIN_FAILURES", default=10)
AXES_COOLOFF_TIME = timedelta(minutes=env.int("PORTAL_LOGIN_PAUSE_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "portal.operations.request_facts.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "communities/admin/login_paused.html"
# Only people who work on the site have sessions.
SESSION_COOKIE_AGE = env.int("PORTAL_SESSION_HOURS", default=12) * 3600

# Shared by all processes where REDIS_URL is given; each process keeps its own otherwise.
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env.str("REDIS_KEY_PREFIX", default="linli"),
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# How long an anonymous reader's page is kept at most (seconds); 0 keeps none. See portal/operations/page_cache.py.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=60)

# What a plugin's hook may cost at most, and how many failures within an hour mute it. See portal/plugins/fuse.py.
PLUGIN_MAX_QUERIES = env.int("PLUGIN_MAX_QUERIES", default=30)
PLUGIN_MAX_MILLISECONDS = env.int("PLUGIN_MAX_MILLISECONDS", default=500)
PLUGIN_MAX_FAILURES = env.int("PLUGIN_MAX_FAILURES", default=5)
# Writes what each call of a hook costs to the log.
PLUGIN_TRACE = env.bool("PLUGIN_TRACE", default=False)
# Ends network calls that set no limit of their own, in the web server, the worker and timed work (seconds).
PLUGIN_SOCKET_TIMEOUT = env.int("PLUGIN_SOCKET_TIMEOUT", default=10)

# Text messages: a class with the methods of portal.notifications.sms.SmsProvider, and the ids of approved templates,
# {"activities.place_given:zh-hans": "SMS_1234"}.
SMS_PROVIDER = env.str("SMS_PROVIDER", default="")
SMS_TEMPLATES = env.json("SMS_TEMPLATES", default={})
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
SMS_RECEIPTS_TOKEN = env.str("SMS_RECEIPTS_TOKEN", default="")

# The search engine for residents; without an address the database answers.
SEARCH_URL = env.str("SEARCH_URL", default="")
SEARCH_INDEX_PREFIX = env.str("SEARCH_INDEX_PREFIX", default="linli")
SEARCH_USERNAME = env.str("SEARCH_USERNAME", default="")
SEARCH_PASSWORD = env.str("SEARCH_PASSWORD", default="")
SEARCH_CA_CERTS = env.str("SEARCH_CA_CERTS", default="")
SEARCH_NODE_CLASS = env.str("SEARCH_NODE_CLASS", default="")
# How long a process adds up what was searched and read before it writes the sums.
SEARCH_COUNT_SECONDS = env.int("SEARCH_COUNT_SECONDS", default=20)

# What monitoring sends to read /metrics; without it the address is closed.
PORTAL_METRICS_TOKEN = env.str("PORTAL_METRICS_TOKEN", default="")

# Access and security logs: a file a day, kept this long.
PORTAL_LOG_DIR = Path(env.str("PORTAL_LOG_DIR", default=str(DATA_DIR / "log"))).absolute()
PORTAL_LOG_DAYS = env.int("PORTAL_LOG_DAYS", default=180)
# The header in which a proxy of our own passes the visitor's address on, "HTTP_X_FORWARDED_FOR"; empty without one.
PORTAL_CLIENT_ADDRESS_HEADER = env.str("PORTAL_CLIENT_ADDRESS_HEADER", default="")


def _daily_file(stem: str) -> dict[str, object]:
    return {
        "class": "portal.operations.log_files.DailyFileHandler",
        "folder": str(PORTAL_LOG_DIR),
        "stem": stem,
        "formatter": "line",
    }


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {message}", "datefmt": "%Y-%m-%dT%H:%M:%S%z", "style": "{"}},
    "filters": {"public_paths": {"()": "portal.operations.log_masks.PublicPaths"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["public_paths"]},
        "access": _daily_file("access"),
        "security": _daily_file("security"),
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "portal.access": {"handlers": ["access"], "level": "INFO", "propagate": False},
        "portal.security": {"handlers": ["security"], "level": "INFO", "propagate": False},
        # No mails to ADMINS about errors: they hold what people had typed.
        "django": {"handlers": [], "level": "WARNING"},
        # Its warnings repeat what the access log has, with whole addresses.
        "django.request": {"level": "ERROR"},
        # It writes addresses down; failed logins are in the security log without.
        "axes": {"level": "ERROR"},
        # A lost search engine is said by search itself, once and without a traceback for each try.
        "elastic_transport": {"level": "ERROR"},
    },
}

# Without a shared cache every process counts wrong passwords for itself; docs/operators/settings.md says so.
SILENCED_SYSTEM_CHECKS = [] if REDIS_URL else ["axes.W001"]

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="linli@localhost")
EMAIL_SUBJECT_PREFIX = "[Linli] "
# Who is told when a plugin is muted.
ADMINS = [(address, address) for address in env.list("PORTAL_ADMINS", default=[])]

STATIC_URL = "/static/"
STATIC_ROOT: Path | None = Path(env.str("PORTAL_STATIC_DIR", default=str(DATA_DIR / "static"))).absolute()
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

CSRF_FAILURE_VIEW = "portal.errors.csrf_failure"

WAGTAIL_SITE_NAME = "Linli"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Superusers are not told of every page that a contributor of some community hands in.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# A submitted translation stays a draft until an editor publishes it.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    }
}
