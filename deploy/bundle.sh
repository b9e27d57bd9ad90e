#!/bin/sh
# Called by `make bundle`: gathers everything that a machine without internet needs into dist/bundle.
set -eu

python=.venv/bin/python
uv=".make/uv/bin/python -m uv"
out=dist/bundle

rm -rf "$out" dist/wheel
mkdir -p "$out/wheels"
$uv build --quiet --wheel --out-dir dist/wheel
$python - dist/wheel/*.whl <<'PYTHON'
import sys
import zipfile

names = zipfile.ZipFile(sys.argv[1]).namelist()
if not any(name.endswith("entrypoints/web/static/manifest.json") for name in names):
    sys.exit("The wheel lacks the built front end: remove .make/web, call make again and read what web/build.py says.")
PYTHON
$uv export --quiet --frozen --no-dev --no-group docs --no-emit-project --no-hashes --no-annotate \
  --output-file "$out/requirements.txt" >/dev/null
.make/uv/bin/python -m pip wheel --quiet --no-deps --requirement "$out/requirements.txt" --wheel-dir "$out/wheels"
cp dist/wheel/*.whl "$out/wheels/"
echo vestnik >> "$out/requirements.txt"
cp deploy/install.sh deploy/README.md deploy/vestnik.service deploy/vestnik.toml LICENSE "$out/"
$python -c 'import sys; print("%d.%d" % sys.version_info[:2])' > "$out/python-version"

# A bundle that cannot be installed from itself alone is no bundle.
rm -rf .make/bundle-check
sh "$out/install.sh" "$PWD/.make/bundle-check" >/dev/null
rm -rf .make/bundle-check

tar -C dist -czf dist/vestnik-bundle.tar.gz bundle
echo "dist/bundle ($(find "$out/wheels" -name '*.whl' | wc -l) wheels), and the same as dist/vestnik-bundle.tar.gz"
