"""Django's settings that every site has: none of the office's rooms, no accounts, no sessions.

Each site takes these and adds its own. It works under one login of the database, its own.
"""

from typing import Literal

from izdes.web.config import ConfigurationMissing, configuration, variable
from izdes.web.database.address import DatabaseUnknown, addresses, for_django
from izdes.web.house_settings import *  # noqa: F403 - what the office has too

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
    name = f"izdes {site}"
    return {"default": for_django(address, name=name), site: for_django(address, name=name)}


FIRST_MIDDLEWARE = [
    # First: it answers for the process when the database does not.
    "izdes.web.sites.health.SiteHealth",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.locale.LocaleMiddleware",
]

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
# Where a proxy ends TLS, its word for it is taken.
_IS_BEHIND = IS_PRODUCTION and _CONFIGURATION.proxies
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_BEHIND else None

# Files go to the disk enciphered; here they pass through memory and a folder of the system.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
