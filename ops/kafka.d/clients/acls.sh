#!/usr/bin/env bash
# Allows a ledger what it needs on a cluster with ACLs, and nothing else.
#   acls.sh PREFIX PRINCIPAL COMMAND...
# PREFIX is that of its topics (--topic-prefix), PRINCIPAL its user. COMMAND is Kafka's own tool and
# how it reaches the cluster as an administrator:
#   acls.sh ledger User:ledger kafka-acls.sh --bootstrap-server HOST:PORT --command-config FILE
# With `echo` in place of COMMAND it prints what it would do.
set -euo pipefail

(($# >= 3)) || { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }
prefix=$1 principal=$2
shift 2
command=("$@")
topics=(--topic "$prefix.events" --topic "$prefix.outcomes")

allow() { "${command[@]}" --add --allow-principal "$principal" "$@"; }

# Records are appended and read back; what is set for the topics is checked at every start.
allow --operation Read --operation Write --operation Describe --operation DescribeConfigs \
  "${topics[@]}"

# Outcomes are written in transactions, so that a second writer is fenced.
allow --operation Write --operation Describe \
  --resource-pattern-type prefixed --transactional-id "$prefix.outcomes"

# A producer that repeats itself without doubling; brokers before 3.0 ask for this, later ones for
# Write alone. Describe: which brokers there are.
allow --operation IdempotentWrite --operation Describe --cluster

# librdkafka looks for the coordinator of the group.id that each consumer must have, though a ledger
# reads without groups: refused, it reports an error and reads all the same. The group.id must begin
# with the prefix.
allow --operation Describe --resource-pattern-type prefixed --group "$prefix"

# For 'nemo-ledger kafka init' alone, which makes the topics: afterwards the same command with
# --remove in place of --add takes it back. Where someone else makes them it is not needed.
allow --operation Create "${topics[@]}"
