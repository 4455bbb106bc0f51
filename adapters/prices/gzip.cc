#include "adapters/prices/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "adapters/prices/price_table_unreadable.h"

namespace nemo {
namespace {

constexpr std::size_t kMostUnpacked = std::size_t{256} << 20;
constexpr int kGzipWindow = 15 + 16;

// Frees zlib's state however the unpacking ends.
struct Inflater {
  z_stream stream{};
  Inflater() {
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) {
      throw PriceTableUnreadable("gzip: no memory to unpack");
    }
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream); }
};

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.substr(0, 2) == "\x1f\x8b"; }

std::string gunzip(std::string_view bytes) {
  if (bytes.size() > std::numeric_limits<uInt>::max()) {
    throw PriceTableUnreadable("gzip: the file is too big");
  }
  Inflater inflater;
  z_stream& stream = inflater.stream;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  std::array<char, 65'536> chunk;
  int status = Z_OK;
  while (status != Z_STREAM_END || stream.avail_in > 0) {
    if (status == Z_STREAM_END) inflateReset(&stream);
    stream.next_out = reinterpret_cast<Bytef*>(chunk.data());
    stream.avail_out = static_cast<uInt>(chunk.size());
    status = inflate(&stream, Z_NO_FLUSH);
    if (status != Z_OK && status != Z_STREAM_END) {
      throw PriceTableUnreadable("gzip: damaged or cut short");
    }
    out.append(chunk.data(), chunk.size() - stream.avail_out);
    if (out.size() > kMostUnpacked) throw PriceTableUnreadable("gzip: unpacks to over 256 MiB");
  }
  return out;
}

}  // namespace nemo
