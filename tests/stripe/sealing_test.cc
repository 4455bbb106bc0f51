#include "adapters/stripe/sealing.h"

#include <algorithm>
#include <random>

#include "tests/stripe/folder.h"
#include "tests/stripe/masters.h"

namespace nemo::stripe {
namespace {

const OrgId kAcme("acme");
const OrgId kBolt("bolt");
const std::string kBody = R"({"id":"evt_1","object":"event","data":{"object":{"id":"pi_1"}}})";

class Sealing : public testing::Test {
 protected:
  // "opened: BYTES", or the fault's name.
  std::string opened(const OrgId& org_id, const Sealed& sealed,
                     std::string_view context = "evt_1") {
    const auto result = open(keys_, org_id, sealed, context);
    if (const auto* plain = std::get_if<std::string>(&result)) return "opened: " + *plain;
    return std::string(name_of(std::get<OpenFault>(result)));
  }

  Folder folder_;
  DataKeys keys_{folder_.path() / "data-keys", masters({"master"})};
};

TEST_F(Sealing, GivesTheSameBytesBack) {
  using namespace std::string_literals;
  std::mt19937_64 draw(1);
  std::string noise(100'000, '\0');
  for (char& byte : noise) byte = static_cast<char>(draw());
  std::string large = "[";
  while (large.size() < std::size_t{1} << 20) large += kBody + ",";
  for (const std::string& plain : {""s, "x"s, "\0"s, kBody, noise, large}) {
    const Sealed sealed = seal(keys_, kAcme, plain, "evt_1");
    EXPECT_TRUE(opened(kAcme, sealed) == "opened: " + plain) << plain.size();
    if (plain.size() > 8) {
      EXPECT_EQ(sealed.bytes.find(plain.substr(0, 8)), std::string::npos);
    }
  }
  EXPECT_LT(seal(keys_, kAcme, large, "").bytes.size(), large.size() / 20);
}

TEST_F(Sealing, IsNeverTheSameTwice) {
  EXPECT_NE(seal(keys_, kAcme, kBody, "evt_1").bytes, seal(keys_, kAcme, kBody, "evt_1").bytes);
}

TEST_F(Sealing, FailsByEveryBitOfIt) {
  const Sealed sealed = seal(keys_, kAcme, kBody, "evt_1");
  for (std::size_t i = 0; i < sealed.bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      Sealed turned = sealed;
      turned.bytes[i] = static_cast<char>(turned.bytes[i] ^ (1 << bit));
      EXPECT_EQ(opened(kAcme, turned), i == 0 ? "unknown_version" : "damaged") << i;
    }
  }
  for (std::size_t size = 0; size < sealed.bytes.size(); ++size) {
    EXPECT_EQ(opened(kAcme, {sealed.data_key_id, sealed.bytes.substr(0, size)}), "damaged");
  }
  EXPECT_EQ(opened(kAcme, {sealed.data_key_id, sealed.bytes + "x"}), "damaged");
}

TEST_F(Sealing, IsOfOneOrganizationKeyAndContext) {
  const Sealed sealed = seal(keys_, kAcme, kBody, "evt_1");
  EXPECT_EQ(opened(kBolt, sealed), "no_key");
  const Sealed other = seal(keys_, kBolt, kBody, "evt_1");
  EXPECT_NE(other.data_key_id, sealed.data_key_id);
  EXPECT_EQ(opened(kBolt, sealed), "no_key");
  EXPECT_EQ(opened(kBolt, {other.data_key_id, sealed.bytes}), "damaged");
  EXPECT_EQ(opened(kAcme, {other.data_key_id, sealed.bytes}), "no_key");
  EXPECT_EQ(opened(kAcme, {DataKeyId(), sealed.bytes}), "no_key");
  for (const char* context : {"evt_2", "evt_", "evt_1 ", ""}) {
    EXPECT_EQ(opened(kAcme, sealed, context), "damaged") << context;
  }
}

TEST_F(Sealing, IsGoneWithTheKey) {
  const Sealed before = seal(keys_, kAcme, kBody, "evt_1");
  const Sealed other = seal(keys_, kBolt, kBody, "evt_1");
  keys_.erase(kAcme);
  EXPECT_EQ(opened(kAcme, before), "no_key");
  const Sealed after = seal(keys_, kAcme, kBody, "evt_1");
  EXPECT_NE(after.data_key_id, before.data_key_id);
  EXPECT_EQ(opened(kAcme, before), "no_key");
  EXPECT_EQ(opened(kAcme, {after.data_key_id, before.bytes}), "damaged");
  EXPECT_EQ(opened(kAcme, after), "opened: " + kBody);
  EXPECT_EQ(opened(kBolt, other), "opened: " + kBody);
}

}  // namespace
}  // namespace nemo::stripe
