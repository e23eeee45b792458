#!/bin/sh
# Runs test folders in two lanes at once: most of these tests wait for a browser, a card or a clock, so two share two cores
# well. Each keeps to processes, ports and folders of its own. Every lane's output is printed whole when both are done.
#   lanes.sh PYTHON
set -u

python=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A lane goes on after a failing part, so that one run tells all.
lane() {
    status=0
    for part in "$@"; do
        "$python" -m pytest "$part" || status=1
    done
    return $status
}

lane tests/e2e/extension tests/e2e/profiles >"$folder/one" 2>&1 &
one=$!
lane tests/integration tests/e2e/frameworks tests/corpus tests/e2e/test_whole_path.py >"$folder/two" 2>&1 &
two=$!
failed=0
wait $one || failed=1
cat "$folder/one"
wait $two || failed=1
cat "$folder/two"
exit $failed
