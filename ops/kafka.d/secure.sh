# Sourced by ops/kafka: what `up --secure` adds. Two listeners: SASL_SSL (SCRAM-SHA-512) and SSL
# (client certificates); on both, user `ledger` may what clients/acls.sh gives and no more. The
# plain listener stays open to everyone: brokers, controllers and tests of the machine come by it.
#
# $dir/secure holds keys, certificates and the password, $dir/clients the settings for clients.

secure_user=ledger

scram_user() { echo "SCRAM-SHA-512=[name=$secure_user,password=$(cat "$dir/secure/password")]"; }

# Keys are of PKCS#8 and have no passphrase: Kafka reads no other PEM without being told more.
secure_properties() {
  cat <<PROPERTIES
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
sasl.enabled.mechanisms=SCRAM-SHA-512
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=$scram_module required;
ssl.keystore.type=PEM
ssl.keystore.location=$dir/secure/broker.pem
ssl.truststore.type=PEM
ssl.truststore.location=$dir/secure/ca.pem
listener.name.ssl.ssl.client.auth=required
ssl.principal.mapping.rules=RULE:^CN=([^,]+).*\$/\$1/
PROPERTIES
}
scram_module=org.apache.kafka.common.security.scram.ScramLoginModule

# certificate NAME SECTION SUBJECT [OPENSSL OPTION...]: NAME.key and NAME.crt in $dir/secure.
certificate() {
  local name=$1 section=$2 subject=$3
  shift 3
  openssl req -x509 -config "$parts/certificates.cnf" -extensions "$section" -subj "/CN=$subject" \
    -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 \
    -keyout "$name.key" -out "$name.crt" "$@" 2>openssl.log || { cat openssl.log >&2; return 1; }
}

# Once a cluster; the folder appears when all is in it.
make_secrets() (
  [[ ! -d $dir/secure ]] || exit 0
  need openssl
  umask 077
  rm -rf "$dir/secure.new"
  mkdir "$dir/secure.new"
  cd "$dir/secure.new"
  certificate ca authority nemo-kafka-tests
  certificate broker broker localhost -CA ca.crt -CAkey ca.key
  certificate client client "$secure_user" -CA ca.crt -CAkey ca.key
  cat broker.key broker.crt >broker.pem
  mv ca.crt ca.pem
  mv client.crt client.pem
  head -c 18 /dev/urandom | base64 | tr '+/' '-_' >password
  rm openssl.log
  mv "$dir/secure.new" "$dir/secure"
)

# fill_in NAME PORTS: ops/kafka.d/clients/NAME.properties with this cluster's values in it, so that
# whoever uses the one tests the other.
fill_in() {
  local ports=$2[*]
  local servers=${!ports}
  servers="127.0.0.1:${servers// /,127.0.0.1:}"
  sed -e "s|^\(bootstrap.servers\)=.*|\1=$servers|" \
    -e "s|^\(ssl.ca.location\)=.*|\1=$dir/secure/ca.pem|" \
    -e "s|^\(ssl.certificate.location\)=.*|\1=$dir/secure/client.pem|" \
    -e "s|^\(ssl.key.location\)=.*|\1=$dir/secure/client.key|" \
    -e "s|^\(sasl.password\)=.*|\1=$(cat "$dir/secure/password")|" \
    "$parts/clients/$1.properties" >"$dir/clients/$1.properties"
}

write_client_settings() (
  umask 077
  mkdir -p "$dir/clients"
  fill_in plain ports_plain
  fill_in tls ports_tls
  fill_in scram ports_scram
  cat >"$dir/clients/scram.java.properties" <<PROPERTIES
security.protocol=SASL_SSL
ssl.truststore.type=PEM
ssl.truststore.location=$dir/secure/ca.pem
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=$scram_module required username="$secure_user" password="$(
    cat "$dir/secure/password")";
PROPERTIES
)

# Once a cluster, as an administrator by the plain listener.
grant_acls() {
  [[ ! -f $dir/secure/acls-granted ]] || return 0
  say "allowing user $secure_user the topics ledger.events and ledger.outcomes"
  "$parts/clients/acls.sh" ledger "User:$secure_user" "${java_tool[@]}" "${on_class_path[@]}" \
    kafka.admin.AclCommand --bootstrap-server "$(bootstrap)" >"$dir/secure/acls.log" 2>&1 || {
    cat "$dir/secure/acls.log" >&2
    stop "the ACLs could not be granted (see above)"
  }
  touch "$dir/secure/acls-granted"
}
