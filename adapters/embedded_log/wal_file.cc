#include "adapters/embedded_log/wal_file.h"

#include <algorithm>
#include <boost/crc.hpp>
#include <optional>

namespace nemo::embedded_log {
namespace {

constexpr std::size_t kBlock = 32'768;
constexpr std::size_t kHeader = 7;
constexpr std::size_t kSector = 512;
// Fewer zero bytes than this at the end can be the end of a record.
constexpr std::size_t kTelling = 16;

enum FrameKind : std::uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

using Crc32c = boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true>;

std::uint32_t masked(std::uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8U; }

bool all_zero(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char byte) { return byte == 0; });
}

// A frame's header and the bytes of its block that may be its payload.
struct Frame {
  std::uint32_t crc = 0;
  std::size_t length = 0;
  std::uint8_t kind = 0;
  std::string_view room;

  bool starts() const { return kind == kFull || kind == kFirst; }
  bool ends() const { return kind == kFull || kind == kLast; }
  bool fits() const { return length <= room.size(); }
  std::string_view payload() const { return room.substr(0, length); }
  bool right() const {
    if (kind < kFull || kind > kLast || !fits()) return false;
    Crc32c sum;
    sum.process_byte(kind);
    sum.process_bytes(room.data(), length);
    return masked(sum.checksum()) == crc;
  }
  // The length under which the checksum holds, when another than the written one does: then the
  // length is what is damaged, for the checksum does not cover it.
  std::optional<std::size_t> true_length() const {
    Crc32c sum;
    sum.process_byte(kind);
    for (std::size_t i = 0; i <= room.size(); ++i) {
      if (masked(sum.checksum()) == crc) return i;
      if (i < room.size()) sum.process_byte(static_cast<std::uint8_t>(room[i]));
    }
    return std::nullopt;
  }
};

class Scanner {
 public:
  explicit Scanner(std::string_view file) : file_(file) {}

  WalScan run() {
    while (step()) {
    }
    return std::move(scan_);
  }

 private:
  // The next frame; false at the end, whatever it is.
  bool step() {
    if (!pass_padding()) return false;
    if (at_ == file_.size()) return open_ ? torn("the file ends inside a record") : false;
    if (file_.size() - at_ < kHeader) return torn("the file ends inside a frame's header");
    const Frame frame = frame_at(at_);
    if (!frame.right()) return judge(frame);
    if (frame.starts() == open_) return damaged("a frame is missing before it", frame);
    take(frame);
    return true;
  }

  // Less than a header before a block's end is left empty.
  bool pass_padding() {
    const std::size_t left = kBlock - at_ % kBlock;
    if (left >= kHeader) return true;
    if (!all_zero(file_.substr(at_, left))) {
      return damaged("a byte that must be zero is not", Frame{});
    }
    at_ = std::min(at_ + left, file_.size());
    return true;
  }

  Frame frame_at(std::size_t at) const {
    const auto byte = [&](std::size_t i) {
      return std::uint32_t{static_cast<std::uint8_t>(file_[at + i])};
    };
    const std::size_t block_end = std::min(file_.size(), at - at % kBlock + kBlock);
    return {byte(0) | byte(1) << 8 | byte(2) << 16 | byte(3) << 24, byte(4) | byte(5) << 8,
            static_cast<std::uint8_t>(byte(6)),
            file_.substr(at + kHeader, block_end - at - kHeader)};
  }

  void take(const Frame& frame) {
    record_.append(frame.payload());
    at_ += kHeader + frame.length;
    open_ = !frame.ends();
    if (open_) return;
    record_.clear();
    scan_.good_bytes = at_;
  }

  bool judge(const Frame& frame) {
    const bool cut = at_ + kHeader + frame.length > file_.size() && !frame.true_length();
    const char* reason = cut ? "the file ends inside a frame" : "a frame's checksum is wrong";
    scan_.at_tail = !record_behind();
    if ((cut || has_unwritten_sector()) && scan_.at_tail) return torn(reason);
    return damaged(reason, frame);
  }

  // A sector of the tail that is zero: no write reached it. The last one may be a part of a sector.
  bool has_unwritten_sector() const {
    if (all_zero(file_.substr(at_))) return true;
    const std::size_t first = (at_ + kSector - 1) / kSector * kSector;
    for (std::size_t from = first; from + kTelling <= file_.size(); from += kSector) {
      if (all_zero(file_.substr(from, kSector))) return true;
    }
    return false;
  }

  // A record that starts behind the wrong frame and is right: then this is not the tail. Frames lie
  // at a block's start for certain; in this block the wrong length may hide where.
  bool record_behind() const {
    const std::size_t block_end = std::min(file_.size(), at_ - at_ % kBlock + kBlock);
    for (std::size_t at = at_ + 1; at + kHeader <= block_end; ++at) {
      const Frame frame = frame_at(at);
      if (frame.starts() && frame.right()) return true;
    }
    for (std::size_t block = block_end; block < file_.size(); block += kBlock) {
      if (record_starts_in(block)) return true;
    }
    return false;
  }

  bool record_starts_in(std::size_t block) const {
    const std::size_t end = std::min(file_.size(), block + kBlock);
    for (std::size_t at = block; at + kHeader <= end;) {
      const Frame frame = frame_at(at);
      if (!frame.right()) return false;
      if (frame.starts()) return true;
      at += kHeader + frame.length;
    }
    return false;
  }

  bool torn(const char* reason) { return stop(WalScan::End::kTorn, reason); }

  bool damaged(const char* reason, const Frame& frame) {
    collect_suspect(frame);
    return stop(WalScan::End::kDamaged, reason);
  }

  bool stop(WalScan::End end, const char* reason) {
    scan_.end = end;
    scan_.reason = std::string(reason) + " (byte " + std::to_string(at_) + ")";
    return false;
  }

  // The frames so far, the wrong one, and those that continue it.
  void collect_suspect(const Frame& wrong) {
    scan_.suspect = record_;
    std::size_t length = std::min(wrong.length, wrong.room.size());
    if (const auto right_length = wrong.true_length()) length = *right_length;
    scan_.suspect.append(wrong.room.substr(0, length));
    std::size_t at = at_ + kHeader + length;
    while (true) {
      if (kBlock - at % kBlock < kHeader) at += kBlock - at % kBlock;
      if (at + kHeader > file_.size()) return;
      const Frame frame = frame_at(at);
      if (!frame.right() || frame.starts()) return;
      scan_.suspect.append(frame.payload());
      at += kHeader + frame.length;
    }
  }

  std::string_view file_;
  WalScan scan_;
  std::string record_;
  std::size_t at_ = 0;
  bool open_ = false;
};

}  // namespace

WalScan scan_wal(std::string_view file) { return Scanner(file).run(); }

}  // namespace nemo::embedded_log
