#!/usr/bin/env bash
# Holds the real program to what it does with bad input: tests/robust/run.sh [sqlite|postgres] [NAME…]
# NAME: part of a script's name. RAEKODA_PROGRAM: the program (build/dev/raekoda). Two scripts run at a time.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
database=sqlite
case "${1:-}" in sqlite|postgres) database=$1; shift ;; esac
if [ "$database" = postgres ] && [ -z "${RAEKODA_ROBUST_POSTGRES:-}" ]; then
  [ -n "${RAEKODA_TEST_POSTGRES:-}" ] || exec "$here/../with_postgres.sh" "$0" postgres "$@"
  [ "$RAEKODA_TEST_POSTGRES" != none ] || { echo "no PostgreSQL: skipped"; exit 0; }
  export RAEKODA_ROBUST_POSTGRES=$RAEKODA_TEST_POSTGRES
fi
# Tens of thousands of writes ask nothing about the disk here (tests/crash does): in memory they do not depend on who else uses it.
memory=$(df --output=avail -k /dev/shm 2>/dev/null | tail -n 1 || true)
if [ -z "${TMPDIR:-}" ] && [ -w /dev/shm ] && [ "${memory:-0}" -gt 2000000 ]; then export TMPDIR=/dev/shm; fi
folder=$(mktemp -d "${TMPDIR:-/tmp}/raekoda-robust-run.XXXXXX")
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
export RAEKODA_ROBUST_FOLDER=$folder
RAEKODA_ROBUST_SAMPLE=$(node "$here/sample.mjs")
export RAEKODA_ROBUST_SAMPLE

scripts=()
# The one that mostly waits goes first.
for script in "$here"/04_*.mjs "$here"/0[123]_*.mjs "$here"/0[5-9]_*.mjs "$here"/1[0-2]_*.mjs; do
  wanted=$([ $# -eq 0 ] && echo yes || echo no)
  for name in "$@"; do case "$(basename "$script")" in *"$name"*) wanted=yes ;; esac; done
  [ "$wanted" = no ] || scripts+=("$script")
done
[ ${#scripts[@]} -gt 0 ] || { echo "no script is called that" >&2; exit 2; }
printf '%s\0' "${scripts[@]}" | xargs -0 -P 2 -I{} sh -c 'name=$(basename "$1" .mjs); node "$1" >"$2/$name.out" 2>&1 || true; cat "$2/$name.out"' sh {} "$folder" || true
passed=0 failed=0 ended=0
for script in "${scripts[@]}"; do
  last=$(tail -n 1 "$folder/$(basename "$script" .mjs).out")
  if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2])) ended=$((ended + 1))
  else
    failed=$((failed + 1))
  fi
done
echo "robust, $database: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
