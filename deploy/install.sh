#!/bin/sh
# Installs Vestnik from this folder into a virtual environment, without any network.
#   sh install.sh [TARGET]        TARGET: /opt/vestnik when not given
set -eu

target=${1:-/opt/vestnik}
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
wanted=$(cat "$here/python-version")

python=
for name in "${PYTHON:-}" "python$wanted" python3; do
  path=$(command -v "$name" 2>/dev/null) || continue
  if [ "$("$path" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" = "$wanted" ]; then
    python=$path
    break
  fi
done
if [ -z "$python" ]; then
  echo "This bundle was made for Python $wanted, and none was found. Name one: PYTHON=/path/to/python$wanted sh install.sh" >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  echo "$python has no venv module. On Debian or Ubuntu: apt-get install python3-venv." >&2
  exit 1
fi

"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --upgrade \
  --find-links "$here/wheels" --requirement "$here/requirements.txt"
"$target/bin/vestnik" --version
echo "Installed in $target. Next: README.md, step 3."
