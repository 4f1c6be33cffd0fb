"""The institutions' site as a WSGI application."""

import os
from logging.config import dictConfig

from django.core.wsgi import get_wsgi_application

from izdes.web.catalogues import compile_catalogues
from izdes.web.config import configuration
from izdes.web.operation.logs import logging_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "izdes.web.institutions.settings")
dictConfig(logging_settings())
compile_catalogues(configuration().home)
application = get_wsgi_application()
