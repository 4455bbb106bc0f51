#include "adapters/cli/metrics_file.h"

#include <filesystem>
#include <fstream>

#include "adapters/daemon/ledger.h"
#include "adapters/daemon/standing_metrics.h"

namespace nemo {

void write_metrics(const std::string& file, const NodeStanding& standing) {
  const std::string draft = file + ".tmp";
  std::ofstream out(draft, std::ios::binary | std::ios::trunc);
  out << metrics_text(standing);
  out.close();
  std::error_code error;
  if (out) std::filesystem::rename(draft, file, error);
  if (out && !error) return;
  throw Failure{2, "--metrics-file " + file + ": cannot be written; check the path and its rights"};
}

}  // namespace nemo
