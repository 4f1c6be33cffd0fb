"""Django's settings of the public window: no accounts, no sessions, none of the office's rooms.

It works under a login of its own, which sees no table. Whoever writes a report is known by one
signed cookie with the token of her draft.
"""

from pathlib import Path

from izdes.web.config import configuration
from izdes.web.sites.settings import *  # noqa: F403 - what every site has
from izdes.web.sites.settings import FIRST_MIDDLEWARE, FIRST_POLICY, IS_PRODUCTION, databases

_CONFIGURATION = configuration()
_WEB = Path(__file__).parent.parent

# The store is asked under `window`; nothing here asks for anything else.
DATABASES = databases("window")
READY_WHEN_ANSWERED = "SELECT count(*) FROM window_draft_of('')"
ALLOWED_HOSTS = list(_CONFIGURATION.window_host_names)

INSTALLED_APPS = ["django.contrib.staticfiles", "izdes.web.window"]
MIDDLEWARE = [
    *FIRST_MIDDLEWARE,
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
USE_THOUSAND_SEPARATOR = True

WSGI_APPLICATION = "izdes.web.window_wsgi.application"
STATIC_ROOT = _CONFIGURATION.home / "window" / "static"
STATICFILES_DIRS = [_WEB / "static"]

CSRF_FAILURE_VIEW = "izdes.web.window.pages.errors.no_token"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {**FIRST_POLICY, "script-src": ["'self'"], "connect-src": ["'self'"]}
}
# A browser that tells no address tells no origin either, and then no form is taken.
SECURE_REFERRER_POLICY = "same-origin"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_PRODUCTION
CSRF_COOKIE_NAME = "izdes_window_csrf"
LANGUAGE_COOKIE_HTTPONLY = True

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 20
