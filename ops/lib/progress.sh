# Sourced by the scripts of ops/: one way to speak (on stderr, so that stdout stays the program's)
# and to run long commands with a log and a short sign of life.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
logs="$root/build/logs"
script="ops/$(basename "$0")"

# Where a script that cannot do its work ends: none of the ledger's own exit statuses (0 to 4).
readonly kFailedToStart=70

say() { echo "$script: $*" >&2; }

stop() {
  say "$*"
  exit $kFailedToStart
}

job_count() { echo "${JOBS:-$(nproc)}"; }

# The last line of a log that says something, cut to the terminal's width.
last_words() {
  tail -c 4000 "$1" 2>/dev/null | tr '\r' '\n' | grep -v '^ *$' | tail -n 1 |
    cut -c "1-$((${COLUMNS:-80} - 20))"
}

# Shows how a running command gets on: a live line on a terminal, else a line every 20 s.
watch_log() {
  local label=$1 log=$2 started=$SECONDS said=$SECONDS never
  exec {never}<> <(:)  # nothing comes out of it: waiting without a child that would outlive this
  while kill -0 $$; do
    read -rt 0.5 -u "$never" || true
    if [[ -t 2 ]]; then
      printf '\r\033[K%s: %s %s s  %s' \
        "$script" "$label" $((SECONDS - started)) "$(last_words "$log")" >&2
    elif ((SECONDS - said >= 20)); then
      said=$SECONDS
      say "$label: $((SECONDS - started)) s, at: $(last_words "$log")"
    fi
  done
}

# try_logged LABEL NAME COMMAND...: COMMAND with its output in build/logs/NAME.log; its status.
# Below another try_logged the output is already kept and watched, and just goes there.
try_logged() {
  local label=$1 log="$logs/$2.log" status=0 watcher
  shift 2
  if [[ -n ${OPS_IS_LOGGED:-} ]]; then
    "$@" </dev/null
    return
  fi
  mkdir -p "$logs"
  : >"$log"
  watch_log "$label" "$log" >/dev/null &
  watcher=$!
  OPS_IS_LOGGED=1 "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$watcher" 2>/dev/null
  wait "$watcher" 2>/dev/null || true
  if [[ -t 2 ]]; then printf '\r\033[K' >&2; fi
  return $status
}

# run_logged LABEL NAME COMMAND...: the same; a failure shows the log's end and stops the script.
run_logged() {
  local label=$1 name=$2 status=0
  try_logged "$@" || status=$?
  ((status == 0)) && return
  [[ -z ${OPS_IS_LOGGED:-} ]] || stop "$label failed (status $status)"
  tail -n 30 "$logs/$name.log" >&2
  stop "$label failed (status $status); all of its output is in build/logs/$name.log"
}
