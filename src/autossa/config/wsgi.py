"""The WSGI application, and what granian serves: the same behind its door."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from autossa.api.before import before
from autossa.config.counting import counted
from autossa.config.databases import limit_pages
from autossa.config.logs import catch_the_rest
from autossa.config.serving import Uploads, door, end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")

application = counted(before(get_wsgi_application()))
catch_the_rest()
end_with_parent()
limit_pages(settings.DATABASES["default"])
_uploads = Uploads(settings.UPLOAD_ADDRESS, settings.UPLOAD_LIMIT)
served = door(application, most=settings.BODY_LIMIT, threads=settings.THREADS, uploads=_uploads)
