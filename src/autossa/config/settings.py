"""Django settings. Everything that differs between machines comes from the environment (see README)."""

import re
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from autossa.config import accounts
from autossa.config import reading as env
from autossa.config.databases import Use, database_settings
from autossa.config.files import artifact_limit, artifact_storage, document_storage
from autossa.config.logs import logging_settings, standard_library
from autossa.domain.accounts.targets import read_listed
from autossa.domain.rights import FactorNeeded
from autossa.domain.runs.caps import Limits
from autossa.gateways.cards.http import check_address
from autossa.gateways.mail.protocol import check_sender
from autossa.gateways.mail.smtp import smtp_settings
from autossa.notify.links import check_base_url, default_base_url
from autossa.portal.web.themes import read_colour
from autossa.queries.vendor import demo_clock
from autossa.wording.languages import LOCALE
from autossa.workbench.secret_key import HOW_TO_MAKE_ONE, weakness
from autossa.workbench.servers import data_folder

_SHORTEST_TOKEN = 24

env.check_quotes()
UNKNOWN_NAMES = list(env.unknown())  # typing mistakes, said by `autossa doctor` and when a service starts

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = False
DEMO = env.flag("AUTOSSA_DEMO", default=False)
HTTPS = env.flag("AUTOSSA_HTTPS", default=not DEMO)  # visitors come over TLS; false only to try it on one machine
SECRET_KEY = env.given("AUTOSSA_SECRET_KEY")  # `autossa serve` makes one for the embedded server
SECRET_KEY_FALLBACKS = env.items("AUTOSSA_SECRET_KEY_FALLBACKS")  # former ones: they read, and sign nothing
for _name, _keys in (("AUTOSSA_SECRET_KEY", [SECRET_KEY]), ("AUTOSSA_SECRET_KEY_FALLBACKS", SECRET_KEY_FALLBACKS)):
    for _key in filter(None, _keys):
        if _why := weakness(_key):
            raise ImproperlyConfigured(f"{_name} {_why}; {HOW_TO_MAKE_ONE}")
ALLOWED_HOSTS = env.items("AUTOSSA_ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
TIME_ZONE = env.zone("AUTOSSA_TIME_ZONE", "Europe/Berlin")  # days are days there, until the vendor sets a zone
USE_TZ = True
TODAY = env.day("AUTOSSA_TODAY")  # the demo may show another day
if TODAY and not DEMO:
    raise ImproperlyConfigured("AUTOSSA_TODAY is for the demo only: a real portal shows the real day")
_clock_days = env.count("AUTOSSA_CLOCK_DAYS", 1, 3650)  # by how many a machine may differ from the database; 0: any
CLOCK_LIMIT = None if DEMO or not _clock_days else timedelta(days=_clock_days)
RUN_LIMITS = Limits(
    periods=env.count("AUTOSSA_RUN_PERIODS", Limits().periods),
    tolerance=env.count("AUTOSSA_RUN_TOLERANCE", Limits().tolerance),
    floor=env.count("AUTOSSA_RUN_FLOOR", Limits().floor),
)
DEMO_CLOCK = str(data_folder() / demo_clock.FILE) if DEMO else ""  # by how many days the demo is ahead

VENDOR_NAME = env.line("AUTOSSA_VENDOR_NAME", "Auto SSA")
VENDOR_ACCENT = env.given("AUTOSSA_VENDOR_ACCENT", "#0b5d73")
env.parsed("AUTOSSA_VENDOR_ACCENT", VENDOR_ACCENT, read_colour)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",  # its templates of inputs, beside ours
    "csp",
    "procrastinate.contrib.django",  # jobs; its tables are made by its own migrations
    "django_htmx",  # for its copy of htmx alone: pages work without it
    "autossa.store",
    "autossa.portal",  # before the libraries of log-in: its templates replace theirs
    *accounts.APPS,
]
AUTH_USER_MODEL = "store.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_url = env.given("DATABASE_URL", "postgresql:///autossa")
DATABASES = {
    "default": database_settings(_url),
    "owner": database_settings(env.given("DATABASE_OWNER_URL", _url), Use.OWNER),  # migrations only
}
if _replica := env.given("DATABASE_REPLICA_URL"):  # a streaming standby: exports, reports and `verify` only
    DATABASES["replica"] = database_settings(_replica)
REPLICA_BEHIND = env.seconds("AUTOSSA_REPLICA_BEHIND_SECONDS", 60)  # further behind it is not read

