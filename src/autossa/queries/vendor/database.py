"""What the role of this connection can do in the database, and whether anybody can listen: for `serve` and `doctor`."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

SEARCH_PATH = "public,pg_temp"  # as every connection says it
_FACTS = """
SELECT session_user, current_setting('server_version_num')::int, current_setting('search_path'),
  coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false),
  inet_server_addr() IS NULL,
  EXISTS (SELECT FROM pg_roles r WHERE pg_has_role(session_user, r.oid, 'MEMBER') AND (
    r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls OR r.rolname IN (
      'pg_write_server_files', 'pg_read_server_files', 'pg_execute_server_program', 'pg_write_all_data'))),
  EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = to_regnamespace('public') AND c.relkind = 'r'
    AND pg_has_role(session_user, c.relowner, 'MEMBER'))
    OR EXISTS (SELECT FROM pg_database d WHERE d.datname = current_database()
      AND pg_has_role(session_user, d.datdba, 'MEMBER')),
  has_database_privilege(session_user, current_database(), 'TEMPORARY')
    OR has_database_privilege(session_user, current_database(), 'CREATE')
    OR has_schema_privilege(session_user, 'public', 'CREATE'),
  has_function_privilege(session_user, 'pg_catalog.lo_create(oid)', 'EXECUTE')
    OR has_function_privilege(session_user, 'pg_catalog.lo_creat(integer)', 'EXECUTE')
    OR has_function_privilege(session_user, 'pg_catalog.lo_from_bytea(oid, bytea)', 'EXECUTE'),
  coalesce((SELECT array_agg(setting ORDER BY setting) FROM pg_db_role_setting s, unnest(s.setconfig) AS setting
    WHERE s.setrole = (SELECT oid FROM pg_roles WHERE rolname = session_user)), ARRAY[]::text[])
"""


@dataclass(frozen=True, slots=True)
class Connected:
    """The role that connects, and what it can do beyond reading and writing rows.

    `version` is the server's (150004); `presets` are settings that the role has for itself, as name=value.
    """

    role: str
    version: int
    search_path: str
    over_tls: bool
    by_socket: bool
    is_superuser: bool
    is_owner: bool
    can_create: bool
    writes_large_objects: bool
    presets: list[str]


def connected() -> Connected:
    """The facts of this connection. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS)
        row: Any = cursor.fetchone()
    return Connected(*row)
