#include "adapters/log_file/gunzip_stream.h"

#include <zlib.h>

#include <array>

#include "adapters/log_file/log_file.h"

namespace nemo::log_file {
namespace {

constexpr int kGzipWindow = 15 + 16;

[[noreturn]] void refuse_damage() {
  throw LogFileFailure(0,
                       "the gzip file is damaged or cut off; nothing imported; copy it again from "
                       "where it came from");
}

}  // namespace

struct GunzipStream::Inside {
  z_stream stream{};
  bool whole = false;  // a member has ended, no other has begun
};

bool is_gzip(std::string_view first_bytes) { return first_bytes.starts_with("\x1f\x8b"); }

GunzipStream::GunzipStream() : inside_(std::make_unique<Inside>()) {
  if (inflateInit2(&inside_->stream, kGzipWindow) != Z_OK) {
    throw LogFileFailure(0, "no memory to unpack gzip; give the file unpacked");
  }
}

GunzipStream::~GunzipStream() { inflateEnd(&inside_->stream); }

void GunzipStream::add(std::string_view packed, const Sink& sink) {
  z_stream& stream = inside_->stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  std::array<char, 65'536> chunk;
  do {
    if (inside_->whole && stream.avail_in > 0) inflateReset(&stream);
    if (inside_->whole && stream.avail_in == 0) return;
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    const int status = inflate(&stream, Z_NO_FLUSH);
    inside_->whole = status == Z_STREAM_END;
    // Without room for progress there is only more input to wait for.
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) refuse_damage();
    sink({chunk.data(), chunk.size() - stream.avail_out});
  } while (stream.avail_in > 0 || stream.avail_out == 0);
}

void GunzipStream::finish() const {
  if (!inside_->whole) refuse_damage();
}

}  // namespace nemo::log_file
