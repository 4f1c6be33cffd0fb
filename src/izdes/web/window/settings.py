"""Django's settings of the public window: no accounts, no sessions, none of the office's rooms.

It works under a login of its own, which sees no table. Whoever writes a report is known by one
signed cookie with the token of her draft.
"""

from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from izdes.web.config import ConfigurationMissing, configuration, variable
from izdes.web.database.address import DatabaseUnknown, addresses

_CONFIGURATION = configuration()
_HERE = Path(__file__).parent
_WEB = _HERE.parent
_IS_PRODUCTION = _CONFIGURATION.mode == "production"


def _database() -> dict[str, object]:
    """Return Django's form of the window's address."""
    try:
        address = addresses(_CONFIGURATION).window
    except DatabaseUnknown:
        if _IS_PRODUCTION:
            raise
        address = ""
    if _IS_PRODUCTION and not address:
        raise ConfigurationMissing(name=variable("window_database_url"))
    given = {name: str(value) for name, value in conninfo_to_dict(address).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**given, "application_name": "izdes window"},
    }


# The store is asked under `window`; nothing here asks for anything else.
DATABASES = {"default": _database(), "window": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = _CONFIGURATION.secret_key
DEBUG = False
ALLOWED_HOSTS = list(_CONFIGURATION.window_host_names)

INSTALLED_APPS = ["django.contrib.staticfiles", "izdes.web.window"]
MIDDLEWARE = [
    # First: it answers for the process when the database does not.
    "izdes.web.window.health.WindowHealth",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "izdes.web.window.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "izdes.web.window.pages.frame.frame",
            ]
        },
    }
]

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [_CONFIGURATION.home / "locale"]
FORMAT_MODULE_PATH = "izdes.web.formats"
USE_THOUSAND_SEPARATOR = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

WSGI_APPLICATION = "izdes.web.window_wsgi.application"
# Set by the process that writes logs, before anything is loaded.
LOGGING_CONFIG = None

STATIC_URL = "static/"
STATIC_ROOT = _CONFIGURATION.home / "window" / "static"
STATICFILES_DIRS = [_WEB / "static"]

CSRF_FAILURE_VIEW = "izdes.web.window.pages.errors.no_token"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# A browser that tells no address tells no origin either, and then no form is taken.
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _IS_PRODUCTION
CSRF_COOKIE_NAME = "izdes_window_csrf"
LANGUAGE_COOKIE_HTTPONLY = True
if _IS_PRODUCTION and _CONFIGURATION.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Files go to the disk enciphered by the store; here they pass through memory and its own folder.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
