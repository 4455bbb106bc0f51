#include "adapters/stripe/webhook_secrets.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string_view>

namespace nemo::stripe {
namespace {

constexpr std::string_view kPrefix = "whsec_";

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& words) {
  throw FileUnusable(file, words);
}

void check_private(const std::filesystem::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) {
    fail(file, std::string(std::strerror(errno)) +
                   "; put the secrets of Stripe's webhook endpoints there, one a line");
  }
  if (!S_ISREG(status.st_mode)) fail(file, "no regular file; name the one with the secrets");
  if ((status.st_mode & 077) != 0) {
    fail(file, "others than its owner may open it; chmod 600 it and roll the secrets");
  }
}

bool is_secret(std::string_view line) {
  return line.starts_with(kPrefix) && line.size() > kPrefix.size() &&
         std::all_of(line.begin(), line.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

}  // namespace

std::vector<std::string> read_webhook_secrets(const std::filesystem::path& file) {
  check_private(file);
  std::ifstream in(file);
  std::vector<std::string> secrets;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) continue;
    if (!is_secret(line)) {
      fail(file, "line " + std::to_string(number) +
                     " is not a signing secret; write it as Stripe's dashboard shows it, " +
                     "\"whsec_\" and what follows, without spaces");
    }
    if (std::find(secrets.begin(), secrets.end(), line) == secrets.end()) secrets.push_back(line);
  }
  if (!in.eof()) fail(file, "cannot be read; check that this user may read it");
  if (secrets.empty()) fail(file, "no secret in it; write one a line, each begins with \"whsec_\"");
  if (secrets.size() > kWebhookSecretsMax) {
    fail(file, "more than " + std::to_string(kWebhookSecretsMax) +
                   " secrets; leave out those that are not in use");
  }
  return secrets;
}

}  // namespace nemo::stripe
