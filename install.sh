#!/bin/sh
# The one way this product is installed; the Makefile and the Dockerfile both call it.
#
#     ./install.sh FOLDER [EXTRAS]      into a virtual environment in FOLDER, e.g. ./install.sh .venv dev
#
# PYTHON       which Python 3.11 or later                       (python3)
# TORCH_INDEX  address of a package index with CPU builds of torch, for machines without a GPU: the usual index gives
#              the CUDA build, which works everywhere and is some gigabytes larger   (none)
set -eu
cd "$(dirname "$0")"
folder=$1
extras=${2:+[$2]}

[ -x "$folder/bin/python" ] || "${PYTHON:-python3}" -m venv "$folder"
# An empty index address, as from an unset build argument, means the usual index.
[ -n "${PIP_INDEX_URL:-}" ] || unset PIP_INDEX_URL
pip() { "$folder/bin/python" -m pip --quiet --disable-pip-version-check "$@"; }

# torch first and alone: whatever comes later then finds it there and does not choose another build.
# The torchaudio that pip puts beside a CPU build cannot load its native part; minutes/diarize/door.py deals with that.
pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} --constraint constraints.txt torch
pip install --constraint constraints.txt --editable ".$extras"

# A GPU: recognition needs cuBLAS of CUDA 12 (minutes/asr/cuda.py), which came with torch only while that was built for
# CUDA 12. Not among the pins, which hold for every machine: it is 0.6 GB.
if command -v nvidia-smi >/dev/null 2>&1 && ! pip show nvidia-cublas-cu12 >/dev/null 2>&1; then
    pip install nvidia-cublas-cu12==12.9.1.4
fi
