# Sourced by ops/kafka: which cluster lies in $dir, and each broker's settings.
#
# $dir/cluster holds, as the shell reads it: brokers (1 or 3), cluster_id, secure (yes or no), and
# the ports of all brokers in ports_plain, ports_controller, ports_scram and ports_tls.

load_cluster() {
  [[ -f $dir/cluster ]] || return 1
  source "$dir/cluster"
}

expect_cluster() {
  load_cluster || { say "no cluster in $dir: 'ops/kafka up' makes one"; exit 1; }
}

broker_ids() { seq 1 "$brokers"; }

bootstrap() { local IFS=,; echo "${ports_plain[*]/#/127.0.0.1:}"; }

free_ports() { "$python" "$parts/free_ports.py" "$@"; }

# wrong_port PORT: stops, since something listens there that is none of this cluster.
wrong_port() {
  say "port $1 is taken: end what listens there, or choose another by 'up --port'" \
    "(an existing cluster first needs 'down --remove')"
  exit 2
}

# make_cluster BROKERS SECURE [FIRST PORT]: the folder has a cluster afterwards; nothing runs yet.
make_cluster() {
  local free taken name at=0
  brokers=$1 secure=$2
  mapfile -t free < <(free_ports choose $((4 * brokers)))
  for name in ports_plain ports_controller ports_scram ports_tls; do
    declare -ga "$name=(${free[*]:at:brokers})"
    at=$((at + brokers))
  done
  if [[ -n ${3:-} ]]; then
    ports_plain=($(seq "$3" $(($3 + brokers - 1))))
    taken=$(free_ports taken "${ports_plain[@]}")
    [[ -z $taken ]] || wrong_port $taken
  fi
  # A random UUID as Kafka writes it; one with a leading dash would be taken for an option.
  cluster_id=$(head -c 16 /dev/urandom | base64 | tr '+/' '__' | tr -d '=')
  declare -p brokers cluster_id secure ports_plain ports_controller ports_scram ports_tls |
    sed 's/^declare [^ ]* //' >"$dir/cluster.new"
  mv "$dir/cluster.new" "$dir/cluster"
}

listeners() {
  local at=$(($1 - 1))
  echo -n "PLAINTEXT://127.0.0.1:${ports_plain[at]}"
  [[ $secure == no ]] ||
    echo -n ",SASL_SSL://127.0.0.1:${ports_scram[at]},SSL://127.0.0.1:${ports_tls[at]}"
}

# Voters are known by the controllers' ports, which therefore are kept as the others are.
voters() {
  local id all=()
  for id in $(broker_ids); do all+=("$id@127.0.0.1:${ports_controller[id - 1]}"); done
  local IFS=,
  echo "${all[*]}"
}

# The settings of broker N. Tests wait until a dead broker is missed: after 1.5 s, not 9; and until
# a paused controller is given up by those who asked it: after 5 s, not 30.
server_properties() {
  local id=$1 replicas=$brokers
  cat <<PROPERTIES
process.roles=broker,controller
node.id=$id
controller.quorum.voters=$(voters)
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listeners=$(listeners "$id"),CONTROLLER://127.0.0.1:${ports_controller[id - 1]}
advertised.listeners=$(listeners "$id")
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL
log.dirs=$dir/broker-$id/data
broker.session.timeout.ms=1500
broker.heartbeat.interval.ms=300
controller.socket.timeout.ms=5000
auto.create.topics.enable=false
default.replication.factor=$replicas
min.insync.replicas=$((replicas / 2 + 1))
unclean.leader.election.enable=false
offsets.topic.num.partitions=1
offsets.topic.replication.factor=$replicas
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=$replicas
transaction.state.log.min.isr=$((replicas / 2 + 1))
group.initial.rebalance.delay.ms=0
log.retention.ms=-1
log.retention.bytes=-1
log.cleaner.dedupe.buffer.size=2097152
num.network.threads=2
num.io.threads=4
PROPERTIES
  [[ $secure == no ]] || secure_properties
}
