#!/bin/sh
# Builds the browser's part: build.sh OUT_DIR  →  app.css, desk.css, *.js, sw.js, fonts and images in OUT_DIR.
# Needs node and npm; esbuild of the system when there is one. The same sources give the same bytes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "ui/build.sh: $*" >&2; exit 1; }
[ $# -eq 1 ] || fail "give the directory to write to: ui/build.sh OUT_DIR"
mkdir -p "$1" || fail "cannot make $1"
out=$(cd "$1" && pwd)
cd "$here"
say() { [ -z "${RAEKODA_QUIET:-}" ] && printf '%s\n' "ui: $*" || true; }

# Packages: only when the lock has changed since they were installed.
stamp=node_modules/.installed
if [ ! -f "$stamp" ] || ! cmp -s package-lock.json "$stamp"; then
  command -v npm >/dev/null || fail "npm is missing (Debian: apt-get install npm)"
  say "installing packages"
  npm ci --ignore-scripts --no-fund --no-audit --loglevel=error >node_modules.log 2>&1 || { cat node_modules.log >&2; fail "npm ci failed"; }
  rm -f node_modules.log
  cp package-lock.json "$stamp"
fi

if command -v esbuild >/dev/null; then esbuild=esbuild
else
  command -v npx >/dev/null || fail "esbuild is missing (Debian: apt-get install esbuild)"
  esbuild="npx --yes esbuild@0.17.19"
fi

# The design system's single files carry no layer of their own; ours must win over them without a fight.
made=node_modules/.raekoda
mkdir -p "$made"
ds=node_modules/@digdir/designsystemet-css/dist/src
{
  echo '@layer ds, vendor, town.tokens, town.base, town.layout, town.components;'
  for part in base button input field fieldset details tag alert; do
    [ -f "$ds/$part.css" ] || fail "the design system has no $part.css"
    printf '@layer ds {\n'; cat "$ds/$part.css"; printf '\n}\n'
  done
} >"$made/designsystem.css"
{ printf '@layer vendor {\n'; sed 's#url(images/#url(../leaflet/dist/images/#g' node_modules/leaflet/dist/leaflet.css; printf '\n}\n'; } >"$made/leaflet.css"

# What an earlier build left goes; a directory that holds anything else is not ours.
for file in "$out"/*; do
  case $file in *.js | *.css | *.woff2 | *.png | "$out/*") ;; *) fail "$out holds other files; give a directory of its own" ;; esac
done
rm -f "$out"/*.js "$out"/*.css "$out"/*.woff2 "$out"/*.png
say "styles"
$esbuild styles/app.css styles/desk.css --bundle --minify --log-level=warning --outdir="$out" \
  --loader:.woff2=file --loader:.png=file --asset-names='[name]-[hash]' || fail "the styles do not build"
say "islands"
# esbuild reads tsconfig.json for the language level; each island stands alone.
$esbuild src/site.ts src/map.ts src/place.ts src/report.ts src/offline.ts src/desk.ts src/form.ts src/sw.ts --bundle --minify --format=esm --target=es2020 \
  --charset=utf8 --legal-comments=none --log-level=warning --outdir="$out" || fail "the islands do not build"
say "$(ls "$out" | wc -l) files, $(cat "$out"/*.js "$out"/*.css | wc -c) bytes of script and style"