# ---------------------------------------------------------------- pages

ROOT_URLCONF = "autossa.config.urls"
WSGI_APPLICATION = "autossa.config.wsgi.application"
MIDDLEWARE = [
    *accounts.MIDDLEWARE_BEFORE,
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "autossa.portal.web.middleware.vendor_look",  # before whatever asks for the day
    *accounts.MIDDLEWARE,
    *accounts.MIDDLEWARE_LAST,
]
DEVICE_MIDDLEWARE = ["autossa.portal.web.middleware.visitor_address"]  # of requests of devices, which are no pages
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                **{
                    name: f"autossa.portal.ui.tags.{name}"
                    for name in ("portal", "layout", "calendars", "help", "books", "runs", "sepa")
                },
                "rights": "autossa.portal.web.rights_tags",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "autossa.portal.web.context.portal",
                "autossa.portal.accounts.demo.bar",
            ],
        },
    }
]

FORM_RENDERER = "autossa.portal.web.rendering.PortalRenderer"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [LOCALE]
# Cookies of this very host: browsers refuse one of that name that another host, or a page without TLS, tries to set.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, DEVICE_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken", f"{_HOST}device"
LANGUAGE_COOKIE_NAME = f"{_HOST}language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS

STATIC_URL = "/static/"
STATIC_ROOT = env.given("AUTOSSA_STATIC_ROOT", str(data_folder() / "static"))  # filled by `autossa serve`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "artifacts": artifact_storage(data_folder() / "artifacts"),
    "documents": document_storage(data_folder() / "documents"),
}
ARTIFACT_LIMIT = artifact_limit()  # bytes of one file of a release

# ---------------------------------------------------------------- security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Being built into browsers is a step for whoever owns the domain, not for a program below it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
BEHIND_PROXY = env.flag("AUTOSSA_BEHIND_PROXY", default=False)
if BEHIND_PROXY:  # it ends TLS, sets or removes this header itself, and adds the visitor's address to the other
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
BODY_LIMIT = DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes of one request: the longest are a logo and a list of ids
# The one address that takes more: a file of a release. Nothing of it is read before the page knows who sends it.
UPLOAD_ADDRESS = re.compile(
    r"/catalogue/releases/rel_[0-9a-z]{26}/files/add/|/settings/(?:terms/new|import)/|/bank/import/"
    r"|/api/v1/(?:bank/statements|imports)"
)
UPLOAD_LIMIT = ARTIFACT_LIMIT + BODY_LIMIT  # the file, and the form around it
UPLOAD_FOLDER = env.given("AUTOSSA_UPLOAD_FOLDER", str(data_folder() / "uploads"))  # on its way; never left there
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 20  # statements of the bank
THREADS = 4  # of each worker of `serve`; each keeps a connection to the database
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "autossa.portal.web.error_pages.forbidden"

# ---------------------------------------------------------------- license files

SIGNING_GATEWAY = "autossa.gateways.signing.files.from_settings"
SIGNING_FOLDER = str(data_folder() / "keys")  # private keys: never in the database, saved apart from it
SIGNING_KEY = env.given("AUTOSSA_SIGNING_KEY")  # PKCS#8 PEM, one or several: come before the folder's

# ---------------------------------------------------------------- cards

CARDS_KEY = env.given("AUTOSSA_CARDS_KEY")  # secret key of the gateway; without one cards are not offered
CARDS_WEBHOOK_SECRET = env.given("AUTOSSA_CARDS_WEBHOOK_SECRET")  # its events are signed with it
CARDS_PAGES = env.given("AUTOSSA_CARDS_PAGES", "https://checkout.stripe.com").rstrip("/")  # who pays is sent there
env.parsed("AUTOSSA_CARDS_PAGES", CARDS_PAGES, check_address)
CARDS_URL = env.parsed("AUTOSSA_CARDS_URL", env.given("AUTOSSA_CARDS_URL", "https://api.stripe.com"), check_address)
if bool(CARDS_KEY) != bool(CARDS_WEBHOOK_SECRET):
    raise ImproperlyConfigured("AUTOSSA_CARDS_KEY and AUTOSSA_CARDS_WEBHOOK_SECRET belong together: set both, or none")
CARD_GATEWAY = "autossa.gateways.cards.http.from_settings" if CARDS_KEY else ""
if CARD_GATEWAY:  # browsers follow a form to where it is redirected only if that is allowed too
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] = [SELF, CARDS_PAGES]

