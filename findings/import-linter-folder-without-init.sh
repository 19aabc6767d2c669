#!/usr/bin/env bash
# import-linter 2.16 (with grimp 3.19): a folder without __init__.py below a package that has one is left out of the graph without a word.
# A contract that names no module of it is KEPT, whatever its files import. Where no folder has an __init__.py, the same files are seen.
# Seen: "Analyzed 3 files, 0 dependencies" and KEPT; without any __init__.py "Analyzed 5 files, 1 dependencies" and BROKEN, with the very import.
# Fails (exit 1) when that changes.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet import-linter==2.16 grimp==3.19

mkdir -p house/kitchen house/cellar
touch house/__init__.py house/kitchen/__init__.py
echo 'STOVE = "hot"' >house/kitchen/stove.py
echo 'from house.kitchen.stove import STOVE' >house/cellar/shelf.py # the cellar has no __init__.py
cat >.importlinter <<'CONFIG'
[importlinter]
root_package = house

[importlinter:contract:1]
name = nobody but the kitchen knows the stove
type = protected
protected_modules =
    house.kitchen.stove
allowed_importers =
    house.kitchen
CONFIG

check() { PYTHONPATH="$place" venv/bin/lint-imports --no-cache 2>&1 | grep -E 'Analyzed|knows the stove|house\.cellar' || true; }

with=$(check)
rm house/__init__.py house/kitchen/__init__.py
without=$(check)
printf 'with __init__.py in the package, none in the cellar:\n%s\n\nwithout any:\n%s\n' "$with" "$without"
grep -q 'KEPT' <<<"$with" && grep -q 'BROKEN' <<<"$without" && grep -q 'house.cellar.shelf' <<<"$without"
