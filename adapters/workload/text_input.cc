#include "adapters/workload/text_input.h"

#include <zlib.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <system_error>

namespace nemo {
namespace {

struct CloseGzip {
  void operator()(gzFile file) const { gzclose_r(file); }
};
using GzipFile = std::unique_ptr<std::remove_pointer_t<gzFile>, CloseGzip>;

[[noreturn]] void fail_reading(const std::filesystem::path& file, const std::string& reason,
                               const char* fix) {
  throw WorkloadFailure{file.string() + ": " + reason + "; " + fix};
}

std::string zlib_reason(gzFile file) {
  int code = Z_OK;
  const char* text = gzerror(file, &code);
  return code == Z_ERRNO ? std::strerror(errno) : std::string(text);
}

}  // namespace

std::string read_text(const std::filesystem::path& file) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    fail_reading(file, "is a directory", "name a file");
  }
  const GzipFile opened(gzopen(file.c_str(), "rb"));
  if (!opened) {
    fail_reading(file, std::string("cannot be opened: ") + std::strerror(errno),
                 "check the path and its permissions");
  }
  std::string text;
  std::array<char, 65'536> piece;
  int got = 0;
  while ((got = gzread(opened.get(), piece.data(), piece.size())) > 0) {
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  // A gzip file that was cut off ends as if it were whole, but for this error.
  int code = Z_OK;
  gzerror(opened.get(), &code);
  if (got < 0 || code == Z_BUF_ERROR) {
    fail_reading(file, "cannot be read: " + zlib_reason(opened.get()),
                 "the gzip file is damaged or cut off, fetch it again");
  }
  return text;
}

CsvLines::CsvLines(const std::filesystem::path& file)
    : file_(file.string()), text_(read_text(file)) {}

bool CsvLines::next() {
  while (place_ < text_.size()) {
    const std::size_t end = std::min(text_.find('\n', place_), text_.size());
    line_ = std::string_view(text_).substr(place_, end - place_);
    place_ = end + 1;
    ++line_number_;
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    if (line_.find_first_not_of(" \t") == std::string_view::npos) continue;
    starts_.assign(1, 0);
    for (std::size_t i = 0; i < line_.size(); ++i) {
      if (line_[i] == ',') starts_.push_back(i + 1);
    }
    return true;
  }
  return false;
}

std::string_view CsvLines::field(std::size_t index) const {
  const std::size_t start = starts_[index];
  const std::size_t end = index + 1 < starts_.size() ? starts_[index + 1] - 1 : line_.size();
  return line_.substr(start, end - start);
}

void CsvLines::expect_fields(std::size_t count) const {
  if (field_count() == count) return;
  fail(std::min(field_count(), count) - 1, "the line has " + std::to_string(field_count()) +
                                               " fields, its header has " + std::to_string(count) +
                                               "; correct the line or remove it");
}

std::int64_t CsvLines::count(std::size_t index, std::string_view name, std::int64_t most) const {
  const std::string_view text = field(index);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string shown = std::string(name) + " is `" + std::string(text) + "`";
  if (error == std::errc::invalid_argument || end != text.data() + text.size()) {
    fail(index, shown + ", not a whole number; correct the line or remove it");
  }
  if (value < 0) fail(index, shown + ", below 0; correct the line or remove it");
  if (error == std::errc::result_out_of_range || value > most) {
    fail(index, shown + ", above " + std::to_string(most) + "; correct the line or remove it");
  }
  return value;
}

void CsvLines::fail(std::size_t index, std::string_view reason) const {
  const std::size_t column = index < starts_.size() ? starts_[index] + 1 : 1;
  throw WorkloadFailure{file_ + ":" + std::to_string(line_number_) + ":" + std::to_string(column) +
                        ": " + std::string(reason)};
}

}  // namespace nemo
