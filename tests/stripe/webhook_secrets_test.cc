#include "adapters/stripe/webhook_secrets.h"

#include "tests/stripe/folder.h"

namespace nemo::stripe {
namespace {

using Secrets = std::vector<std::string>;

TEST(WebhookSecrets, AreOneALine) {
  const Folder folder;
  const std::pair<std::string, Secrets> rows[] = {
      {"whsec_a\n", {"whsec_a"}},
      {"whsec_a", {"whsec_a"}},
      {"whsec_a\r\nwhsec_b\r\n", {"whsec_a", "whsec_b"}},
      {"\nwhsec_b\n\nwhsec_a\n\n", {"whsec_b", "whsec_a"}},
      {"whsec_a\nwhsec_a\n", {"whsec_a"}}};
  for (const auto& [text, secrets] : rows) {
    EXPECT_EQ(read_webhook_secrets(folder.file("secrets", text)), secrets) << text;
  }
}

TEST(WebhookSecrets, OfAnotherFormAreRefusedWithTheFixAndNotShown) {
  const Folder folder;
  std::string many;
  for (int i = 0; i < 17; ++i) many += "whsec_" + std::to_string(i) + "\n";
  const std::pair<std::string, const char*> rows[] = {
      {"", "no secret in it; write one a line"},
      {"\n\n", "no secret in it"},
      {"sk_live_hidden\n", "line 1 is not a signing secret; write it as Stripe's dashboard"},
      {"whsec_a\nwhsec_\n", "line 2 is not"},
      {"whsec_a hidden\n", "without spaces"},
      {" whsec_hidden\n", "without spaces"},
      {"whsec_hidden\t\n", "line 1 is not"},
      {"WHSEC_hidden\n", "line 1 is not"},
      {"whsec_\xc3\xa9hidden\n", "line 1 is not"},
      {"whsec_hidden=whsec_a\nhidden", "line 2 is not"},
      {many, "more than 16 secrets; leave out"}};
  for (const auto& [text, words] : rows) {
    const auto file = folder.file("secrets", text);
    const std::string said = said_by<FileUnusable>([&] { read_webhook_secrets(file); });
    EXPECT_TRUE(said.starts_with(file.string() + ": ")) << said;
    EXPECT_NE(said.find(words), said.npos) << said;
    EXPECT_EQ(said.find("hidden"), said.npos) << said;
  }
}

TEST(WebhookSecrets, ThatOthersMayReadOrThatAreNotThereAreRefused) {
  const Folder folder;
  const auto file = folder.file("secrets", "whsec_a\n");
  const auto said = [](const std::filesystem::path& path) {
    return said_by<FileUnusable>([&] { read_webhook_secrets(path); });
  };
  for (const int mode : {0640, 0604, 0620, 0601, 0777}) {
    std::filesystem::permissions(file, static_cast<std::filesystem::perms>(mode));
    EXPECT_NE(said(file).find("chmod 600"), std::string::npos) << said(file);
  }
  EXPECT_NE(said(folder.path() / "none").find("No such file"), std::string::npos);
  EXPECT_NE(said(folder.path()).find("no regular file"), std::string::npos);
}

}  // namespace
}  // namespace nemo::stripe
