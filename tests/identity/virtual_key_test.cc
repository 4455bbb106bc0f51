#include "adapters/identity/virtual_key.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <type_traits>

#include "adapters/identity/base64url.h"

namespace nemo::identity {
namespace {

// The SECRETs of these are 43 characters of base64url whose last two bits are zero.
constexpr const char* kGood = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE";

std::string key_of(const std::string& org, const std::string& secret) {
  return "sk-nemo-" + org + "." + secret;
}

TEST(VirtualKey, ThatWasMadeIsReadAsItsOrganizationsAndHashedWhole) {
  for (const char* org : {"acme", "a", "a.b", "a.b.", ".", "-", "sk-nemo-x", "A_b:c-9"}) {
    const NewVirtualKey made = make_virtual_key(OrgId(org));
    const std::string text(made.text.revealed());
    const auto parsed = parse_virtual_key(text);
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(parsed->org_id, OrgId(org));
    EXPECT_TRUE(same_secret(parsed->sha256, made.sha256));
    EXPECT_TRUE(same_secret(sha256_of(text), made.sha256));
    EXPECT_EQ(made.display_prefix.value, text.substr(0, text.size() - 39));
    EXPECT_EQ(made.sha256.view().size(), 32U);
  }
}

TEST(VirtualKey, IsOfAnyLengthThatAnOrganizationHas) {
  const std::string longest(64, 'o');
  EXPECT_TRUE(parse_virtual_key(key_of(longest, kGood)));
  EXPECT_FALSE(parse_virtual_key(key_of(longest + "o", kGood)));
  EXPECT_FALSE(parse_virtual_key(key_of(std::string(1 << 20, 'o'), kGood)));
}

TEST(VirtualKey, IsAnotherEachTime) {
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) {
    seen.emplace(make_virtual_key(OrgId("acme")).text.revealed());
  }
  EXPECT_EQ(seen.size(), 10'000U);
}

TEST(VirtualKey, ThatIsDerivedIsTheSameOfTheSameThingsAlone) {
  const auto derived = [](char byte, const char* org, const char* context) {
    const MasterKey key{Secret::copy_of(std::string(MasterKey::kBytes, byte)), ""};
    return std::string(derive_virtual_key(key, OrgId(org), context).text.revealed());
  };
  const std::string key = derived('k', "acme", "a/b");
  EXPECT_EQ(key, derived('k', "acme", "a/b"));
  EXPECT_EQ(parse_virtual_key(key)->org_id, OrgId("acme"));
  const std::string others[] = {derived('l', "acme", "a/b"), derived('k', "acmf", "a/b"),
                                derived('k', "acme", "a/c"), derived('k', "acme", "")};
  for (const std::string& other : others) EXPECT_NE(key.substr(13), other.substr(13));
}

TEST(VirtualKey, OfAnyOtherTextIsNone) {
  const std::string good = key_of("acme", kGood);
  ASSERT_TRUE(parse_virtual_key(good));
  const std::string secret(kGood);
  const std::string rows[] = {
      "",
      "sk-nemo-",
      "sk-nemo-.",
      "sk-nemo-acme",
      "sk-nemo-acme.",
      good.substr(1),
      "Sk-nemo-" + good.substr(8),
      "sk-acme." + secret,
      " " + good,
      good + " ",
      good + "\n",
      good + "=",
      good + "A",
      good.substr(0, good.size() - 1),
      key_of("", secret),
      key_of("ac me", secret),
      key_of("ac/me", secret),
      key_of("ac\xc3\xa9me", secret),
      key_of(std::string("ac\0me", 5), secret),
      "Bearer " + good,
      // the last character may only be one whose two lowest bits are zero
      key_of("acme", secret.substr(0, 42) + "F"),
      key_of("acme", secret.substr(0, 42) + "G"),
      key_of("acme", secret.substr(0, 42) + "H"),
      // other alphabets
      key_of("acme", "+" + secret.substr(1)),
      key_of("acme", "/" + secret.substr(1)),
      key_of("acme", "." + secret.substr(1)),
      key_of("acme", secret.substr(0, 42) + "="),
      key_of("acme", std::string(1, '\0') + secret.substr(1)),
  };
  for (const std::string& row : rows) EXPECT_FALSE(parse_virtual_key(row)) << row;
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(parse_virtual_key(good.substr(0, size))) << size;
  }
}

TEST(VirtualKey, WithAnyBitFlippedIsNoneOrAnotherKey) {
  const NewVirtualKey made = make_virtual_key(OrgId("acme"));
  for (std::size_t bit = 0; bit < made.text.size() * 8; ++bit) {
    std::string text(made.text.revealed());
    text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
    const auto parsed = parse_virtual_key(text);
    EXPECT_FALSE(parsed && same_secret(parsed->sha256, made.sha256)) << bit;
  }
}

TEST(SecretDigest, IsSha256AndHmacOfTheStandards) {
  // FIPS 180-4's "abc"; RFC 4231, case 2.
  EXPECT_EQ(to_base64url(sha256_of("abc").view()), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
  EXPECT_EQ(to_base64url(hmac_sha256_of("Jefe", "what do ya want for nothing?").view()),
            "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM");
  EXPECT_FALSE(same_secret(sha256_of("abc"), sha256_of("abd")));
}

TEST(Base64Url, IsReadInItsOneSpelling) {
  const std::pair<const char*, std::optional<std::string>> rows[] = {{"", ""},
                                                                     {"Zg", "f"},
                                                                     {"Zm8", "fo"},
                                                                     {"Zm9v", "foo"},
                                                                     {"_-8", "\xff\xef"},
                                                                     {"Zh", std::nullopt},
                                                                     {"Zm9", std::nullopt},
                                                                     {"Z", std::nullopt},
                                                                     {"Zg==", std::nullopt},
                                                                     {"Zm8=", std::nullopt},
                                                                     {"Zm9v\n", std::nullopt},
                                                                     {"Zm 9v", std::nullopt},
                                                                     {"/+8", std::nullopt},
                                                                     {"Zm9vZ", std::nullopt}};
  for (const auto& [text, bytes] : rows) EXPECT_EQ(from_base64url(text), bytes) << text;
  std::string bytes;
  for (int i = 0; i < 600; ++i) {
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    bytes.push_back(static_cast<char>(i * 37));
  }
}

TEST(Secret, IsWipedWhenItIsMovedFromShortenedOrAssignedTo) {
  Secret one = Secret::copy_of("one");
  const Secret two = std::move(one);
  EXPECT_TRUE(one.empty());  // NOLINT(bugprone-use-after-move): that is what is asked
  EXPECT_EQ(two.revealed(), "one");
  one = Secret::copy_of("longer than before");
  const char* place = one.writable();
  one.shorten(6);
  EXPECT_EQ(one.revealed(), "longer");
  EXPECT_EQ(std::string_view(place + 6, 12), std::string(12, '\0'));
  one.wipe();
  EXPECT_TRUE(one.empty());
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};

static_assert(!Printable<Secret> && Printable<int>);
static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

TEST(VirtualKey, IsSeenWithinATextThatWouldBeKept) {
  const std::string key = key_of("acme", kGood);
  for (const std::string& text : {key, "lost: " + key, key + ", sorry", "a" + key + "b"}) {
    EXPECT_TRUE(holds_virtual_key(text)) << text;
  }
  for (const std::string& text :
       {std::string(), std::string("sk-nemo-"), std::string("acme"), key_of("acme", "AbCd"),
        std::string("sk-nemo-acme is the beginning of a key that somebody has lost somewhere"),
        "sk-test-" + key.substr(8)}) {
    EXPECT_FALSE(holds_virtual_key(text)) << text;
  }
}

}  // namespace
}  // namespace nemo::identity
