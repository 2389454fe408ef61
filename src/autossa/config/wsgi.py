"""The WSGI application, and what granian serves: the same behind its door."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver, reverse
from django.utils.translation import override

from autossa.api.before import before
from autossa.config.counting import counted
from autossa.config.databases import limit_pages
from autossa.config.logs import catch_the_rest
from autossa.config.serving import Uploads, door
from autossa.wording.languages import LANGUAGES
from autossa.workbench.parents import end_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")

application = counted(before(get_wsgi_application()))
catch_the_rest()
end_with_parent()
limit_pages(settings.DATABASES["default"])
_uploads = Uploads(settings.UPLOAD_ADDRESS, settings.UPLOAD_LIMIT)
served = door(application, most=settings.BODY_LIMIT, threads=settings.THREADS, uploads=_uploads)
# What is loaded for good is never looked through for garbage again: that took 0.15 s of one answer in a hundred.
_ = get_resolver().url_patterns  # of all pages: `include` reads them at once
for _language in LANGUAGES:  # what an address is made from is collected per language: not by the first reader
    with override(_language):
        reverse("home")
gc.collect()
gc.freeze()
