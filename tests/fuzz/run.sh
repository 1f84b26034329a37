#!/usr/bin/env bash
# Runs fuzzers: tests/fuzz/run.sh SECONDS [NAME…]   (all, two at a time, when none is named)
# Programs come from build/fuzz (script/build fuzz). Each begins with its seeds in tests/fuzz/seeds/NAME and with what earlier runs on
# this machine found, in build/fuzz/corpus/NAME. What breaks a parser is kept in build/fuzz/found and named; to see it again:
#   build/fuzz/tests/fuzz/fuzz_NAME build/fuzz/found/NAME-crash-…
# The same seed gives the same inputs, so that a run of the tests says something about the change; RAEKODA_FUZZ_SEED=$RANDOM looks elsewhere.
# A thing found belongs among the seeds, so that it is tried first from then on.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 1 ] || { echo "tests/fuzz/run.sh SECONDS [NAME…]" >&2; exit 2; }
seconds=$1
shift

one() {
  local name=$1 program=build/fuzz/tests/fuzz/fuzz_$1 seeds=tests/fuzz/seeds/$1 corpus=build/fuzz/corpus/$1 found=build/fuzz/found
  [ -x "$program" ] || { echo "$program is missing: script/build fuzz" >&2; return 1; }
  mkdir -p "$corpus" "$found"
  local folders=("$corpus")
  if [ -d "$seeds" ]; then folders+=("$seeds"); fi
  local dictionary=()
  if [ -f "tests/fuzz/seeds/$name.dict" ]; then dictionary=(-dict="tests/fuzz/seeds/$name.dict"); fi
  # A form is read and written whole for each input: small ones say more in the same time. Its seeds are tried as they are before.
  local longest=8192
  if [ "$name" = form_edit ]; then
    longest=2048
    UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 "$program" "$seeds"/* >"$found/$name.log" 2>&1 || { tail -n 60 "$found/$name.log"; return 1; }
  fi
  UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 "$program" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -max_len="$longest" -seed="${RAEKODA_FUZZ_SEED:-1}" \
    -print_final_stats=1 -verbosity=1 -artifact_prefix="$found/$name-" "${dictionary[@]}" "${folders[@]}" >"$found/$name.log" 2>&1 || {
    tail -n 60 "$found/$name.log"
    echo "fuzz_$name: broke (build/fuzz/found/$name-*)"
    return 1
  }
  echo "fuzz_$name: $(awk '/stat::number_of_executed_units/ { print $2 }' "$found/$name.log") inputs in $seconds s"
}

if [ $# -eq 1 ]; then
  if one "$1"; then echo "1 passed, 0 failed"; else echo "0 passed, 1 failed"; exit 1; fi
  exit 0
fi
[ $# -gt 0 ] || mapfile -t all < <(cd tests/fuzz && printf '%s\n' fuzz_*.cpp | sed 's/^fuzz_//;s/\.cpp$//')
[ $# -gt 0 ] || set -- "${all[@]}"
passed=0 failed=0
while IFS= read -r line; do
  case $line in
    "1 passed, 0 failed") passed=$((passed + 1)) ;;
    "0 passed, 1 failed") failed=$((failed + 1)) ;;
    *) echo "$line" ;;
  esac
done < <(printf '%s\0' "$@" | xargs -0 -n 1 -P "${RAEKODA_JOBS:-2}" "$0" "$seconds" || true)
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
