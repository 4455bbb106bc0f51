# Sourced by ops/kafka: Kafka's jars, in build/kafka/lib, for all clusters of this checkout.

pom="$parts/pom.xml"
lib="$root/build/kafka/lib"

# need COMMAND...: stops, naming those that are not installed.
need() {
  local command missing=()
  for command; do command -v "$command" >/dev/null || missing+=("$command"); done
  ((${#missing[@]} == 0)) || stop "missing: ${missing[*]}; 'ops/packages install' brings them"
}

# What a folder of jars consists of: the pom they were asked for with, and each with its size.
inventory() (
  sha256sum <"$pom"
  cd "$1" && stat -c '%n %s' -- *.jar
)

jars_are_there() { inventory "$lib" 2>/dev/null | cmp -s - "$lib/INVENTORY"; }

# copy_jars [MAVEN OPTION...]: into a folder beside lib, and reads every byte of what came.
copy_jars() {
  rm -rf "$lib.new"
  mvn --batch-mode --strict-checksums --update-snapshots --file "$pom" "$@" \
    dependency:copy-dependencies -DoutputDirectory="$lib.new" &&
    "$python" -c 'import sys, zipfile
for jar in sys.argv[1:]: assert zipfile.ZipFile(jar).testzip() is None, jar' "$lib.new"/*.jar
}

# A download that was cut off can stay in the user's own Maven repository, where Maven believes it
# for ever: the second attempt has a repository of its own.
fetch_jars() {
  need mvn
  say "fetching Kafka's jars (47 MB) from Maven Central: once, about a minute"
  if ! try_logged "Kafka's jars" kafka-jars copy_jars >&2; then
    say "that failed (build/logs/kafka-jars.log); once more, all of it anew"
    rm -rf "$root/build/kafka/maven"
    run_logged "Kafka's jars, anew" kafka-jars-anew \
      copy_jars "-Dmaven.repo.local=$root/build/kafka/maven" >&2
    rm -rf "$root/build/kafka/maven"
  fi
  inventory "$lib.new" >"$lib.new/INVENTORY"
  rm -rf "$lib"
  mv "$lib.new" "$lib"
}

all_is_there() { jars_are_there && class_archive_is_there; }

# Afterwards Java can be started. One fetches at a time: a second caller waits for the first.
ensure_jars() {
  need java
  all_is_there && return
  local lock
  mkdir -p "$root/build/kafka"
  exec {lock}>"$root/build/kafka/.jars-lock"
  flock -n "$lock" || { say "another fetches Kafka's jars: waiting for it"; flock "$lock"; }
  jars_are_there || fetch_jars
  class_archive_is_there || make_class_archive
  exec {lock}>&-
}
