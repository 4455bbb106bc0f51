#pragma once

#include <fstream>
#include <memory>
#include <optional>
#include <span>

#include "adapters/cli/output.h"
#include "adapters/cli/traffic_choice.h"
#include "adapters/workload/workload.h"

namespace nemo {

// The files a run of calls writes beside its report: choices and outcomes. Throws Failure (2) for
// one that cannot be written.
class TrafficFiles {
 public:
  explicit TrafficFiles(const TrafficChoice& choice);

  // Has the workload write down what it chooses.
  void watch(Workload& workload);
  void write(std::span<const Outcome> lines);
  void flush();
  void finish();

  // stdout, or stderr where the outcomes go to stdout.
  int report_descriptor() const { return report_descriptor_; }

 private:
  std::string choices_path_;
  std::ofstream choices_file_;
  std::optional<Choices> choices_;
  std::unique_ptr<OutputStream> outcomes_;
  int report_descriptor_ = 1;
};

}  // namespace nemo
