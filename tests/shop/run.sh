#!/usr/bin/env bash
# Runs `squall run` on the sample shop, prints the summary and leaves every report format behind; its exit code is squall's.
# usage: tests/shop/run.sh BUILD_DIR REPORT_DIR [arguments of squall run]
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: run.sh BUILD_DIR REPORT_DIR [arguments of squall run]" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
mkdir -p "$2"
report=$(cd "$2" && pwd)
shift 2
export SHOP_BIN=$build/shop
SHOP_DATA=$(mktemp -d)
export SHOP_DATA
child=
trap 'rm -rf "$SHOP_DATA"' EXIT
trap '[ -n "$child" ] && kill -TERM "$child"' TERM INT
"$build/harness/squall" run "$here/squall.yaml" --report "json=$report/report.json" --report "junit=$report/report.xml" \
  --report "html=$report/report.html" --report "markdown=$report/report.md" --report "github=$report/annotations.txt" \
  --report "sarif=$report/report.sarif" --report "gitlab=$report/codequality.json" --report "har=$report/failing.har" "$@" &
child=$!
status=0
wait "$child" || status=$?
# A signal ends the wait, not the child: it tears everything down first.
while kill -0 "$child" 2>/dev/null; do
  status=0
  wait "$child" || status=$?
done
exit "$status"
