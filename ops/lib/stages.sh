# Sourced by ops/test: the stages, in the order they run, and what each does.
#
# FROM      in --quick, in ops/test (standard), or in --full alone
# NEEDS     stages that must have passed before it, - for none
# COUNTS    tests: a run that counts no test has failed; work: there is nothing to count

stage_table="
# NAME         FROM      NEEDS     COUNTS  WHAT IT DOES
packages       quick     -         work    installs what ops/packages.txt lists and is missing
build          quick     packages  work    builds everything for release
unit           quick     build     tests   runs the test programs of all rooms
house          standard  build     tests   holds the dependency table, the house rules, ops/test
planted        standard  -         tests   holds that every planted bug still fits the source
cli            standard  build     tests   runs the command line as its users do
api            standard  build     tests   asks the service over HTTPS as its users do
schema         standard  build     tests   lets schemathesis try the service for two minutes
stripe         standard  build     tests   judges signatures and our fake by Stripe's libraries
stripe-webhook standard  build     tests   sends what Stripe sends, and worse, over HTTPS
stripe-demo    standard  build     tests   holds the books against a fake of Stripe, to the cent
model          standard  build     tests   compares apply with the independent model: 60,000 records
trace          standard  build     tests   compares a replay of Azure's trace with a plain account
crash          standard  build     tests   kills apply and replay at 30 random moments
crash-points   standard  build     tests   stops at every ninth operation on a file, in four ways
rot            standard  build     tests   turns bits of all that is read back, and of a directory
brokers        standard  build     tests   runs the log's tests and whole nodes on real brokers
simulation     standard  build     tests   lives through simulated worlds for a minute
sanitizers     standard  packages  tests   events, engine and server under ASan and UBSan
fuzz           standard  packages  tests   feeds made up bytes to every decoder for two minutes
sanitizers-long full     packages  tests   the test programs of all rooms under ASan and UBSan
brokers-long   full      build     tests   two hundred rounds of kills, on one broker and on three
api-long       full      build     tests   races and kills over HTTPS on both logs, at length
full-packages  full      -         work    installs what the stages below need
stripe-long    full      build     tests   judges 100,000 signatures beside Stripe's own libraries
compilers      full      build     tests   ends simulated worlds alike with GCC and with clang
races          full      packages  tests   runs keys, logs, nodes, the service, a demo under TSan
crash-long     full      build     tests   a thousand kills, every operation, 105,000 turned bits
model-long     full      build     tests   compares a million records with the independent model
mutants        full      packages  tests   plants every bug and asks the tests whether they see it
monitoring     full      full-packages tests  has Prometheus's own tool read figures and alerts
coverage       full      full-packages tests  all again: lines of engine/ covered, at least 95 %
api-attacks    full      full-packages tests  measures 404s by the ten thousand; asks testssl.sh
lint           full      full-packages work   format and clang-tidy over all files
"

python=/usr/bin/python3
coverage_percent_min=95

# Runs tests/FOLDER/*_test.py with the program of build/PRESET.
python_tests() {
  NEMO_LEDGER="$root/build/$2/nemo-ledger" \
    "$python" -m unittest discover -v -s "tests/$1" -p "${3:-*_test.py}"
}

# The same, files beside each other as ops/lib/side_by_side.py says: what mostly waits.
side_by_side() {
  NEMO_LEDGER="$root/build/release/nemo-ledger" "$python" ops/lib/side_by_side.py "$@"
}

# As python_tests, with what ops/python.txt lists.
ops_python_tests() { "$root/ops/python" -m unittest discover -v -s "tests/$1" -p '*_test.py'; }

# COMMAND... is one test.
one_test() { "$@" && echo "1 passed, 0 failed"; }

against_model() {
  echo "model: $*"
  one_test "$python" tests/model/compare.py --binary build/release/nemo-ledger "$@"
}

# The path of a file of real input; fails where it is missing, under CI=true the whole stage.
real_input() {
  local path=${NEMO_DATA:-$root/../shared/data}/$1
  [[ -f $path ]] && echo "$path" && return
  [[ ${CI:-} != true ]] || stop "$path: real input is missing"
  echo "*** SKIPPED: real input is missing: $path (set NEMO_TEST_DATA) ***" >&2
  return 1
}

