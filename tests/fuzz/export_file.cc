#include <sstream>
#include <string>
#include <variant>

#include "adapters/log_file/lines.h"
#include "tests/fuzz/fuzz.h"

namespace nemo::fuzz {
namespace {

struct WriteAgain {
  std::string operator()(const log_file::LineError&) const { return {}; }
  std::string operator()(const log_file::Header&) const { return log_file::header_line(); }
  std::string operator()(const LogRecord& record) const { return log_file::record_line(record); }
  std::string operator()(const log_file::Trailer& end) const { return log_file::trailer_line(end); }
};

}  // namespace

// Lines of an exported log: refused with a reason, or lines that come back as they were.
void try_bytes(std::string_view bytes) {
  std::istringstream lines{std::string(bytes)};
  for (std::string line; std::getline(lines, line);) {
    const log_file::Line read = log_file::parse_line(line);
    if (const auto* error = std::get_if<log_file::LineError>(&read)) {
      promise(!error->reason.empty(), "a refused line has its reason");
      continue;
    }
    const std::string written = std::visit(WriteAgain(), read);
    const log_file::Line again = log_file::parse_line(written);
    promise(again.index() == read.index(), "a line that was read can be written and read");
    if (!std::holds_alternative<log_file::Header>(read)) {
      promise(std::visit(WriteAgain(), again) == written, "it is written alike each time");
    }
  }
}

}  // namespace nemo::fuzz
