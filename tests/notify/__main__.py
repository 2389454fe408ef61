"""Writes the files under `expected` anew, after a change of a mail's words: `python -m tests.notify`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
django.setup()

from tests.notify.samples import write  # noqa: E402 words need the models, and these a Django that is set up

write()
