"""Django settings. Everything that differs between machines comes from the environment (see README)."""

from pathlib import Path

import environ  # type: ignore[import-untyped]

from autossa.config.databases import database_settings

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = False
DEMO = env.bool("AUTOSSA_DEMO", default=False)
SECRET_KEY = env.str("AUTOSSA_SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("AUTOSSA_ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
TIME_ZONE = env.str("AUTOSSA_TIME_ZONE", default="Europe/Berlin")  # the vendor's zone: days are days there
USE_TZ = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "autossa.store",
]
AUTH_USER_MODEL = "store.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_url = env.str("DATABASE_URL", default="postgresql:///autossa")
DATABASES = {
    "default": database_settings(_url),
    "owner": database_settings(env.str("DATABASE_OWNER_URL", default=_url)),  # migrations only
}
