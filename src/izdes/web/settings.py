"""Django's settings, from the configuration of the installation."""

from pathlib import Path

from izdes.web.config import configuration
from izdes.web.database.address import Addresses, DatabaseUnknown, addresses, for_django
from izdes.web.house_settings import *  # noqa: F403 - what the sites have too
from izdes.web.signing_in.oidc import directory_origin, directory_settings

_CONFIGURATION = configuration()
_WEB = Path(__file__).parent


def _known() -> Addresses:
    """Return where the database is; what needs none (tests of other rooms) may not know it yet."""
    try:
        return addresses(_CONFIGURATION)
    except DatabaseUnknown:
        if _CONFIGURATION.mode == "production":
            raise
        return Addresses("", "")


_ADDRESSES = _known()
# The office works under `default`, which passes no policy; `owner` changes tables, nothing else;
# `engine` links complaints and sees nobody; `window` is the public's, and sees no table;
# `institutions` sees what was sent to the institution whose token it was shown.
DATABASES = {
    "default": for_django(_ADDRESSES.app),
    "owner": for_django(_ADDRESSES.owner),
    "engine": for_django(_ADDRESSES.engine),
    "window": for_django(_ADDRESSES.window),
    "institutions": for_django(_ADDRESSES.institutions),
}
ALLOWED_HOSTS = list(_CONFIGURATION.host_names)
AUTH_USER_MODEL = "officers.Officer"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "izdes.web.journal",
    "izdes.web.files",
    "izdes.web.officers",
    "izdes.web.law",
    "izdes.web.subjects",
    "izdes.web.cases",
    "izdes.web.investigation",
    "izdes.web.funds",
    "izdes.web.reception",
    "izdes.web.correspondence",
    "izdes.web.loop",
    "izdes.web.papers",
    "izdes.web.signing_in",
    "izdes.web.pages",
    "izdes.web.window",
    "izdes.web.institutions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    # First: it answers for the process when the database does not.
    "izdes.web.operation.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "izdes.web.acting.ActingMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "izdes.web.signing_in.middleware.SessionLimits",
    "izdes.web.signing_in.middleware.SecondFactorRequired",
    "izdes.web.signing_in.middleware.Pending",
]
ROOT_URLCONF = "izdes.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "izdes.web.pages.frame.frame",
            ]
        },
    }
]

USE_THOUSAND_SEPARATOR = True

WSGI_APPLICATION = "izdes.web.wsgi.application"
STATIC_ROOT = _CONFIGURATION.home / "static"
STATICFILES_DIRS = [_WEB / "static"]

CSRF_FAILURE_VIEW = "izdes.web.pages.errors.no_token"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        # A browser that is sent on to the directory is asked about its address too.
        "form-action": ["'self'", *directory_origin(_CONFIGURATION)],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# Where a proxy ends TLS, its word for it is taken: otherwise no form of an https page is believed.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _CONFIGURATION.proxies else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _CONFIGURATION.mode == "production"

# Signing in. Counters of attempts are shared by all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "signing_in_counter",
        # Whoever makes many counters must not push out those that count him.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}
AUTHENTICATION_BACKENDS = ["izdes.web.signing_in.backend.OfficerBackend"]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login", "full_name"]},
    },
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = _CONFIGURATION.session_hours * 3600
IDLE_SECONDS = _CONFIGURATION.idle_minutes * 60
SECOND_FACTOR_REQUIRED = _CONFIGURATION.mode == "production"
ALLAUTH_TRUSTED_PROXY_COUNT = _CONFIGURATION.proxies
ACCOUNT_ADAPTER = "izdes.web.signing_in.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "30/m/ip,5/15m/key"}
MFA_ADAPTER = "izdes.web.signing_in.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "izdes.web.signing_in.forms.CodeForm",
    "reauthenticate": "izdes.web.signing_in.forms.CodeAgainForm",
}
MFA_TOTP_ISSUER = f"Izdes ({_CONFIGURATION.name})"
# A telephone's clock may be half a minute off.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _CONFIGURATION.mode != "production"
SOCIALACCOUNT_ADAPTER = "izdes.web.signing_in.directory.DirectoryAdapter"
SOCIALACCOUNT_PROVIDERS = directory_settings(_CONFIGURATION)
