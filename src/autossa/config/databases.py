"""A PostgreSQL address as Django's settings; libpq reads it, so that sockets, ports and options mean what they say."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings of one database. Raises psycopg.ProgrammingError for an address libpq cannot read."""
    given = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", "autossa"),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": str(given.pop("port", "")),
        "OPTIONS": {"application_name": "autossa", **given},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
