"""`autossa doctor`: is everything as it must be, before somebody meets what is not? Changes nothing, sends nothing."""

import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import django
import typer
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from autossa.cli import terminal
from autossa.cli.answers import Json
from autossa.cli.output import print_json
from autossa.wording.database_faults import database_fault
from autossa.workbench import servers
from autossa.workbench.secret_key import VARIABLE, ensure_secret_key

_OLDEST_POSTGRES = 150_000
_SECONDS_APART = 5


class State(StrEnum):
    """How something is."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the table: what was looked at, how it is, and what to do where it is not well."""

    check: str
    state: State
    said: str


def command(as_json: Json = False) -> None:
    """Check settings, database, roles, e-mail, folders, clock and keys; exit code 1 if something fails."""
    found = list(look())
    if as_json:
        for finding in found:
            print_json(asdict(finding))
    else:
        terminal.table([["check", "state", "what was found"], *([f.check, f.state, f.said] for f in found)])
    if any(finding.state is State.FAILED for finding in found):
        raise typer.Exit(1)


def look() -> Iterator[Finding]:
    """All findings; what cannot be looked at fails, too."""
    wrong = _set_up()
    if wrong:
        yield wrong
        for name in CHECKS:
            yield Finding(name, State.FAILED, "not looked at: fix the settings first")
        return
    yield from _settings()
    without = ""  # a database that is away is said once
    for name, check in CHECKS.items():
        try:
            yield from check()
        except DatabaseError as error:
            yield Finding(name, State.FAILED, without or database_fault(error))
            without = "not looked at: it takes the database"


def _set_up() -> Finding | None:
    """Django with the settings of the environment; what is wrong with them, if anything."""
    try:
        if not os.environ.get("DATABASE_URL"):
            ensure_secret_key(servers.data_folder())
        found = servers.address()
        os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = found.app, found.owner
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
        django.setup()
    except servers.PostgresUnavailable as error:
        return Finding("settings", State.FAILED, f"{error.message} {error.hint}")
    except (ImproperlyConfigured, ValueError) as error:
        return Finding("settings", State.FAILED, _one_line(error))
    return None


def _settings() -> Iterator[Finding]:
    from autossa.notify.links import why_dead

    for name in settings.UNKNOWN_NAMES:
        yield Finding("settings", State.WARNING, name)
    why = why_dead(settings.BASE_URL, settings.ALLOWED_HOSTS, https=settings.HTTPS)
    if why:
        yield Finding("settings", State.FAILED, why)
    elif not settings.HTTPS:
        yield Finding("settings", State.WARNING, "AUTOSSA_HTTPS is false: only for trying it out on one machine")
    elif "*" in settings.ALLOWED_HOSTS:
        yield Finding("settings", State.WARNING, "AUTOSSA_ALLOWED_HOSTS allows any host; name those of the portal")
    else:
        yield Finding("settings", State.OK, f"links lead to {settings.BASE_URL}")


def _database() -> Iterator[Finding]:
    from autossa.operations.vendor import schema
    from autossa.queries.vendor.database import connected

    found = connected()
    if found.version < _OLDEST_POSTGRES:
        yield Finding("database", State.FAILED, f"PostgreSQL 15 or newer is needed, not {found.version // 10_000}")
    elif why := servers.listened_to(os.environ["DATABASE_URL"]):
        yield Finding("database", State.FAILED, f"DATABASE_URL: {why}")
    elif not schema.is_current():
        yield Finding("database", State.FAILED, "the schema is missing or out of date; run `autossa init`")
    else:
        how = "by a socket" if found.by_socket else "over TLS" if found.over_tls else "without TLS"
        yield Finding("database", State.OK, f"PostgreSQL {found.version // 10_000}, {how}, schema up to date")


def _roles() -> Iterator[Finding]:
    from autossa.queries.vendor.database import connected

    found = connected()
    wrong = [
        said
        for is_so, said in (
            (found.is_superuser, "is a superuser, or may create roles or databases, or replicate"),
            (found.is_owner, "owns the tables"),
            (found.can_create, "may create tables or temporary tables; run `autossa init` as the owner"),
            (found.writes_large_objects, "may write large objects; see docs/operating.md, 2"),
        )
        if is_so
    ]
    if wrong:
        yield Finding("roles", State.FAILED, f"{found.role} {'; it '.join(wrong)}")
    elif found.presets:
        names = ", ".join(preset.partition("=")[0] for preset in found.presets)
        yield Finding("roles", State.WARNING, f"{found.role} has settings of its own: {names}; a DBA should know them")
    else:
        yield Finding("roles", State.OK, f"{found.role} reads and writes rows, and can do no more")


