"""Django's settings that the office and its sites have alike; each of them takes all of these."""

from izdes.web.config import configuration

_CONFIGURATION = configuration()

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = _CONFIGURATION.secret_key
DEBUG = False

LANGUAGE_CODE = "kk"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
# Compiled from `locale` when a process starts.
LOCALE_PATHS = [_CONFIGURATION.home / "locale"]
FORMAT_MODULE_PATH = "izdes.web.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

# Set by the process that writes logs, before anything is loaded.
LOGGING_CONFIG = None
STATIC_URL = "static/"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
