#pragma once

#include <cstdint>
#include <istream>
#include <string_view>

#include "adapters/log_file/descriptor_buffer.h"

namespace nemo {

// What a file to import is, by its first line that is not blank.
enum class ImportKind : std::uint8_t {
  kLog,      // an export, of whatever version
  kRecords,  // a JSON object: NDJSON records
  kOther,
};

// `beginning`: the whole file, or enough of it.
ImportKind import_kind(std::string_view beginning);

// A file to import, opened once: plain bytes that can be read again from the start. What is packed
// by gzip, and what comes through a pipe, is kept meanwhile in a temporary file without a name.
class ImportFile {
 public:
  // Reads `descriptor`, which stays the caller's. Throws LogFileFailure (line 0).
  explicit ImportFile(int descriptor);
  ~ImportFile();
  ImportFile(const ImportFile&) = delete;
  ImportFile& operator=(const ImportFile&) = delete;

  ImportKind kind() const { return kind_; }
  bool packed() const { return packed_; }
  // The plain bytes, from the start; use one of the two.
  int descriptor() const { return kept_ >= 0 ? kept_ : given_; }
  std::istream& stream() { return stream_; }

 private:
  int given_;
  int kept_ = -1;
  bool packed_ = false;
  ImportKind kind_ = ImportKind::kOther;
  log_file::DescriptorBuffer buffer_;
  std::istream stream_;
};

}  // namespace nemo