def _mail() -> Iterator[Finding]:
    if settings.MAILS_WAIT:
        said = "no e-mail server is set: nothing is sent, e-mails wait; set AUTOSSA_SMTP_URL"
        yield Finding("e-mail", State.FAILED, said)
        return
    if not settings.MAILS_LEAVE:
        yield Finding("e-mail", State.WARNING, f"no e-mail server is set: e-mails are files in {settings.MAIL_FOLDER}")
        return
    sender = settings.DEFAULT_FROM_EMAIL
    if "@localhost" in sender:
        yield Finding("e-mail", State.FAILED, "AUTOSSA_MAIL_FROM is not set: others refuse e-mails from localhost")
        return
    from autossa.operations.vendor import schema
    from autossa.operations.vendor.mails import why_unreachable
    from autossa.queries.vendor.outbox import count_waiting

    if why := why_unreachable():
        where = f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
        yield Finding("e-mail", State.FAILED, f"the e-mail server does not let us in: {where}: {why}")
    elif schema.is_current() and (parked := count_waiting().parked):
        yield Finding("e-mail", State.WARNING, f"{parked} e-mails are parked; see `autossa mails list`")
    else:
        yield Finding("e-mail", State.OK, f"{settings.EMAIL_HOST} lets us in")


def _folders() -> Iterator[Finding]:
    wanted = {"AUTOSSA_HOME": servers.data_folder(), "AUTOSSA_STATIC_ROOT": Path(settings.STATIC_ROOT)}
    if not settings.MAILS_LEAVE:
        wanted["e-mails"] = Path(settings.MAIL_FOLDER)
    wrong = [
        f"{name} ({folder}) cannot be written" for name, folder in wanted.items() if not servers.is_writable(folder)
    ]
    said = "; ".join(wrong) or f"{servers.data_folder()} can be written"
    yield Finding("folders", State.FAILED if wrong else State.OK, said)


def _clock() -> Iterator[Finding]:
    before = datetime.now(UTC)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (there,) = cursor.fetchone()
    now = datetime.now(UTC)
    apart = max((before - there).total_seconds(), (there - now).total_seconds(), 0)
    if apart > _SECONDS_APART:
        yield Finding("clock", State.FAILED, f"this machine and the database are {apart:.0f} s apart; use NTP on both")
    else:
        from autossa.queries.vendor.settings import zone

        yield Finding("clock", State.OK, f"as the database's; days are days in {zone().key}")


def _keys() -> Iterator[Finding]:
    from autossa.operations.vendor import schema
    from autossa.queries.vendor.secrets import count_stale_factors

    fallbacks = len(settings.SECRET_KEY_FALLBACKS)
    if not os.environ.get(VARIABLE):
        yield Finding("keys", State.FAILED, f"{VARIABLE} is not set; `serve` needs it")
    elif not schema.is_current():  # what the keys sealed is in its tables
        yield Finding("keys", State.FAILED, "not looked at: run `autossa init` first")
    elif stale := count_stale_factors():
        state = State.WARNING if fallbacks else State.FAILED
        yield Finding("keys", state, f"{stale} second factors need a former key: keep it as a fallback until tomorrow")
    elif fallbacks:
        yield Finding("keys", State.WARNING, f"{fallbacks} former keys: remove them once the longest session has ended")
    else:
        yield Finding("keys", State.OK, "one secret key that nobody guesses, no former ones")


def _signing() -> Iterator[Finding]:
    from autossa.operations.devices.signing import why_unable
    from autossa.operations.vendor import schema

    if not schema.is_current():
        yield Finding("signing", State.FAILED, "not looked at: run `autossa init` first")
    elif why := why_unable():
        yield Finding("signing", State.WARNING, f"license files cannot be signed: {why}")
    else:
        yield Finding("signing", State.OK, "the key that signs license files is here, and others cannot read it")


CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "database": _database,
    "roles": _roles,
    "e-mail": _mail,
    "folders": _folders,
    "clock": _clock,
    "keys": _keys,
    "signing": _signing,
}


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
