"""The WSGI application, and what granian serves: the same behind its door."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from autossa.api.before import before
from autossa.config.serving import Uploads, door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")

application = before(get_wsgi_application())
_uploads = Uploads(settings.UPLOAD_ADDRESS, settings.UPLOAD_LIMIT)
served = door(application, most=settings.BODY_LIMIT, threads=settings.THREADS, uploads=_uploads)
