"""All settings of the site in one place, driven by environment variables.

`KNEEBLOG_ENV` is `development` (default), `test` or `production`.  Production starts only with a `SECRET_KEY` and
`ALLOWED_HOSTS`, and then passes `manage.py check --deploy` without a word.  README.md lists every variable.
"""

import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()

ENVIRONMENT: str = env.str("KNEEBLOG_ENV", default="development")
if ENVIRONMENT not in {"development", "test", "production"}:
    raise ImproperlyConfigured(f"KNEEBLOG_ENV is {ENVIRONMENT!r}; it must be development, test or production.")
PRODUCTION = ENVIRONMENT == "production"
TESTING = ENVIRONMENT == "test"

BASE_DIR = Path(__file__).resolve().parent.parent.parent


def _production_must_set(name: str, example: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"KNEEBLOG_ENV=production needs the environment variable {name}, for example {example}")


# --- Security -------------------------------------------------------------------------------------------------------

DEBUG: bool = ENVIRONMENT == "development"

SECRET_KEY: str = env.str("SECRET_KEY", default="" if PRODUCTION else "not-secret: development and tests only")
if not SECRET_KEY:
    raise _production_must_set("SECRET_KEY", "the output of `openssl rand -base64 48`")

ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
if not ALLOWED_HOSTS:
    raise _production_must_set("ALLOWED_HOSTS", "www.example.jp,example.jp")

CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

if PRODUCTION:
    SECURE_SSL_REDIRECT: bool = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS: int = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if env.bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Public pages run no script but our own files and show nothing from elsewhere; JSON-LD is data, which nobody runs.
# The admin is left out: Wagtail's own pages have scripts within.
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "kneeblog.site",
    "kneeblog",  # above Wagtail, so that our Japanese catalogue fills the gaps in Wagtail's
    # The removal crew may be deleted once the old site has moved in; the site runs without it.
    *(["importers"] if find_spec("importers") and find_spec("importers.apps") else []),
    "wagtail_localize",
    "wagtail_localize.locales",  # instead of wagtail.locales
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
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kneeblog.pagecache.keeping.PageCacheMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kneeblog.seo.redirects.RedirectMiddleware",
]

ROOT_URLCONF = "kneeblog.site.urls"
WSGI_APPLICATION = "kneeblog.site.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# --- Kept pages -----------------------------------------------------------------------------------------------------

if env.str("PAGE_CACHE_URL", default=""):
    CACHES: dict[str, Any] = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "pages": env.cache_url("PAGE_CACHE_URL"),
    }

# --- Database -------------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("DATABASE_URL")
    if env.str("DATABASE_URL", default="")
    else {"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With Django's own defaults, editors who save during an import meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif not TESTING:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Background tasks -------------------------------------------------------------------------------------------------

# In this process unless told otherwise; `django_tasks_db.DatabaseBackend` leaves them to `manage.py db_worker`.
TASKS_BACKEND: str = env.str("TASKS_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend")
TASKS = {"default": {"BACKEND": TASKS_BACKEND}}
if TASKS_BACKEND.startswith("django_tasks_db."):
    INSTALLED_APPS.append("django_tasks_db")

# --- Languages ------------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("ja", _("Japanese")),
    ("en", _("English")),
    ("zh-hans", _("Simplified Chinese")),
    ("zh-hant", _("Traditional Chinese")),
    ("ko", _("Korean")),
]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
# Submitting a page for translation makes a draft; the default would publish it untranslated at once.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# Asks no other server: what was translated before, terms of the glossary, prices.  An engine can stand behind it.
WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "kneeblog.translation.machine.MemoryTranslator"}

# --- Files ----------------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT: str = env.str("STATIC_ROOT", default=str(BASE_DIR / "static"))
MEDIA_URL = "/media/"
# Tests never write among the real pictures.
MEDIA_ROOT: str = env.str(
    "MEDIA_ROOT", default=str((Path(tempfile.gettempdir()) / "kneeblog-test-media") if TESTING else BASE_DIR / "media")
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION  # no collectstatic while developing

# Where the import desk keeps what is uploaded: nowhere that a web server shows.
IMPORTERS_FOLDER: str = env.str(
    "IMPORTERS_FOLDER",
    default=str((Path(tempfile.gettempdir()) / "kneeblog-test-imports") if TESTING else BASE_DIR / "imports"),
)

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long article has more form fields than Django's 1,000

# --- Wagtail --------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "kneeblog"
WAGTAILADMIN_BASE_URL: str = env.str(
    "BASE_URL", default=f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else "http://localhost:8000"
)
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the admin asks no other server …
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # … and sends editors' addresses to none
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # rendering a page never asks another server for an embed
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Mail and logs --------------------------------------------------------------------------------------------------

globals().update(env.email_url("EMAIL_URL", default="consolemail://"))  # EMAIL_HOST, EMAIL_PORT and their like
DEFAULT_FROM_EMAIL: str = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
