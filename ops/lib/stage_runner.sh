# Sourced by ops/test: chooses stages of the table in stages.sh, runs them, counts their tests and
# says how it went.

# The rows of the table, without comments.
stage_rows() { grep -v '^#' <<<"$stage_table" | grep .; }
stage_field() { stage_rows | awk -v name="$1" -v field="$2" '$1 == name { print $field }'; }
stage_purpose() { stage_rows | sed -nE "s/^$1( +[^ ]+){3} +//p"; }
list_stages() { grep . <<<"$stage_table"; }

# The names of the stages of a level and of those before it.
stages_up_to() {
  stage_rows | awk -v top="$1" '
    BEGIN { rank["quick"] = 1; rank["standard"] = 2; rank["full"] = 3 }
    rank[$2] <= rank[top] { print $1 }'
}

# A stage after all that it needs; fails for a name that is none.
stage_with_needs() {
  local needs
  needs=$(stage_field "$1" 3)
  [[ -n $needs ]] || { say "$1: no such stage; ops/test --list names them"; return 1; }
  [[ $needs == - ]] || stage_with_needs "$needs"
  echo "$1"
}

# "PASSED FAILED SKIPPED" in a log: closing lines of GoogleTest, unittest and scripts that say
# "N passed, N failed".
count_tests() {
  awk '
    match($0, /\[  PASSED  \] [0-9]+ test/)  { passed += number() }
    match($0, /\[  SKIPPED \] [0-9]+ test/)  { skipped += number() }
    match($0, /^Ran [0-9]+ test/)            { passed += number() }
    match($0, /\[  FAILED  \] [0-9]+ test/)  { failed += number() }
    /^(OK|FAILED) \(.*=/ { closing() }
    /^[0-9]+ passed, 0 failed(, [0-9]+ skipped)?$/ { passed += $1; skipped += $5 }
    function closing(  part, count) {  # unittest: of those that ran
      while (match($0, /[a-z]+=[0-9]+/)) {
        part = substr($0, RSTART, RLENGTH)
        $0 = substr($0, RSTART + RLENGTH)
        count = substr(part, index(part, "=") + 1)
        if (part ~ /^(failures|errors)/) failed += count
        if (part ~ /^skipped/) skipped += count
        if (part ~ /^(failures|errors|skipped)/) passed -= count
      }
    }
    function number(  text) {
      text = substr($0, RSTART, RLENGTH)
      gsub(/[^0-9]/, "", text)
      return text
    }
    END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# What a reader needs of a failed stage: the log's end, then the lines that name failures. They come
# last, because CI keeps the end alone of what a run has said.
show_failure() {
  local log=$1
  local signs='FAILED|: Failure|^(FAIL|ERROR):|error:|ERROR: |SUMMARY: |AssertionError'
  signs+='|a FINDING|^again: |^see it again: |^shrunk to '
  echo "--- the end of $log"
  tail -n 40 "$log"
  echo "--- what failed"
  grep -aE "$signs" "$log" | cut -c 1-300 | awk '!seen[$0]++' | tail -n 20 || true
}

# Runs one stage in a shell of its own; adds to the sums tests_passed, _failed and _skipped.
run_stage() {
  local name=$1 log="$logs/test-$1.log" started=$SECONDS status=0 passed failed skipped
  echo "== $name: $(stage_purpose "$name")"
  try_logged "$name" "test-$name" bash -c 'set -euo pipefail
    cd "$1"; script=ops/test; for part in progress build stages; do source "ops/lib/$part.sh"; done
    "stage_$2"' ops/test "$root" "${name//-/_}" || status=$?
  read -r passed failed skipped < <(count_tests "$log")
  if ((status == 0 && passed + skipped == 0)) && [[ $(stage_field "$name" 4) == tests ]]; then
    echo "ops/test: no test was run" >>"$log"
    status=1
  fi
  tests_passed=$((tests_passed + passed))
  tests_failed=$((tests_failed + failed))
  tests_skipped=$((tests_skipped + skipped))
  grep -E '^lines: |\*\*\* SKIPPED' "$log" | sort -u || true
  if ((status != 0)); then
    show_failure "$log"
    echo "   FAILED after $((SECONDS - started)) s; again: ops/test --only $name"
    return 1
  fi
  echo "   ok, $((SECONDS - started)) s$( ((passed > 0)) && echo ", $passed tests" || true)"
}

run_stages() {
  local name done=0 skipped_too=""
  tests_passed=0 tests_failed=0 tests_skipped=0
  for name in "$@"; do
    if ! run_stage "$name"; then
      echo "ops/test: failed in stage $name ($done of $# stages passed, $SECONDS s)"
      echo "$tests_passed passed, $((tests_failed > 0 ? tests_failed : 1)) failed"
      exit 1
    fi
    done=$((done + 1))
  done
  ((tests_skipped == 0)) || skipped_too=", $tests_skipped skipped"
  echo "ops/test: passed ($done stages, $tests_passed tests, $SECONDS s)"
  echo "$tests_passed passed, 0 failed$skipped_too"
}
