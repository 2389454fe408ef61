#!/bin/sh
# Run once by the image of PostgreSQL, in an empty data folder: the two roles and the database.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" <<'SQL'
CREATE ROLE autossa_owner LOGIN PASSWORD :'owner';
CREATE ROLE autossa_app LOGIN PASSWORD :'app';
CREATE DATABASE autossa OWNER autossa_owner;
\connect autossa
REVOKE EXECUTE ON FUNCTION lo_creat(int), lo_create(oid), lo_from_bytea(oid, bytea), lo_open(oid, int),
    lo_put(oid, bigint, bytea), lo_unlink(oid), lowrite(int, bytea) FROM PUBLIC;
SQL
