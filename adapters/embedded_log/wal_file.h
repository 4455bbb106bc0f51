#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo::embedded_log {

// Reads a write-ahead log file of RocksDB (db/log_format.h: blocks of 32 KiB, frames of checksum
// u32, length u16, kind u8 and payload; a record is one full frame, or a first, middle and last),
// since RocksDB itself cannot be told to drop a torn tail and nothing else: depending on its mode
// it drops what lies behind a damaged byte, or takes a damaged length for a torn tail.
//
// A tail is torn when it can come from a write that was cut short: the file ends inside a frame,
// or a sector of it was never written (is zero), and no whole frame lies behind it. Everything else
// that is not as written is damage.
struct WalScan {
  enum class End : std::uint8_t { kClean, kTorn, kDamaged };

  End end = End::kClean;
  // Where the last whole record ends.
  std::uint64_t good_bytes = 0;
  // Damaged, and no whole record lies behind.
  bool at_tail = false;
  // What is wrong, and at which byte; empty when clean.
  std::string reason;
  // The damaged record as far as it can be read.
  std::string suspect;
};

WalScan scan_wal(std::string_view file);

}  // namespace nemo::embedded_log
