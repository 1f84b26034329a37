#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own: tests/with_postgres.sh COMMAND…
# The server lives in a new folder of the temporary directory, on a free port of 127.0.0.1, with its ordinary durability; afterwards both
# are gone. RAEKODA_TEST_POSTGRES=postgresql://raekoda@127.0.0.1:PORT is set for the command. Without an installed server, or with
# RAEKODA_TEST_POSTGRES=none, the command runs without one and the tests say what they skip.
set -euo pipefail
[ $# -gt 0 ] || { echo "tests/with_postgres.sh COMMAND…" >&2; exit 2; }
if [ -n "${RAEKODA_TEST_POSTGRES:-}" ]; then
  if [ "$RAEKODA_TEST_POSTGRES" = none ]; then unset RAEKODA_TEST_POSTGRES; fi
  exec "$@"
fi

programs=
for folder in /usr/lib/postgresql/15/bin /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
  if [ -x "$folder/initdb" ]; then programs=$folder; break; fi
done
if [ -z "$programs" ]; then
  echo "PostgreSQL is not installed (apt-get install postgresql-15): only SQLite is tested" >&2
  exec "$@"
fi

# The server refuses to run as root.
as_server=()
folder=$(mktemp -d "${TMPDIR:-/tmp}/raekoda-postgres.XXXXXX")
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  chown "$user" "$folder"
  as_server=(runuser -u "$user" --)
fi
stop() {
  (cd / && "${as_server[@]}" "$programs/pg_ctl" stop -D "$folder/data" -m immediate -s) >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM
problem() {
  echo "tests/with_postgres.sh: $1" >&2
  cat "$folder"/*.log >&2 2>/dev/null || true
  exit 1
}

cd_and() { (cd / && "${as_server[@]}" "$@"); }
cd_and "$programs/initdb" -D "$folder/data" -U raekoda -A trust -E UTF8 --locale=C >"$folder/initdb.log" 2>&1 || problem "initdb failed"
for attempt in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 12000))
  if cd_and "$programs/pg_ctl" start -w -s -D "$folder/data" -l "$folder/data/server.log" \
    -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c max_connections=200" >"$folder/start.log" 2>&1; then
    export RAEKODA_TEST_POSTGRES="postgresql://raekoda@127.0.0.1:$port"
    break
  fi
  [ "$attempt" -lt 5 ] || problem "the server does not start"
done
"$@"
