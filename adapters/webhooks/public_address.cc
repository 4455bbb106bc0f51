#include "adapters/webhooks/public_address.h"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace nemo::webhooks {
namespace {

using Bytes6 = std::array<std::uint8_t, 16>;

struct Block4 {
  std::uint32_t first;
  int bits;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c = 0,
                           std::uint32_t d = 0) {
  return a << 24 | b << 16 | c << 8 | d;
}

// IANA's special-purpose registry for IPv4, groups, and what is reserved.
constexpr Block4 kNotPublic4[] = {
    {v4(0, 0), 8},               // this network
    {v4(10, 0), 8},              // private
    {v4(100, 64), 10},           // behind a carrier's NAT; a cloud's metadata at 100.100.100.200
    {v4(127, 0), 8},             // loopback
    {v4(169, 254), 16},          // link-local; metadata at 169.254.169.254
    {v4(172, 16), 12},           // private
    {v4(192, 0, 0), 24},         // protocol assignments; metadata at 192.0.0.192
    {v4(192, 0, 2), 24},         // documentation
    {v4(192, 31, 196), 24},      // AS112
    {v4(192, 52, 193), 24},      // AMT
    {v4(192, 88, 99), 24},       // 6to4 relays
    {v4(192, 168), 16},          // private
    {v4(192, 175, 48), 24},      // AS112
    {v4(198, 18), 15},           // benchmarks
    {v4(198, 51, 100), 24},      // documentation
    {v4(203, 0, 113), 24},       // documentation
    {v4(168, 63, 129, 16), 32},  // Azure's services for its own machines
    {v4(224, 0), 4},             // multicast
    {v4(240, 0), 4},             // reserved, broadcast
};

struct Block6 {
  Bytes6 first;
  int bits;
};

// Of 2000::/3, the only block that is routed at all.
constexpr Block6 kNotPublic6[] = {
    {{0x20, 0x01, 0x00}, 23},              // protocol assignments: Teredo, ORCHID, benchmarks
    {{0x20, 0x01, 0x0d, 0xb8}, 32},        // documentation
    {{0x20, 0x02}, 16},                    // 6to4
    {{0x26, 0x20, 0x00, 0x4f, 0x80}, 48},  // AS112
    {{0x3f, 0xff}, 20},                    // documentation
};
constexpr Block6 kGlobalUnicast = {{0x20}, 3};
constexpr Block6 kMapped4 = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};
constexpr Block6 kNat64 = {{0x00, 0x64, 0xff, 0x9b}, 96};

bool is_public(std::uint32_t address) {
  return std::none_of(std::begin(kNotPublic4), std::end(kNotPublic4), [address](Block4 block) {
    return (address ^ block.first) >> (32 - block.bits) == 0;
  });
}

bool lies_in(const Bytes6& address, const Block6& block) {
  for (int bit = 0; bit < block.bits; bit += 8) {
    const int unused = std::max(0, bit + 8 - block.bits);
    const auto at = static_cast<std::size_t>(bit / 8);
    if ((address[at] ^ block.first[at]) >> unused != 0) return false;
  }
  return true;
}

bool is_public(const Bytes6& address) {
  if (lies_in(address, kMapped4) || lies_in(address, kNat64)) {
    return is_public(v4(address[12], address[13], address[14], address[15]));
  }
  return lies_in(address, kGlobalUnicast) &&
         std::none_of(std::begin(kNotPublic6), std::end(kNotPublic6),
                      [&](const Block6& block) { return lies_in(address, block); });
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in place;
    std::memcpy(&place, &address, sizeof place);
    return is_public(ntohl(place.sin_addr.s_addr));
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 place;
  std::memcpy(&place, &address, sizeof place);
  Bytes6 bytes;
  std::memcpy(bytes.data(), place.sin6_addr.s6_addr, bytes.size());
  return is_public(bytes);
}

}  // namespace nemo::webhooks
