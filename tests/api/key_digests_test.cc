#include "adapters/api/key_digests.h"

#include <gtest/gtest.h>

namespace nemo::api {
namespace {

identity::SecretDigest digest_of(std::uint8_t first) {
  identity::SecretDigest digest;
  digest.bytes[0] = first;
  return digest;
}

std::uint64_t beginning_of(std::uint8_t first) {
  return KeyDigests::beginning_of(digest_of(first).view());
}

TEST(KeyDigests, TellWhatMayBeAKeyAtTheVersionTheyAreOf) {
  KeyDigests digests;
  const OrgId org("acme");
  EXPECT_EQ(digests.may_have(org, 1, digest_of(7)), std::nullopt) << "nobody has looked yet";
  digests.keep(org, 1, {beginning_of(9), beginning_of(7)});
  EXPECT_EQ(digests.may_have(org, 1, digest_of(7)), true);
  EXPECT_EQ(digests.may_have(org, 1, digest_of(9)), true);
  EXPECT_EQ(digests.may_have(org, 1, digest_of(8)), false);
  EXPECT_EQ(digests.may_have(org, 2, digest_of(7)), std::nullopt) << "settings have changed";
  EXPECT_EQ(digests.may_have(OrgId("other"), 1, digest_of(7)), std::nullopt);
  digests.keep(org, 2, {});
  EXPECT_EQ(digests.may_have(org, 2, digest_of(7)), false);
}

TEST(KeyDigests, BeginAnewWhenTheyAreTooMany) {
  KeyDigests digests;
  digests.keep(OrgId("large"), 1, std::vector<std::uint64_t>(1'000'000, beginning_of(1)));
  digests.keep(OrgId("next"), 1, {beginning_of(2)});
  EXPECT_EQ(digests.may_have(OrgId("large"), 1, digest_of(1)), std::nullopt);
  EXPECT_EQ(digests.may_have(OrgId("next"), 1, digest_of(2)), true);
}

}  // namespace
}  // namespace nemo::api