# All but those that need brokers; or the programs of these rooms.
test_programs() {
  local preset=$1 chosen=(-E '^kafka$')
  shift
  (($# == 0)) || chosen=(-R "^($(IFS='|'; echo "$*"))\$")
  ctest --test-dir "build/$preset" -V --no-tests=error --timeout 900 -j "$(job_count)" \
    "${chosen[@]}"
}

stage_packages() { "$root/ops/packages" install; }
stage_full_packages() { "$root/ops/packages" install --full; }
stage_build() { build_preset release; }
stage_unit() { test_programs release; }
stage_house() { python_tests house release && python_tests ops release; }
stage_cli() { side_by_side tests/cli --first traffic_test.py,usage_test.py; }
stage_stripe_demo() { python_tests stripe_demo release; }
stage_api_attacks() { python_tests api_attacks release; }
stage_schema() {
  export NEMO_LEDGER="$root/build/release/nemo-ledger"
  "$root/ops/python" tests/schema/attack.py
}
stripe_signatures() { one_test "$root/ops/python" tests/stripe_signatures/compare.py "$@"; }
stage_stripe() { stripe_signatures && ops_python_tests stripe_api; }
stage_stripe_webhook() {
  side_by_side tests/stripe_webhook --first owners_order_test.py --alone load_test.py
}
stage_stripe_long() { stripe_signatures --full; }
stage_monitoring() { python_tests monitoring release; }
stage_planted() { python_tests mutants release; }
stage_mutants() { one_test "$root/ops/mutants"; }

# A program of tests/api_long, which is one test.
api_rounds() {
  local program=$1
  shift
  one_test "$python" "tests/api_long/$program.py" "$@"
}

stage_api() {
  side_by_side tests/api --first tokens_test.py,headers_test.py,ends_test.py \
    --alone timing_test.py,failures_test.py,slow_clients.py \
    --also "tests/api_long/race_rounds.py --rounds 60" \
    --also "tests/api_long/kill_rounds.py --rounds 3" \
    --also "tests/api_long/kill_rounds.py --rounds 3 --signal TERM" \
    --also "tests/api_long/slow_clients.py --connections 300 --seconds 10 --factor 10 \
      --attempts 3"
}

stage_api_long() {
  local log
  for log in embedded kafka; do
    api_rounds race_rounds --rounds 10000 --log $log
    api_rounds kill_rounds --rounds 20 --signal TERM --log $log
  done
  api_rounds kill_rounds --rounds 100
  api_rounds kill_rounds --rounds 20 --log kafka
  api_rounds slow_clients --connections 2000 --seconds 120
  api_rounds slow_clients --connections 2000 --seconds 120 --addresses 1
  with_broker api_on_kafka
}

# The model's own situations first; then the same bytes under many batch sizes, restarts and
# partition threads, all profiles mixed, and every profile by itself.
stage_model() {
  local compare="tests/model/compare.py --binary build/release/nemo-ledger" profile jobs=()
  python_tests model release 'test_*.py'
  jobs+=(--also "$compare --seed 3 --records 1500 --settings")
  jobs+=(--also "$compare --seed 2 --records 20000")
  for profile in hot_path limits budgets credits ids wrong prices stripe; do
    jobs+=(--also "$compare --seed 1 --records 5000 --profile $profile")
  done
  side_by_side --at-once "$(job_count)" "${jobs[@]}"
}

test_kafka() { NEMO_KAFKA_DIR="$root/build/kafka-test" "$root/ops/kafka" "$@"; }

# COMMAND... with a broker of its own.
with_broker() {
  local brokers
  trap 'test_kafka down --remove' EXIT
  test_kafka up
  brokers=$(test_kafka up | tail -n 1)
  NEMO_TEST_KAFKA=$brokers "$@"
  test_kafka down --remove
}

# One that all share who leave it whole; the others start their own.
stage_brokers() { with_broker on_the_broker; }

on_the_broker() {
  build/release/test_kafka
  NEMO_API_LOG=kafka://$NEMO_TEST_KAFKA side_by_side tests/brokers tests/api_long \
    tests/api/repeats_test.py --first kill_rounds_test.py,kafka_ops_test.py \
    --alone take_over_test.py
}

# The service's tests, or those of a name, on the broker that with_broker started.
api_on_kafka() { NEMO_API_LOG=kafka://$NEMO_TEST_KAFKA python_tests api release "$@"; }

stage_brokers_long() {
  one_test "$python" tests/brokers/kill_rounds.py --rounds 200
  one_test "$python" tests/brokers/kill_rounds.py --rounds 50 --brokers 3
  one_test "$python" tests/brokers/take_over_test.py --kills 50
}

stage_model_long() { against_model --seed 4 --records 1000000; }

stage_crash() { "$root/ops/crash" --sample kills; }
stage_crash_points() { "$root/ops/crash" --sample points; }
stage_rot() { "$root/ops/crash" --sample decoders rot; }
stage_crash_long() { "$root/ops/crash"; }

stage_trace() {
  local trace prices
  python_tests trace_check release
  if ! trace=$(real_input traces/azure2023_conv.csv.gz) ||
    ! prices=$(real_input prices/litellm_model_prices_2026-04-03.json.gz); then
    [[ ${CI:-} != true ]] && echo "0 passed, 0 failed, 1 skipped"
    return
  fi
  folder=$(mktemp -d)  # not local: the trap outlives the function
  trap 'rm -rf "$folder"' EXIT
  build/release/nemo-ledger replay --data "$folder/data" --trace "$trace" --prices "$prices" \
    --seed 1 --choices "$folder/choices.csv" --outcomes "$folder/outcomes.ndjson"
  one_test "$python" tests/trace_check/check_replay.py --trace "$trace" --prices "$prices" \
    --choices "$folder/choices.csv" --outcomes "$folder/outcomes.ndjson"
}

# A planted bug must be found in the way it can be found, or the simulator sees nothing.
canary_fails() {
  local sim=$1 seed=$2 canary=$3 reason=$4
  echo "canary: seed $seed, a bug planted in what is read by: $canary"
  if "$sim" --seed "$seed" --canary "$canary" --trace >build/canary.log 2>&1; then
    echo "the canary sang: nobody saw the bug of seed $seed"
    return 1
  fi
  grep -a -A 2 "^seed $seed FAILED: $reason" build/canary.log && echo "1 passed, 0 failed"
}

# The first line of a world that held: its digest.
world_digest() { "$@" | sed -n '1s/^seed [0-9]*: digest //p'; }

# Each process has other addresses, and the model another hash seed.
same_ends() {
  local times=$1 first digest i
  shift
  first=$(PYTHONHASHSEED=1 world_digest "$@")
  [[ -n $first ]] || { echo "no digest: $*"; return 1; }
  for ((i = 2; i <= times; ++i)); do
    digest=$(PYTHONHASHSEED=$i world_digest "$@")
    [[ $digest == "$first" ]] || { echo "run $i of $*: $digest, not $first"; return 1; }
  done
  echo "$* ends alike $times times of $times"
}

stage_simulation() {
  local sim="$root/build/release/nemo-sim" seed
  seed=$(($(od -An -N4 -tu4 /dev/urandom) + 1))
  canary_fails "$sim" $seed node ".* decides .* otherwise"
  canary_fails "$sim" $seed all "the independent model disagrees"
  one_test same_ends 10 "$sim" --seed $seed
  one_test "$root/ops/sim" --seconds 60
}

# The test programs of these rooms.
under_sanitizers() {
  build_preset asan "${@/#/test_}" nemo-sim
  export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:abort_on_error=1
  export UBSAN_OPTIONS=print_stacktrace=1
  test_programs asan "$@"
}

stage_sanitizers_long() {
  under_sanitizers identity runner embedded_log daemon api webhooks load prices workload \
    stripe stripe_api stripe_events
}

stage_sanitizers() {
  under_sanitizers events engine wire http
  # Here every invariant is asked after every record, too.
  one_test build/asan/nemo-sim --seeds 1-40 --jobs "$(job_count)" \
    --commit "this one, built for asan"
}

# Two minutes of all cores together, whatever their number.
stage_fuzz() {
  local targets
  targets=$("$root/ops/fuzz" --list | wc -l)
  "$root/ops/fuzz" --seconds $((120 / targets))
}

stage_compilers() {
  local seed with_gcc with_clang
  "$root/ops/packages" install --fuzz
  build_preset clang nemo-sim
  for seed in {1..100}; do
    with_gcc=$(world_digest build/release/nemo-sim --seed $seed)
    with_clang=$(world_digest build/clang/nemo-sim --seed $seed)
    [[ -n $with_gcc && $with_gcc == "$with_clang" ]] && continue
    echo "seed $seed: $with_gcc with GCC, $with_clang with clang"
    return 1
  done
  echo "100 passed, 0 failed"
  one_test same_ends 100 build/release/nemo-sim --seed 1
}

# RocksDB's own code is not instrumented, so only what is seen in ours is judged. The address space
# is laid out without chance: TSan of GCC 12 cannot start where the kernel scatters it widely.
stage_races() {
  build_preset tsan test_identity test_embedded_log test_runner test_http test_stripe test_kafka \
    nemo-ledger
  export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1:die_after_fork=0
  setarch -R build/tsan/test_identity
  setarch -R build/tsan/test_embedded_log
  setarch -R build/tsan/test_runner
  setarch -R build/tsan/test_http
  setarch -R build/tsan/test_stripe
  NEMO_PARTITION_THREADS=2 one_test setarch -R build/tsan/nemo-ledger demo --orgs 10 --calls 2000
  with_broker setarch -R build/tsan/test_kafka
  races_of_the_service
}

# What it does at once while it is asked, and asks Stripe. A service that ends by a race may be one
# that a test kills, so its reports count beside what the tests say.
races_of_the_service() {
  local reports="$root/build/tsan/reports" failed=0
  rm -rf "$reports"
  mkdir "$reports"
  TSAN_OPTIONS=$TSAN_OPTIONS:log_path=$reports/race NEMO_LEDGER="$root/build/tsan/nemo-ledger" \
    setarch -R "$python" ops/lib/side_by_side.py --at-once 2 \
    tests/stripe_webhook/{same_event,checkout,top_ups}_test.py \
    tests/api/{races,webhooks}_test.py || failed=1
  find "$reports" -type f -exec cat {} +
  one_test rmdir "$reports" || failed=1
  return $failed
}

stage_coverage() {
  build_preset coverage
  find build/coverage -name '*.gcda' -delete
  test_programs coverage
  python_tests cli coverage
  gcovr --root . --filter engine/ -j "$(job_count)" build/coverage \
    --gcov-ignore-parse-errors --print-summary --fail-under-line $coverage_percent_min
}

stage_lint() { "$root/ops/lint" --all; }
