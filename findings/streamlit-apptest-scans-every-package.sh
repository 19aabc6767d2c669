#!/usr/bin/env bash
# Streamlit 1.67.0: every new AppTest looks through all installed packages for components, and reads the metadata of each from the disk again.
# A suite that makes an AppTest a test pays for it each time; with some 150 packages it was a third of the time of our tests of pages. A second
# run() of the same AppTest does not look again.
# Seen: one scan and 153 METADATA of 36 packages read, some four times over, for each of three new AppTests; none for a second run. A scan that is remembered
# (functools.cache around streamlit.components.v2.manifest_scanner.scan_component_manifests) leaves one for all.
# Fails (exit 1) when that changes.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install --quiet streamlit==1.67.0

cat >count.py <<'PYTHON'
import importlib.metadata
from functools import cache

from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

packages = len(list(importlib.metadata.distributions()))
counts = {"scans": 0, "reads": 0}
scan, read = manifest_scanner.scan_component_manifests, importlib.metadata.PathDistribution.read_text


def counted_scan():
    counts["scans"] += 1
    return scan()


def counted_read(self, name):
    counts["reads"] += name == "METADATA"
    return read(self, name)


manifest_scanner.scan_component_manifests = counted_scan
importlib.metadata.PathDistribution.read_text = counted_read
app = "import streamlit as st\nst.write(1)"
tests = []
for _ in range(3):
    before = dict(counts)
    tests.append(AppTest.from_string(app).run())
    scans, reads = (counts[name] - before[name] for name in ("scans", "reads"))
    print(f"{packages} packages installed; a new AppTest: {scans} scan, {reads} METADATA read")
    assert scans == 1 and reads >= packages
before = dict(counts)
tests[0].run()
print("a second run of the first: scans", counts["scans"] - before["scans"])
assert counts == before
manifest_scanner.scan_component_manifests = cache(counted_scan)
before = dict(counts)
for _ in range(3):
    assert not AppTest.from_string(app).run().exception
print("three more with the scan remembered: scans", counts["scans"] - before["scans"])
assert counts["scans"] - before["scans"] == 1
PYTHON
venv/bin/python count.py 2>/dev/null
