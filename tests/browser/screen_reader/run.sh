#!/usr/bin/env bash
# The site as a real screen reader says it: tests/browser/screen_reader/run.sh http://localhost:8080
# Orca listens to Chromium on a screen that nobody sees; what it would speak is written down (build/test-logs/spoken.txt) and some of it is expected.
# Not part of ./test. Debian: apt-get install --no-install-recommends orca at-spi2-core speech-dispatcher espeak-ng xvfb dbus-x11
set -euo pipefail
base=${1:?which site? run.sh http://localhost:8080}
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
for program in orca Xvfb dbus-run-session chromium node; do
  command -v "$program" >/dev/null || { echo "$program is missing: see the head of $0" >&2; exit 2; }
done
folder=$(mktemp -d)
mkdir -p "$folder/run" "$folder/home" "$root/build/test-logs"
chmod 700 "$folder/run"
export XDG_RUNTIME_DIR=$folder/run HOME=$folder/home LANG=C.UTF-8 DISPLAY=:$((90 + RANDOM % 900)) RAEKODA_SPEECH=$folder/speech RAEKODA_SPOKEN=$root/build/test-logs/spoken.txt
Xvfb "$DISPLAY" -screen 0 1280x900x24 >/dev/null 2>&1 &
screen=$!
trap 'kill $screen 2>/dev/null || true; wait $screen 2>/dev/null || true; rm -rf "$folder"' EXIT
sleep 1
dbus-run-session -- bash -c '
  /usr/libexec/at-spi-bus-launcher --launch-immediately >/dev/null 2>&1 & bus=$!
  sleep 1
  orca --replace --debug --debug-file="$RAEKODA_SPEECH" >/dev/null 2>&1 & reader=$!
  for ((i = 0; i < 100; ++i)); do grep -q "SPEECH OUTPUT" "$RAEKODA_SPEECH" 2>/dev/null && break; sleep 0.2; done
  code=0
  node "$1/listen.mjs" "$2" || code=$?
  kill $reader $bus 2>/dev/null
  exit $code' bash "$here" "$base" 2>/dev/null
