"""Django's settings of the institutions' site: no sessions, no cookies, none of the office's rooms.

It works under a login of its own. What that sees follows from the token that a program shows.
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
    """Return Django's form of the site's address."""
    try:
        address = addresses(_CONFIGURATION).institutions
    except DatabaseUnknown:
        if _IS_PRODUCTION:
            raise
        address = ""
    if _IS_PRODUCTION and not address:
        raise ConfigurationMissing(name=variable("institutions_database_url"))
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
        "OPTIONS": {**given, "application_name": "izdes institutions"},
    }


# The database is asked under `institutions`; nothing here asks for anything else.
DATABASES = {"default": _database(), "institutions": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = _CONFIGURATION.secret_key
DEBUG = False
ALLOWED_HOSTS = list(_CONFIGURATION.institutions_host_names)

# The tables belong to the office: here none of its models is known.
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = [
    # First: it answers for the process when the database does not.
    "izdes.web.institutions.health.SiteHealth",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "izdes.web.institutions.urls"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_HERE / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "libraries": {"said": "izdes.web.institutions.said"},
        },
    }
]

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [_CONFIGURATION.home / "locale"]
FORMAT_MODULE_PATH = "izdes.web.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

WSGI_APPLICATION = "izdes.web.institutions_wsgi.application"
# Set by the process that writes logs, before anything is loaded.
LOGGING_CONFIG = None

STATIC_URL = "static/"
STATIC_ROOT = _CONFIGURATION.home / "institutions" / "static"
STATICFILES_DIRS = [_WEB / "static", _HERE / "static"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# The digest of a paper stands in the address of the page that confirms it.
SECURE_REFERRER_POLICY = "no-referrer"
if _IS_PRODUCTION and _CONFIGURATION.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Files go to the disk enciphered; here they pass through memory and a folder of the system.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1_001
