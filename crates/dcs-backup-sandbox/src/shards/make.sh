#!/bin/sh
# Makes the three RDB files beside this script: the shards of a small Redis cluster.
#
# Needs redis-server and redis-cli 7.0 or later. Starts three cluster nodes on loopback, on the
# ports PORT, PORT+1 and PORT+2 (7301 unless given), fills them, saves them, and stops them.
set -eu

port=${PORT:-7301}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
nodes=

stop() {
    for node in $nodes; do
        kill "$node" 2>/dev/null || true
        wait "$node" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM

cli() {
    node_port=$1
    shift
    redis-cli -h 127.0.0.1 -p "$node_port" "$@"
}

# start NODE FIRST-SLOT LAST-SLOT
start() {
    mkdir "$work/$1"
    redis-server --bind 127.0.0.1 --port $((port + $1)) --cluster-enabled yes \
        --cluster-config-file nodes.conf --dir "$work/$1" --dbfilename dump.rdb --save "" \
        --daemonize no --logfile "$work/$1/log" &
    nodes="$nodes $!"
    until cli $((port + $1)) ping 2>/dev/null | grep -q PONG; do
        kill -0 $! # ends the script if the server did not start
        sleep 0.1
    done
    cli $((port + $1)) cluster addslotsrange "$2" "$3" >/dev/null
    cli $((port + $1)) cluster set-config-epoch $(($1 + 1)) >/dev/null
}

start 0 0 5460
start 1 5461 10922
start 2 10923 16383
cli "$port" cluster meet 127.0.0.1 $((port + 1)) >/dev/null
cli "$port" cluster meet 127.0.0.1 $((port + 2)) >/dev/null
for node in 0 1 2; do
    until cli $((port + node)) cluster info | grep -q cluster_state:ok; do sleep 0.2; done
done

i=1
while [ $i -le 40 ]; do
    cat <<COMMANDS
SET session:{user$i} token-$i-$((i * 7919 % 1000))
EXPIREAT session:{user$i} 4102444800
HSET profile:{user$i} name "User $i" visits $((i * 3)) city "City $((i % 5))"
RPUSH cart:{user$i} item-$i item-$((i + 1)) item-$((i + 2))
SADD tags:{user$i} 1 2 $((i + 10))
ZADD scores:{user$i} $i first $((i * 2)) second
COMMANDS
    i=$((i + 1))
done >"$work/commands"
for name in a b c d e f; do
    echo "XADD events:$name 1700000000000-1 kind created by $name"
    echo "PFADD visitors:$name one two three $name"
done >>"$work/commands"
cli "$port" -c <"$work/commands" >/dev/null

for node in 0 1 2; do
    cli $((port + node)) save >/dev/null
    cp "$work/$node/dump.rdb" "$here/shard-$node.rdb"
done
ls -l "$here"/shard-*.rdb