# ---------------------------------------------------------------- webhooks

WEBHOOK_GATEWAY = "autossa.gateways.webhooks.http.from_settings"
WEBHOOK_TARGETS = env.items("AUTOSSA_WEBHOOK_TARGETS")  # what may be called besides the public internet
API_OBJECTS = "autossa.api.v1.events.objects"  # by name: what sends events stands below the API
try:
    read_listed(WEBHOOK_TARGETS)
except ValueError as error:
    raise ImproperlyConfigured(f"AUTOSSA_WEBHOOK_TARGETS: {error}") from None

# ---------------------------------------------------------------- jobs

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # workers load what can be done, and nobody else

# ---------------------------------------------------------------- log-in

globals().update(accounts.account_settings(https=HTTPS))
SECOND_FACTOR = FactorNeeded(env.choice("AUTOSSA_SECOND_FACTOR", FactorNeeded.STAFF.value, tuple(FactorNeeded)))
VENDOR_COUNTRY = env.country("AUTOSSA_VENDOR_COUNTRY", "DE")  # customers of other EU countries need a VAT id
TERMS_URL = env.line("AUTOSSA_TERMS_URL", "")  # of the terms that who registers agrees to
PRIVACY_URL = env.line("AUTOSSA_PRIVACY_URL", "")
IMPRINT_URL = env.line("AUTOSSA_IMPRINT_URL", "")  # of the vendor's imprint, linked below every page

# ---------------------------------------------------------------- how long things are kept about people

KEEP_ADDRESSES = env.days("AUTOSSA_KEEP_ADDRESSES_DAYS", 180)  # of the activity log, and of failed log-ins
KEEP_DEVICES = env.days("AUTOSSA_KEEP_DEVICES_DAYS", 400)  # browsers that somebody has logged in with
KEEP_SESSIONS = env.days("AUTOSSA_KEEP_SESSIONS_DAYS", 30)  # after which anybody logs in again
KEEP_MAILS = env.days("AUTOSSA_KEEP_MAILS_DAYS", 30)  # what e-mails say, once they are sent
KEEP_DELIVERIES = env.days("AUTOSSA_KEEP_DELIVERIES_DAYS", 400)  # that an e-mail or a reminder went, and when

# ---------------------------------------------------------------- logs

LOG_FORMAT = env.choice("AUTOSSA_LOG_FORMAT", "text" if DEMO else "json", ("json", "text"))
LOGGING_CONFIG = None  # set up here, structlog first
logging_settings(LOG_FORMAT)
SERVER_LOGS = standard_library(LOG_FORMAT)  # for the server of `serve`, before it has loaded these settings

WATCH_TOKEN = env.given("AUTOSSA_WATCH_TOKEN")  # who shows it sees /metrics and what /health is told from
if WATCH_TOKEN and len(WATCH_TOKEN) < _SHORTEST_TOKEN:
    raise ImproperlyConfigured(f"AUTOSSA_WATCH_TOKEN has at least {_SHORTEST_TOKEN} characters")

# ---------------------------------------------------------------- mails

# What the links in mails begin with; never taken from a request.
BASE_URL = env.given("AUTOSSA_BASE_URL", default_base_url(ALLOWED_HOSTS, https=HTTPS)).rstrip("/")
env.parsed("AUTOSSA_BASE_URL", BASE_URL, check_base_url)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.line("AUTOSSA_MAIL_FROM", "autossa@localhost")
env.parsed("AUTOSSA_MAIL_FROM", DEFAULT_FROM_EMAIL, check_sender)
_smtp_url = env.given("AUTOSSA_SMTP_URL")
MAILS_LEAVE = bool(_smtp_url)
MAILS_WAIT = not _smtp_url and HTTPS and not DEMO  # for a server to be set
MAILS_TOO_OLD = env.days("AUTOSSA_MAILS_TOO_OLD_DAYS", 14)  # what waited as long is sent only when staff says so
if _smtp_url:
    MAIL_GATEWAY = "autossa.gateways.mail.smtp.from_settings"
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    globals().update(env.parsed("AUTOSSA_SMTP_URL", _smtp_url, smtp_settings))
else:  # nothing leaves the machine; a file is no delivery, so in production what is to be sent waits
    MAIL_GATEWAY = f"autossa.gateways.mail.{'absent' if MAILS_WAIT else 'files'}.from_settings"
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
MAIL_FOLDER = EMAIL_FILE_PATH = str(data_folder() / "mails")
