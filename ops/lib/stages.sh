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
house          standard  build     tests   holds the dependency table and the house rules
cli            standard  build     tests   runs the command line as its users do
sanitizers     standard  packages  tests   tests events/ and engine/ under ASan and UBSan
full-packages  full      -         work    installs what the stages below need
races          full      packages  tests   tests the log, the runner and the daemon under TSan
coverage       full      full-packages tests  all again: lines of engine/ covered, at least 95 %
lint           full      full-packages work   format and clang-tidy over all files
"

python=/usr/bin/python3
coverage_percent_min=95

# Runs tests/FOLDER/*_test.py with the program of build/PRESET.
python_tests() {
  NEMO_LEDGER="$root/build/$2/nemo-ledger" \
    "$python" -m unittest discover -v -s "tests/$1" -p '*_test.py'
}

test_programs() {
  ctest --test-dir "build/$1" -V --no-tests=error --timeout 900 -j "$(job_count)"
}

stage_packages() { "$root/ops/packages" install; }
stage_full_packages() { "$root/ops/packages" install --full; }
stage_build() { build_preset release; }
stage_unit() { test_programs release; }
stage_house() { python_tests house release; }
stage_cli() { python_tests cli release; }

stage_sanitizers() {
  build_preset asan test_events test_engine test_wire
  export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
  export UBSAN_OPTIONS=print_stacktrace=1
  local room
  for room in events engine wire; do build/asan/test_$room; done
}

# RocksDB's own code is not instrumented, so only what is seen in ours is judged. The address space
# is laid out without chance: TSan of GCC 12 cannot start where the kernel scatters it widely.
stage_races() {
  build_preset tsan test_embedded_log
  export TSAN_OPTIONS=ignore_noninstrumented_modules=1:halt_on_error=1
  setarch -R build/tsan/test_embedded_log
}

stage_coverage() {
  build_preset coverage
  find build/coverage -name '*.gcda' -delete
  test_programs coverage
  python_tests cli coverage
  gcovr --root . --filter engine/ --object-directory build/coverage -j "$(job_count)" \
    --print-summary --fail-under-line $coverage_percent_min
}

stage_lint() { "$root/ops/lint" --all; }
