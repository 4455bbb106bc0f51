# Sourced by ops/kafka: how Java is started, for brokers and for tools.
#
# The classes that a broker loads are kept in an archive as Java has them in memory: a start takes
# two thirds of the time. Java itself passes over an archive that does not fit.

# Small heaps: three brokers run beside a build. A broker without memory ends rather than limps.
java_broker=(java -Xms256m -Xmx512m -XX:+UseG1GC -XX:MaxGCPauseMillis=20
  -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true -Dnemo.log=INFO)

# A tool lives for a second: what saves time later costs it now.
java_tool=(java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.awt.headless=true
  -Dnemo.log=WARN)

# After either of these; then the class and its arguments.
class_archive="$lib/classes.jsa"
on_class_path=("-XX:SharedArchiveFile=$class_archive" -Xlog:disable
  "-Dlog4j.configuration=file:$parts/log4j.properties" -cp "$lib/*")

# The Java that an archive is of.
this_java() { stat -c '%n %s %Y' "$(readlink -f "$(command -v java)")"; }

class_archive_is_there() { [[ $(cat "$class_archive.java" 2>/dev/null) == "$(this_java)" ]]; }

# A broker of its own lives for a moment; its Java writes the archive as it ends.
make_class_archive() (
  say "preparing the start of brokers: once, some seconds"
  dir="$root/build/kafka/first"
  java_broker+=("-XX:ArchiveClassesAtExit=$class_archive")
  on_class_path[0]=-Xshare:auto
  stop_brokers 1  # of a call that was cut off
  rm -rf "$dir" "$class_archive"
  mkdir "$dir"
  trap 'stop_brokers 1' EXIT
  make_cluster 1 no
  start_brokers 1
  wait_ready 1
  signal_broker TERM 1
  wait_gone 1 120 || stop "the archive of classes is not written"
  rm -rf "$dir"
  this_java >"$class_archive.java"
)
