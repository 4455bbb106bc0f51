#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nemo {

// Why a workload cannot be made, for people: the thing (file, line and column where there is one),
// the reason, the fix.
struct WorkloadFailure {
  std::string message;
};

// The whole text of a file, plain or gzip: told apart by content, not by name. Throws
// WorkloadFailure.
std::string read_text(const std::filesystem::path& file);

// A CSV file without quotes, line by line: LF or CRLF, the last line with or without an end; blank
// lines are passed over. Every failure names file, line and column. Thread rule: one thread.
class CsvLines {
 public:
  explicit CsvLines(const std::filesystem::path& file);

  // Goes to the next line; false at the end.
  bool next();

  std::string_view line() const { return line_; }
  std::size_t field_count() const { return starts_.size(); }
  std::string_view field(std::size_t index) const;

  // Fails unless the line has that many fields.
  void expect_fields(std::size_t count) const;
  // A whole number in [0, most].
  std::int64_t count(std::size_t index, std::string_view name, std::int64_t most) const;

  // Throws WorkloadFailure about a field of this line.
  [[noreturn]] void fail(std::size_t index, std::string_view reason) const;

 private:
  std::string file_;
  std::string text_;
  std::size_t place_ = 0;
  std::int64_t line_number_ = 0;
  std::string_view line_;
  std::vector<std::size_t> starts_;  // of the fields in line_
};

}  // namespace nemo
