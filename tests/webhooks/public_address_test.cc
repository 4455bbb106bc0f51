#include "adapters/webhooks/public_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <cstring>
#include <string>

namespace nemo::webhooks {
namespace {

bool is_public(const std::string& text) {
  sockaddr_storage address{};
  auto* four = reinterpret_cast<sockaddr_in*>(&address);
  auto* six = reinterpret_cast<sockaddr_in6*>(&address);
  if (::inet_pton(AF_INET, text.c_str(), &four->sin_addr) == 1) {
    four->sin_family = AF_INET;
  } else {
    EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &six->sin6_addr), 1) << text;
    six->sin6_family = AF_INET6;
  }
  return is_public_address(reinterpret_cast<const sockaddr&>(address));
}

// Both ends of each block of IPv4 that is not public, and what is known to live inside.
constexpr const char* kNotPublic4[] = {
    "0.0.0.0",         "0.0.0.1",         "0.255.255.255",   "10.0.0.0",        "10.0.0.1",
    "10.255.255.255",  "100.64.0.0",      "100.100.100.200", "100.127.255.255", "127.0.0.0",
    "127.0.0.1",       "127.0.0.53",      "127.255.255.255", "169.254.0.0",     "169.254.169.254",
    "169.254.170.2",   "169.254.255.255", "172.16.0.0",      "172.17.0.1",      "172.31.255.255",
    "192.0.0.0",       "192.0.0.192",     "192.0.0.255",     "192.0.2.0",       "192.0.2.255",
    "192.31.196.0",    "192.31.196.255",  "192.52.193.0",    "192.52.193.255",  "192.88.99.0",
    "192.88.99.255",   "192.168.0.0",     "192.168.1.1",     "192.168.255.255", "192.175.48.0",
    "192.175.48.255",  "198.18.0.0",      "198.19.255.255",  "198.51.100.0",    "198.51.100.255",
    "203.0.113.0",     "203.0.113.255",   "168.63.129.16",   "224.0.0.0",       "224.0.0.1",
    "239.255.255.250", "239.255.255.255", "240.0.0.0",       "255.255.255.254", "255.255.255.255"};

// Beside them.
constexpr const char* kPublic4[] = {
    "1.0.0.0",       "1.1.1.1",         "8.8.8.8",         "9.255.255.255",  "11.0.0.0",
    "100.63.0.1",    "100.128.0.0",     "126.255.255.255", "128.0.0.0",      "168.63.129.15",
    "168.63.129.17", "169.253.255.255", "169.255.0.0",     "172.15.255.255", "172.32.0.0",
    "191.255.0.1",   "192.0.1.0",       "192.0.3.0",       "192.88.98.255",  "192.88.100.0",
    "192.167.0.1",   "192.169.0.0",     "198.17.255.255",  "198.20.0.0",     "198.51.99.255",
    "198.51.101.0",  "203.0.112.255",   "203.0.114.0",     "223.255.255.255"};

constexpr const char* kNotPublic6[] = {"::",
                                       "::1",
                                       "::2",
                                       "::127.0.0.1",
                                       "::8.8.8.8",
                                       "::ffff:0:127.0.0.1",
                                       "64:ff9b:1::1",
                                       "64:ff9b:1:ffff::8.8.8.8",
                                       "64:ff9b:0:1::8.8.8.8",
                                       "100::",
                                       "100::1",
                                       "1fff:ffff::1",
                                       "2001::1",
                                       "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                                       "2001:1::1",
                                       "2001:2::1",
                                       "2001:10::1",
                                       "2001:20::1",
                                       "2001:1ff:ffff::1",
                                       "2001:db8::",
                                       "2001:db8::1",
                                       "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
                                       "2002::1",
                                       "2002:7f00:1::1",
                                       "2002:808:808::1",
                                       "2620:4f:8000::1",
                                       "3fff::1",
                                       "3fff:fff:ffff::1",
                                       "4000::1",
                                       "5f00::1",
                                       "fc00::1",
                                       "fd00::1",
                                       "fd00:ec2::254",
                                       "fd20:ce::254",
                                       "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
                                       "fe00::1",
                                       "fe80::1",
                                       "fe80::a9fe:a9fe",
                                       "febf:ffff::1",
                                       "fec0::1",
                                       "ff00::1",
                                       "ff02::1",
                                       "ff05::1:3",
                                       "ff0e::1",
                                       "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};

constexpr const char* kPublic6[] = {
    "2000::1",      "2001:200::1",  "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1",
    "2003::1",      "2400:cb00::1", "2606:4700:4700::1111", "2620:4f:7fff::1",  "2620:4f:8001::1",
    "2a00:1450::1", "3ffe:ffff::1", "3fff:1000::1"};

TEST(PublicAddress, IsNoneThatIsSetApart) {
  static_assert(std::size(kNotPublic4) + std::size(kNotPublic6) + 2 * std::size(kNotPublic4) > 100);
  for (const char* text : kNotPublic4) {
    EXPECT_FALSE(is_public(text)) << text;
    EXPECT_FALSE(is_public(std::string("::ffff:") + text)) << "mapped " << text;
    EXPECT_FALSE(is_public(std::string("64:ff9b::") + text)) << "behind NAT64: " << text;
  }
  for (const char* text : kNotPublic6) EXPECT_FALSE(is_public(text)) << text;
}

TEST(PublicAddress, IsEveryOther) {
  for (const char* text : kPublic4) {
    EXPECT_TRUE(is_public(text)) << text;
    EXPECT_TRUE(is_public(std::string("::ffff:") + text)) << "mapped " << text;
    EXPECT_TRUE(is_public(std::string("64:ff9b::") + text)) << "behind NAT64: " << text;
  }
  for (const char* text : kPublic6) EXPECT_TRUE(is_public(text)) << text;
}

TEST(PublicAddress, IsOfNoOtherFamily) {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  EXPECT_FALSE(is_public_address(reinterpret_cast<const sockaddr&>(local)));
}

}  // namespace
}  // namespace nemo::webhooks
