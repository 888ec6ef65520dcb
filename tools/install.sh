#!/bin/sh
# Finds a Python that can run Handsel and lets it set up .venv: `sh tools/install.sh runtime|dev`.
set -eu
suits() { "$1" -c "import sys$2; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; }
# First one that can make a virtual environment by itself; else one that can say what is missing.
for modules in ", venv, ensurepip" ""; do
  for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14; do
    if suits "$python" "$modules"; then exec "$python" tools/install.py "$@"; fi
  done
done
echo "Handsel needs Python 3.11 or newer, and none was found." >&2
echo "Debian, Ubuntu: apt-get install python3 python3-venv    macOS: brew install python@3.13" >&2
echo "Is it somewhere else? make PYTHON=/path/to/python3.13 demo" >&2
exit 1
