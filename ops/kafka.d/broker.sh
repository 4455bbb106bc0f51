# Sourced by ops/kafka: the processes of brokers. A broker's folder is $dir/broker-N, with its data,
# server.properties, broker.log and pid.

readonly kReadySecondsMax=90
readonly kStopSecondsMax=30

# The pid of broker N, or nothing. A pid file may outlive its process, and the number be another's,
# so the process must have been started with this broker's settings.
broker_pid() {
  local folder="$dir/broker-$1" pid
  pid=$(cat "$folder/pid" 2>/dev/null) && [[ -n $pid ]] || return 0
  grep -zqxF -- "$folder/server.properties" "/proc/$pid/cmdline" 2>/dev/null || return 0
  echo "$pid"
}

is_paused() { grep -q '^State:.T' "/proc/$1/status" 2>/dev/null; }

# up, paused or down.
broker_state() {
  local pid
  pid=$(broker_pid "$1")
  if [[ -z $pid ]]; then
    echo down
  elif is_paused "$pid"; then
    echo paused
  else
    echo up
  fi
}

brokers_that_are() {
  local id
  for id in $(broker_ids); do [[ $(broker_state "$id") != "$1" ]] || echo "$id"; done
}

# launch LOG COMMAND...: runs on after this script, its terminal and its session. It keeps no
# descriptor of the caller's: a lock taken by flock would be held for as long as the broker lives.
launch() {
  local log=$1
  shift
  (
    for descriptor in "/proc/$BASHPID/fd/"*; do
      descriptor=${descriptor##*/}
      ((descriptor <= 2)) || eval "exec $descriptor>&-"
    done
    exec setsid nohup "$@" </dev/null >>"$log" 2>&1
  ) &
}

# Data in the form of this cluster, once; what a cut-off attempt left is no data yet.
format_broker() {
  local folder="$dir/broker-$1" settings="$dir/broker-$1/server.properties" user=()
  server_properties "$1" >"$settings"
  [[ ! -f $folder/formatted ]] || return 0
  rm -rf "$folder/data"
  [[ $secure == no ]] || user=(--add-scram "$(scram_user)")
  "${java_tool[@]}" "${on_class_path[@]}" kafka.tools.StorageTool format "${user[@]}" \
    --cluster-id "$cluster_id" --config "$settings" >>"$folder/broker.log" 2>&1 || {
    tail -n 15 "$folder/broker.log" >&2
    return 1
  }
  touch "$folder/formatted"
}

# start_brokers N...: their processes run afterwards, which does not yet mean that they are ready.
start_brokers() {
  local id taken at formatting=()
  for id; do
    mkdir -p "$dir/broker-$id"
    wait_gone "$id" 10 || stop "broker $id has been killed, and does not end"
    taken=$(free_ports taken "${ports_plain[id - 1]}" "${ports_controller[id - 1]}" \
      "${ports_scram[id - 1]}" "${ports_tls[id - 1]}")
    [[ -z $taken ]] || wrong_port $taken
    format_broker "$id" &
    formatting+=($!)
  done
  for at in "${formatting[@]}"; do wait "$at" || stop "the data could not be made (see above)"; done
  for id; do start_process "$id"; done
}

# Its temporary folder is its own: native libraries unpacked there outlive a broker that is killed.
start_process() {
  local id=$1 folder="$dir/broker-$1" tries
  rm -rf "$folder/tmp"
  mkdir "$folder/tmp"
  cd "$folder"  # where a crashing Java leaves its notes
  launch "$folder/broker.log" "${java_broker[@]}" "-Djava.io.tmpdir=$folder/tmp" \
    "${on_class_path[@]}" kafka.Kafka "$folder/server.properties"
  cd "$OLDPWD"
  echo $! >"$folder/pid"
  for ((tries = 0; tries < 50; ++tries)); do  # until the process has become what it is to be
    [[ -z $(broker_pid "$id") ]] || return 0
    sleep 0.02
  done
}

# wait_ready N...: all of these are ready and see each other, or the script has stopped.
wait_ready() {
  local id reason answer asked=()
  for id; do asked+=("$id:${ports_plain[id - 1]}:$(broker_pid "$id")"); done
  answer=$("$python" "$parts/probe.py" --wait $kReadySecondsMax "$cluster_id" "${asked[@]}") &&
    return
  while read -r id reason; do
    [[ $reason != ready ]] || continue
    tail -n 15 "$dir/broker-$id/broker.log" >&2
    say "broker $id: $reason; all it said is in $dir/broker-$id/broker.log"
  done <<<"$answer"
  stop "not ready"
}

# signal_broker SIGNAL N: stops if it does not run.
signal_broker() {
  local pid
  pid=$(broker_pid "$2")
  [[ -n $pid ]] || { say "broker $2 does not run: 'ops/kafka start $2'"; exit 1; }
  kill "-$1" "$pid"
}

# A process that is ending has no command line any more, but ports and locks until its last thread
# is gone. Its zombie may stay for ever, where nobody waits for it.
has_ended() {
  [[ -d /proc/$1 ]] || return 0
  local tasks=("/proc/$1/task/"*)
  grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null && ((${#tasks[@]} == 1))
}

# wait_gone N SECONDS: fails if it still holds something then.
wait_gone() {
  local folder="$dir/broker-$1" deadline=$((SECONDS + $2)) pid words
  pid=$(cat "$folder/pid" 2>/dev/null) || return 0
  until has_ended "$pid"; do
    words=$({ tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null || true)
    [[ -z $words || $words == *" $folder/server.properties "* ]] || break  # the number is another's
    ((SECONDS <= deadline)) || return 1
    sleep 0.05
  done
  rm -f "$folder/pid"
}

# stop_brokers N...: SIGTERM to all that run; what does not end is killed, which loses nothing that
# was acknowledged. A paused one hears nothing until it goes on.
stop_brokers() {
  local id pid
  for id; do
    pid=$(broker_pid "$id")
    [[ -z $pid ]] || { kill -TERM "$pid" && kill -CONT "$pid"; } 2>/dev/null || true
  done
  for id; do
    wait_gone "$id" $kStopSecondsMax && continue
    say "broker $id does not end: killed"
    kill -KILL $(broker_pid "$id") 2>/dev/null || true
    wait_gone "$id" 10 || stop "broker $id outlives SIGKILL: it waits for a disk"
  done
}
