"""What is wrong with the database, in one sentence for who runs a command: what happened, and what to do.

Keyed by SQLSTATE (PostgreSQL's table of error codes); where no server answered, by what the driver says. What the
server says beside its first line is left out: it holds values of rows.
"""

from collections.abc import Iterator

from psycopg import Error

_READ_ONLY = (
    "the database takes no writes: it is a standby, or set to read only; DATABASE_URL must name the primary server"
)
_RESTARTING = "the database is starting or stopping; try again in a moment"
_UNREADABLE = (
    "DATABASE_URL cannot be read; it looks like postgresql://role:password@host/database, with @ : / # % of the"
    " password written as %40 %3A %2F %23 %25"
)
_CUT = "the connection to the database was cut; look whether it was restarted, then try again"
_WAITED = "somebody else has kept these rows or tables locked for too long; try again"

_BY_CODE = {
    "28P01": "the database refuses the password of this role; check DATABASE_URL (and DATABASE_OWNER_URL)",
    "28000": "the database does not let this role in from here; check DATABASE_URL and the server's pg_hba.conf",
    "3D000": "there is no such database on this server; create it, or check DATABASE_URL",
    "25006": _READ_ONLY,
    "25P03": "a transaction did nothing for too long, and the database ended it; try again",
    "40001": "others changed the same rows at the same time; try again",
    "40P01": "others changed the same rows at the same time; try again",
    "42501": "this role may not do that in the database; run `autossa init` as the owner, which gives it its rights"
    " (the owner's address for init, backup and restore is DATABASE_OWNER_URL)",
    "53100": "the disk of the database is full; make room, then try again",
    "53200": "the database has no memory left; try again when less is going on",
    "53300": "the database takes no more connections; raise max_connections, or start fewer workers",
    "53400": "the database has reached a limit of its configuration; look into its log",
    "55000": "the database cannot do this in its present state; look into its log",
    "55P03": _WAITED,
    "57014": "the database ended this because it took too long, or somebody cancelled it; try again",
    "57P01": "the database was shut down, or ended this connection; try again",
    "57P02": "the database crashed and starts again; try again in a moment",
    "57P03": _RESTARTING,
    "57P04": "the database was dropped while this was going on",
    "57P05": "the connection did nothing for too long, and the database ended it; try again",
}
_BY_CLASS = {
    "08": _CUT,
    "28": "the database does not let this role in; check DATABASE_URL",
    "53": "the database has run out of disk, memory or connections; look into its log",
    "57": _RESTARTING,
    "58": "the database cannot read or write its files; look into its log, and at its disk",
    "F0": "the database cannot read its configuration; look into its log",
    "XX": "the database reports damaged data or a fault of its own; look into its log, and have a backup ready",
}
# The tables are not those of this program: 3F000, 42P01, 42703, 42883, 42704.
_OTHER_TABLES = ("3F000", "42P01", "42703", "42883", "42704")
_NOT_THESE = "the database has not the tables of this version; run `autossa init` first, or install the newer version"

# Where no server has answered there is no code, but what the driver says, in English.
_BY_TEXT = (
    ("unsupported startup parameter", "a pooler such as PgBouncer stands before the database and refuses what is said"
     " on connecting; let DATABASE_URL name the server itself"),
    ("password authentication failed", _BY_CODE["28P01"]),
    ("no password supplied", "the database asks for a password; add it to DATABASE_URL"),
    ("does not exist", "there is no such database or role on this server; check DATABASE_URL"),
    ("no pg_hba.conf entry", _BY_CODE["28000"]),
    ("starting up", _RESTARTING),
    ("shutting down", _RESTARTING),
    ("too many clients", _BY_CODE["53300"]),
    ("remaining connection slots", _BY_CODE["53300"]),
    ("certificate", "the certificate of the database cannot be trusted; check sslrootcert in DATABASE_URL"),
    ("SSL", "no protected connection to the database can be made; check sslmode in DATABASE_URL"),
    ("could not translate host name", "the name of the database's machine is not known; check DATABASE_URL"),
    ("failed to resolve host", "the name of the database's machine is not known; check DATABASE_URL"),
    ("server closed the connection", _CUT),
    ("connection is lost", _CUT),
    ("connection already closed", _CUT),
    ("the connection is closed", _CUT),
    ("SSL SYSCALL", _CUT),
    ("could not receive data", _CUT),
    ("could not send data", _CUT),
    ("invalid connection option", "DATABASE_URL cannot be read: it names an option that there is none of"),
    ('missing "="', _UNREADABLE),
    ("invalid ", _UNREADABLE),
)  # fmt: skip
_AWAY = "the database does not answer: it is away, or DATABASE_URL names another machine, port or socket"


def database_fault(error: BaseException) -> str:
    """One sentence about an error of Django's or the driver's."""
    code = next((found for one in causes(error) if (found := getattr(one, "sqlstate", None))), "")
    if code in _OTHER_TABLES:
        return _NOT_THESE
    if code in _BY_CODE or code[:2] in _BY_CLASS:
        return _BY_CODE.get(code) or _BY_CLASS[code[:2]]
    if code:
        return f"the database rejected this, and it was not done: {_first_line(error)} ({code})"
    said = " ".join(str(one) for one in causes(error))
    return next((sentence for part, sentence in _BY_TEXT if part in said), _AWAY)


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it came from, be it that it was caught and told in other words."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _first_line(error: BaseException) -> str:
    """What the server says first; what comes after it holds values of rows."""
    for one in causes(error):
        if isinstance(one, Error) and one.diag.message_primary:
            return one.diag.message_primary
    return str(error).partition("\n")[0]
