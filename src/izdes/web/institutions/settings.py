"""Django's settings of the institutions' site: no sessions, no cookies, none of the office's rooms.

It works under a login of its own. What that sees follows from the token that a program shows.
"""

from pathlib import Path

from izdes.web.config import configuration
from izdes.web.sites.settings import *  # noqa: F403 - what every site has
from izdes.web.sites.settings import FIRST_MIDDLEWARE, FIRST_POLICY, databases

_CONFIGURATION = configuration()
_HERE = Path(__file__).parent

# The database is asked under `institutions`; nothing here asks for anything else.
DATABASES = databases("institutions")
READY_WHEN_ANSWERED = "SELECT institutions_acting()"
ALLOWED_HOSTS = list(_CONFIGURATION.institutions_host_names)

# The tables belong to the office, or to what carries: here no model of them is known.
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = [*FIRST_MIDDLEWARE, "django.middleware.clickjacking.XFrameOptionsMiddleware"]
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

WSGI_APPLICATION = "izdes.web.institutions_wsgi.application"
STATIC_ROOT = _CONFIGURATION.home / "institutions" / "static"
STATICFILES_DIRS = [_HERE.parent / "static", _HERE / "static"]

CONTENT_SECURITY_POLICY = {"DIRECTIVES": FIRST_POLICY}
# The digest of a paper stands in the address of the page that confirms it.
SECURE_REFERRER_POLICY = "no-referrer"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1_001
