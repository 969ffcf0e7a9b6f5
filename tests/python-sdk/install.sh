#!/usr/bin/env bash
# Installs the vendor's official Python SDK into FOLDER/venv unless it is there, and prints the path of its Python.
# Exit 2: wrong usage. Exit 3: it can't be had here; the last line on stderr says why.
set -euo pipefail

version=3.1.219

refuse() { echo "install.sh: $2" >&2; exit "$1"; }

[ $# = 1 ] || refuse 2 "name the folder to install into"
command -v python3 >/dev/null || refuse 3 "there is no python3"
mkdir -p "$1"
python=$(cd "$1" && pwd)/venv/bin/python
probe="import huaweicloudsdkdcs.v2, huaweicloudsdkiam.v3"
# The SDK writes below the home folder as soon as it is imported.
export HOME=$1

"$python" -c "$probe" 2>/dev/null || {
  python3 -m venv "$1/venv" &&
    "$python" -m pip install --quiet "huaweicloudsdkdcs==$version" "huaweicloudsdkiam==$version" &&
    "$python" -c "$probe"
} >&2 || refuse 3 "huaweicloudsdkdcs $version can't be installed"
echo "$python"
