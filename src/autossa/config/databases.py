"""A PostgreSQL address as Django's settings; libpq reads it, so that sockets, ports and options mean what they say."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict

# Said on connecting, so that nothing a role has set for itself comes before it; temporary tables hide no table.
SEARCH_PATH = "-c search_path=public,pg_temp"


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
        "OPTIONS": {
            "application_name": "autossa",
            **given,
            "options": f"{SEARCH_PATH} {given.get('options', '')}".strip(),
        },
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
