#include <sys/mman.h>

#include <algorithm>
#include <type_traits>

#include "adapters/identity/bearer_key.h"
#include "adapters/identity/master_key.h"
#include "adapters/identity/process_secrets.h"
#include "tests/identity/secret_files.h"

namespace nemo::identity {
namespace {

constexpr const char* kKey = "0123456789abcdef0123456789abcdef";
constexpr const char* kOther = "fedcba9876543210fedcba9876543210";
constexpr const char* kHex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";
constexpr const char* kSame = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8";

TEST(SecretSource, IsAFileOrADescriptorLessOneLineEnd) {
  SecretFiles files;
  for (const char* text : {"secret", "secret\n", "secret\r\n"}) {
    EXPECT_EQ(read_secret(files.file(text), "key").revealed(), "secret");
    EXPECT_EQ(read_secret(SecretFiles::pipe(text), "key").revealed(), "secret");
  }
  EXPECT_EQ(read_secret(files.file("two\n\n"), "key").revealed(), "two\n");
  EXPECT_EQ(read_secret(files.file("secret", 0400), "key").revealed(), "secret");
}

TEST(SecretSource, AreSeveralInOneText) {
  using Sources = std::vector<std::string>;
  EXPECT_EQ(secret_sources(""), Sources{});
  EXPECT_EQ(secret_sources("/a"), Sources{"file:/a"});
  EXPECT_EQ(secret_sources("/a,fd:3,b c"), (Sources{"file:/a", "fd:3", "file:b c"}));
}

TEST(SecretSource, ThatOthersMayOpenIsRefusedWithTheFix) {
  SecretFiles files;
  for (const mode_t mode : {0644, 0640, 0604, 0602, 0610, 0666, 0777}) {
    const std::string source = files.file(kKey, mode);
    const std::string said = refusal_of([&] { read_secret(source, "service key"); });
    EXPECT_TRUE(says(said, "service key: ")) << said;
    EXPECT_TRUE(says(said, "chmod 600 " + source.substr(5))) << said;
    const int opened = ::open(source.c_str() + 5, O_RDONLY);
    const std::string by_number = "fd:" + std::to_string(opened);
    EXPECT_TRUE(says(refusal_of([&] { read_secret(by_number, "service key"); }), "chmod 600"));
  }
}

TEST(SecretSource, OfAnotherFormIsRefusedAndNotShown) {
  const char* rows[] = {"",       kKey,   "file:", "fd:",   "fd:x",           "fd:-1",
                        "fd:1",   "fd:2", "fd:3x", "fd: 3", "fd:99999999999", "env:KEY",
                        "File:/x"};
  for (const char* row : rows) {
    const std::string said = refusal_of([&] { read_secret(row, "service key"); });
    EXPECT_TRUE(says(said, "file:PATH")) << row << said;
    EXPECT_FALSE(says(said, kKey)) << said;
  }
}

TEST(SecretSource, ThatIsNotThereOrNoFileOrEmptyOrTooLongIsRefused) {
  SecretFiles files;
  const std::pair<std::string, const char*> rows[] = {
      {"file:" + (files.folder() / "none").string(), "cannot open"},
      {"file:" + files.folder().string(), "no regular file"},
      {"file:/dev/zero", "no regular file"},
      {"fd:987", "cannot read"},
      {files.file(""), "empty"},
      {files.file("\n"), "empty"},
      {files.file(std::string(kSecretSourceBytesMax + 1, 'x')), "longer than"}};
  for (const auto& [source, words] : rows) {
    const std::string said = refusal_of([&] { read_secret(source, "key"); });
    EXPECT_TRUE(says(said, words)) << source << ": " << said;
  }
}

TEST(SecretSource, OfADescriptorIsReadOnceAndClosed) {
  const int memory = ::memfd_create("secret", 0);
  ASSERT_EQ(::fchmod(memory, 0600), 0);
  ASSERT_EQ(::write(memory, kKey, 32), 32);
  ASSERT_EQ(::lseek(memory, 0, SEEK_SET), 0);
  const std::string source = "fd:" + std::to_string(memory);
  EXPECT_EQ(read_secret(source, "key").revealed(), kKey);
  EXPECT_EQ(::fcntl(memory, F_GETFD), -1) << "still open";
  EXPECT_TRUE(says(refusal_of([&] { read_secret(source, "key"); }), "cannot read"));
}

TEST(BearerKeys, AcceptTheCurrentAndThePreviousOneAndNothingElse) {
  SecretFiles files;
  const BearerKeys keys({files.file(kKey), files.file(kOther)}, "service key");
  EXPECT_TRUE(keys.accepts(kKey));
  EXPECT_TRUE(keys.accepts(kOther));
  const std::string key(kKey);
  for (const std::string& wrong : {std::string(), key + " ", key.substr(1), key + kOther,
                                   std::string("0123456789ABCDEF0123456789ABCDEF")}) {
    EXPECT_FALSE(keys.accepts(wrong)) << wrong;
  }
  EXPECT_FALSE(BearerKeys().accepts(""));
  EXPECT_FALSE(BearerKeys({}, "service key").accepts(kKey));
}

TEST(BearerKeys, OfAnotherFormAreRefusedAndNotShown) {
  SecretFiles files;
  const std::string key(kKey);
  const std::pair<std::string, const char*> rows[] = {
      {key.substr(1), "shorter than 32"},
      {key.substr(1) + "\n", "shorter than 32"},
      {key + " " + kOther, "a space"},
      {key + "\n" + kOther + "\n", "a line end"},
      {" " + key, "a space"},
      {key + "\n\n", "a line end"},
      {key + "\t", "a space"},
      {key + std::string(1, '\0'), "another character"},
      {key + "\xc3\xa9", "another character"}};
  for (const auto& [text, words] : rows) {
    const std::string said = refusal_of([&] { BearerKeys({files.file(text)}, "finance key"); });
    EXPECT_TRUE(says(said, "finance key: ") && says(said, words)) << text << ": " << said;
    EXPECT_FALSE(says(said, key.substr(2))) << said;
  }
  const std::vector<std::string> twice{files.file(kKey), files.file(key + "\n")};
  EXPECT_TRUE(says(refusal_of([&] { BearerKeys(twice, "finance key"); }), "the same key"));
}

TEST(MasterKeys, AreReadInEverySpellingAndKeepTheirId) {
  SecretFiles files;
  std::string upper(kHex);
  std::transform(upper.begin(), upper.end(), upper.begin(), ::toupper);
  std::string bytes;
  for (int i = 0; i < 31; ++i) bytes.push_back(static_cast<char>(i));
  bytes.push_back('\xff');
  std::string id;
  for (const std::string& text : {std::string(kHex), upper, std::string(kSame),
                                  std::string(kSame) + "=", std::string(kSame) + "=\n"}) {
    const MasterKeys keys({files.file(text)});
    EXPECT_EQ(keys.current().bytes.revealed(), bytes) << text;
    if (id.empty()) id = keys.current().id;
    EXPECT_EQ(keys.current().id, id);
    EXPECT_EQ(keys.find(id), &keys.current());
    EXPECT_EQ(keys.find(""), nullptr);
  }
  EXPECT_EQ(id.size(), 16U);
  const MasterKeys plain({files.file("/+" + std::string(kSame).substr(2))});
  const MasterKeys url({files.file("_-" + std::string(kSame).substr(2))});
  EXPECT_EQ(plain.current().id, url.current().id);
}

TEST(MasterKeys, RotateTheFirstIsCurrentAndTheOthersAreFound) {
  SecretFiles files;
  const std::string older(kHex);
  const std::string newer = older.substr(0, 62) + "00";
  const MasterKeys before({files.file(older)});
  const MasterKeys after({files.file(newer), files.file(older)});
  EXPECT_NE(after.current().id, before.current().id);
  ASSERT_NE(after.find(before.current().id), nullptr);
  EXPECT_EQ(after.find(before.current().id)->bytes.revealed(), before.current().bytes.revealed());
  const std::vector<std::string> twice{files.file(older), files.file(older)};
  EXPECT_TRUE(says(refusal_of([&] { const MasterKeys keys(twice); }), "the same key"));
  EXPECT_TRUE(says(refusal_of([] { const MasterKeys keys({}); }), "no source"));
}

TEST(MasterKeys, OfAnotherFormAreRefusedAndNotShown) {
  SecretFiles files;
  const std::string hex(kHex);
  const std::string base64(kSame);
  const std::string rows[] = {hex.substr(1),           hex + "0",
                              "g" + hex.substr(1),     base64.substr(1),
                              base64 + "==",           base64.substr(0, 42) + "9",
                              "+-" + base64.substr(2), base64 + "A",
                              std::string(64, '0'),    std::string(43, 'A'),
                              std::string(32, 'k'),    hex + "\n\n"};
  for (const std::string& row : rows) {
    const std::string said = refusal_of([&] { const MasterKeys keys({files.file(row)}); });
    EXPECT_TRUE(says(said, "not 32 random bytes")) << row << ": " << said;
    EXPECT_FALSE(says(said, row.substr(8))) << said;
  }
}

static_assert(!std::is_copy_constructible_v<MasterKeys>);

TEST(CoreDumps, AreOffAfterwards) {
  const auto in_child = [] {
    const bool off = keep_out_of_core_dumps();
    // What the kernel shows of a process that cannot be dumped belongs to root alone.
    struct stat status {};
    const bool seen = ::stat("/proc/self/mem", &status) == 0;
    ::_exit(off && seen && status.st_uid == 0 ? 0 : 1);
  };
  EXPECT_EXIT(in_child(), testing::ExitedWithCode(0), "");
  EXPECT_EXIT((keep_out_of_core_dumps(), ::abort()),
              [](int status) { return WIFSIGNALED(status) && !WCOREDUMP(status); }, "");
}

}  // namespace
}  // namespace nemo::identity
