# Sourced by ops/kafka: its commands.

# One command at a time changes a cluster; the lock ends with the script.
take_lock() {
  mkdir -p "$dir"
  exec {lock}<"$dir"
  flock -n "$lock" || { say "another ops/kafka is at work in $dir: waiting for it"; flock "$lock"; }
}

read_up_options() {
  count="" port="" with_secure=no
  while (($# > 0)); do
    case $1 in
      --brokers)
        count=${2:-}
        [[ $count =~ ^[13]$ ]] || wrong "--brokers '$count': must be 1 or 3"
        shift
        ;;
      --port)
        port=${2:-}
        [[ $port =~ ^[1-9][0-9]{0,4}$ ]] && ((port <= 65533)) ||
          wrong "--port '$port': must be 1 to 65533"
        shift
        ;;
      --secure) with_secure=yes ;;
      *) wrong "up: '$1' is no option, it takes --brokers, --port and --secure" ;;
    esac
    shift
  done
}

# Options make a cluster and do not change one.
expect_same() {
  local remedy="'ops/kafka down --remove' drops it"
  [[ -z $count || $count == "$brokers" ]] ||
    wrong "--brokers $count: the cluster in $dir has $brokers; $remedy"
  [[ -z $port || $port == "${ports_plain[0]}" ]] ||
    wrong "--port $port: the cluster in $dir has ${ports_plain[0]}; $remedy"
  [[ $with_secure == no || $secure == yes ]] ||
    wrong "--secure: the cluster in $dir is without; $remedy"
}

up() {
  local count port with_secure id down
  read_up_options "$@"
  ensure_jars
  take_lock
  if load_cluster; then
    expect_same
  else
    make_cluster "${count:-1}" "$with_secure" "$port"
  fi
  if [[ $secure == yes ]]; then
    make_secrets
    write_client_settings
  fi
  for id in $(brokers_that_are paused); do
    say "broker $id is paused: it goes on"
    signal_broker CONT "$id"
  done
  down=$(brokers_that_are down)
  if [[ -n $down ]]; then
    say "starting broker" $down "of $brokers in $dir"
    start_brokers $down
  fi
  wait_ready $(broker_ids)
  [[ $secure == no ]] || grant_acls
  [[ -n $down ]] && say "ready after $SECONDS s" || say "is up already"
  [[ $secure == no ]] || say "settings for clients, TLS and SCRAM: $dir/clients/scram.properties"
  bootstrap
}

down() {
  local ids
  [[ $# == 0 || $* == --remove ]] || wrong "down: '$*' is no option, it takes --remove alone"
  [[ -d $dir ]] && take_lock && load_cluster || { say "no cluster in $dir"; return; }
  ids=$(brokers_that_are up; brokers_that_are paused)
  [[ -n $ids ]] && say "stopping broker" $ids || say "nothing runs"
  stop_brokers $ids
  [[ ${1:-} == --remove ]] || return 0
  rm -rf "$dir/cluster" "$dir/clients" "$dir/secure" "$dir"/broker-[123]
  say "data dropped"
}

show_status() {
  local id state ready all_ready=0
  expect_cluster
  echo "broker  pid      port   process  ready"
  for id in $(broker_ids); do
    state=$(broker_state "$id")
    ready=$(ask_whether_ready "$id" "$state") || all_ready=1
    printf '%-7s %-8s %-6s %-8s %s\n' \
      "$id" "$(broker_pid "$id" | grep . || echo -)" "${ports_plain[id - 1]}" "$state" "$ready"
  done
  return $all_ready
}

# "yes", or "no: REASON" and status 1.
ask_whether_ready() {
  local answer
  [[ $2 == up ]] || { echo no; return 1; }
  if answer=$("$python" "$parts/probe.py" "$cluster_id" "$1:${ports_plain[$1 - 1]}"); then
    echo yes
  else
    echo "no: ${answer#* }"
    return 1
  fi
}

# expect_broker N: the folder has a cluster, and N is one of its brokers.
expect_broker() {
  expect_cluster
  [[ $1 =~ ^[1-9]$ ]] && (($1 <= brokers)) && return
  ((brokers == 1)) && wrong "$command: '$1' is no broker, this cluster has broker 1 alone"
  wrong "$command: '$1' is no broker, this cluster has 1 to $brokers"
}

start_broker() {
  local running
  ensure_jars
  take_lock
  case $(broker_state "$1") in
    up) say "broker $1 runs already" ;;
    paused) say "broker $1 is paused: 'ops/kafka resume $1'"; exit 1 ;;
    down) start_brokers "$1" ;;
  esac
  running=$(brokers_that_are up | wc -l)
  if ((2 * running > brokers)); then
    wait_ready "$1"
  else
    say "broker $1 runs and waits for others: $running of $brokers run, and no controller can lead"
  fi
}

stop_broker() {
  take_lock
  stop_brokers "$1"
}

kill_broker() {
  signal_broker KILL "$1"
  wait_gone "$1" 10 || stop "broker $1 outlives SIGKILL: it waits for a disk"
}

# Afterwards all of its threads stand still.
pause_broker() {
  signal_broker STOP "$1"
  until [[ $(broker_state "$1") != up ]]; do sleep 0.02; done
}

resume_broker() { signal_broker CONT "$1"; }
