"""Django's settings that every site has: none of the office's rooms, no accounts, no sessions.

Each site takes these and adds its own. It works under one login of the database, its own.
"""

from typing import Literal

from psycopg.conninfo import conninfo_to_dict

from izdes.web.config import ConfigurationMissing, configuration, variable
from izdes.web.database.address import DatabaseUnknown, addresses

_CONFIGURATION = configuration()
IS_PRODUCTION = _CONFIGURATION.mode == "production"


def databases(site: Literal["window", "institutions"]) -> dict[str, dict[str, object]]:
    """Return Django's form of a site's address; under its name, and for what asks for no name.

    Raises:
        DatabaseUnknown: In production no address is known.
        ConfigurationMissing: In production the site's own is not.
    """
    try:
        address: str = getattr(addresses(_CONFIGURATION), site)
    except DatabaseUnknown:
        if IS_PRODUCTION:
            raise
        address = ""
    if IS_PRODUCTION and not address:
        raise ConfigurationMissing(name=variable(f"{site}_database_url"))
    return {"default": _database(address, site), site: _database(address, site)}


def _database(address: str, site: str) -> dict[str, object]:
    """Return Django's form of a connection string."""
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
        "OPTIONS": {**given, "application_name": f"izdes {site}"},
    }


DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = _CONFIGURATION.secret_key
DEBUG = False
FIRST_MIDDLEWARE = [
    # First: it answers for the process when the database does not.
    "izdes.web.sites.health.SiteHealth",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
]

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LOCALE_PATHS = [_CONFIGURATION.home / "locale"]
FORMAT_MODULE_PATH = "izdes.web.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

# Set by the process that writes logs, before anything is loaded.
LOGGING_CONFIG = None
STATIC_URL = "static/"

# Nothing is loaded from elsewhere, nothing runs that is written into a page.
FIRST_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Where a proxy ends TLS, its word for it is taken.
_IS_BEHIND = IS_PRODUCTION and _CONFIGURATION.proxies
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_BEHIND else None

# Files go to the disk enciphered; here they pass through memory and a folder of the system.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
