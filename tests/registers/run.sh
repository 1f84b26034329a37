#!/bin/sh
# Registers over real HTTP: the simulated people are consistent, and the tests of the X-tee door run with the simulator behind them.
# tests/registers/run.sh [PROGRAM]   (default: build/dev/src/doors_xroad_test)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${1:-$here/../../build/dev/src/doors_xroad_test}
command -v node >/dev/null || { echo "tests/registers: node is missing (Debian: apt-get install nodejs)" >&2; exit 1; }
node "$here/population_test.mjs"
exec node "$here/simulator.mjs" -- "$program"
