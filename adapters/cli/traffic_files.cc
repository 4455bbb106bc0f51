#include "adapters/cli/traffic_files.h"

#include <cerrno>
#include <cstring>

#include "events/wire/outcome_json.h"

namespace nemo {
namespace {

[[noreturn]] void fail(const std::string& path) {
  throw Failure{2, path + ": cannot be written: " + std::strerror(errno) +
                       "; name a file in a directory that can be written"};
}

}  // namespace

TrafficFiles::TrafficFiles(const TrafficChoice& choice) : choices_path_(choice.choices) {
  if (!choices_path_.empty()) {
    choices_file_.open(choices_path_, std::ios::binary | std::ios::trunc);
    if (!choices_file_) fail(choices_path_);
    choices_.emplace(choices_file_);
  }
  if (!choice.outcomes.empty()) {
    outcomes_ = std::make_unique<OutputStream>(choice.outcomes);
    if (choice.outcomes == "-") report_descriptor_ = 2;
  }
}

void TrafficFiles::watch(Workload& workload) {
  if (choices_) workload.write_choices(&*choices_);
}

void TrafficFiles::write(std::span<const Outcome> lines) {
  if (!outcomes_) return;
  for (const Outcome& line : lines) {
    append_outcome_json(line, outcomes_->output().buffer());
    outcomes_->output().write("\n");
  }
}

void TrafficFiles::flush() {
  if (outcomes_) outcomes_->output().flush();
}

void TrafficFiles::finish() {
  flush();
  if (choices_) choices_file_.close();
  if (choices_ && choices_file_.fail()) fail(choices_path_);
}

}  // namespace nemo
