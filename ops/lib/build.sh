# Sourced by the scripts of ops/: configure and build a preset, with a short sign of life.

# build_preset PRESET [TARGET...]: build/PRESET is up to date afterwards, or the script has stopped
# with the end of the log. One build of a preset at a time: a second caller waits for the first.
build_preset() {
  local preset=$1 folder="$root/build/$1" lock
  shift
  mkdir -p "$folder"
  exec {lock}>"$folder/.ops-lock"
  flock -n "$lock" || { say "another build of $preset is running: waiting for it"; flock "$lock"; }
  configure_preset "$preset" "$folder"
  run_logged "build $preset" "build-$preset" \
    env NINJA_STATUS='[%f/%t] ' cmake --build "$folder" -j "$(job_count)" ${1:+--target "$@"}
  exec {lock}>&-
}

# Only when nothing is configured yet, the presets have changed, or the checkout has moved; what
# else needs a new configuration ninja finds out by itself.
configure_preset() {
  local preset=$1 folder=$2 fresh=()
  if [[ -f $folder/CMakeCache.txt ]] &&
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
    fresh=(--fresh)
  elif [[ -f $folder/build.ninja && ! CMakePresets.json -nt $folder/build.ninja ]]; then
    return 0
  fi
  run_logged "configure $preset" "configure-$preset" cmake --preset "$preset" "${fresh[@]}"
}
