#!/bin/sh
# Trains what lies in this folder, or goes on where it was stopped. Ctrl-C stops it after the step that it takes.
#
#     ./run.sh                      with a Python environment of its own in .venv, made once from requirements.txt
#     HOMINES_PYTHON=python ./run.sh     with one that has the packages
#     ./run.sh --model FOLDER       where the base model lies on this computer, if not where run.json says
#     ./run.sh --tokenizer FOLDER   of a run at Tinker: where the base's tokenizer lies on this computer
set -eu
cd "$(dirname "$0")"
here=$(pwd -P)
python=${HOMINES_PYTHON:-}
trainer=train.py
pins=requirements.txt
takes='about 3 GB to fetch, 5 GB of disk, a few minutes'
if [ -f tune_tinker.py ]; then
  # Trained at Tinker: the key stands in TINKER_API_KEY.
  trainer=tune_tinker.py
  pins=requirements-tinker.txt
  takes='80 MB to fetch, 230 MB of disk, about a minute'
fi

if [ -z "$python" ]; then
  python=$here/.venv/bin/python
  set_of_pins=$pins
  listed="-r $pins"
  if [ -f requirements-cuda.txt ] && nvidia-smi -L 2>/dev/null | grep -q GPU; then
    set_of_pins='requirements.txt requirements-cuda.txt'
    listed='-r requirements.txt -r requirements-cuda.txt'
  fi
  # shellcheck disable=SC2086
  from=$(cat $set_of_pins | cksum)
  if [ "$(cat .venv/made-from 2>/dev/null)" != "$from" ]; then
    echo "Making the Python environment in $here/.venv: $takes." >&2
    rm -rf .venv
    # shellcheck disable=SC2086
    if command -v uv >/dev/null 2>&1; then
      uv venv --no-project --quiet --python '>=3.11' .venv
      uv pip install --python "$python" --no-config --no-deps --only-binary :all: $listed
    else
      system=${PYTHON:-python3}
      if ! "$system" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "Python 3.11 or newer with venv is needed, and $system is none: install it or uv, or set PYTHON to where it is." >&2
        exit 2
      fi
      "$system" -m venv .venv
      "$python" -m pip install --disable-pip-version-check --no-input --no-cache-dir --no-deps --only-binary=:all: $listed
    fi
    echo "$from" >.venv/made-from
  fi
fi

exec "$python" -E -s -u "$here/$trainer" "$here" "$@"
