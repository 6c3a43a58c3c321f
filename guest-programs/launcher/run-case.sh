# Runs one probe: what docs/protocol.md promises it, and nothing of it left afterwards.
# For a shell whose `read` takes -t: busybox sh, bash.
#
#   run-case.sh TAG WORK ALARM_MS KILL_S PROGRAM [KEY=VALUE...] PROGRAM [ARGUMENT...]
#
# The protocol (descriptor 3) goes to stdout, the probe's stdout and stderr to stderr. Standard input must stay open:
# its end means that nobody waits any more, and ends the probe like its bound does.
# Exit status: the probe's (128 + n for signal n), 240 killed at the bound, 241 never started.

set -u
base=${0%/*}
tag=$1 work=$2 alarm_ms=$3 kill_s=$4 program=$5
shift 5

refuse() {
  echo "$*" >&2
  exit 241
}

[ -x "$program" ] || refuse "there is no program $program in the guest"
rm -rf "$work"
{ mkdir -p "$work" && cd "$work"; } || refuse "the folder $work cannot be made in the guest"
killed=$base/.killed
rm -f "$killed"

# A control group also holds the children that made sessions of their own.
group=$base/.cgroup/case-$tag
mkdir "$group" 2>/dev/null || group=

mark() {
  echo "<6>venus-suite: $1 $tag" >/dev/kmsg
} 2>/dev/null

stop_all() {
  [ -n "$group" ] && echo 1 >"$group/cgroup.kill"
  kill -KILL -"$pid"
} 2>/dev/null

exec 3>&1 1>&2 4<&0 </dev/null
mark begin
(
  [ -n "$group" ] && echo 0 >"$group/cgroup.procs"
  exec 4<&-
  exec setsid env VENUS_SUITE_FD=3 VENUS_SUITE_OUT="$work" VENUS_SUITE_ALARM_MS="$alarm_ms" "$@"
) &
pid=$!

# Only the probe keeps the channel open from here on; the shell's own words on how it ended belong to nobody.
exec 3>&- 1>/dev/null 2>&1
(
  read -r -t "$kill_s" _ <&4
  : >"$killed"
  stop_all
) &
watcher=$!
wait "$pid"
status=$?
kill "$watcher"
stop_all

if [ -n "$group" ]; then
  tries=0
  until rmdir "$group" 2>/dev/null || [ $tries -ge 50 ]; do
    tries=$((tries + 1))
    sleep 0.02
  done
fi
mark end
[ $status -eq 137 ] && [ -e "$killed" ] && exit 240
exit $status
