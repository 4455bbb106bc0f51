#include "adapters/webhooks/target.h"

#include <curl/curl.h>
#include <openssl/crypto.h>

#include <memory>
#include <utility>

#include "events/values/assert.h"

namespace nemo::webhooks {
namespace {

constexpr std::size_t kUrlBytesMax = 2'048;

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

bool has(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  const CURLUcode code = curl_url_get(url, part, &text, 0);
  curl_free(text);
  return code == CURLUE_OK;
}

}  // namespace

WebhookTarget::WebhookTarget(std::string to_url, std::string_view secret_bytes)
    : url(std::move(to_url)), secret(secret_bytes) {}

WebhookTarget::~WebhookTarget() { OPENSSL_cleanse(secret.data(), secret.size()); }

std::string fault_of_url(const std::string& url, Reach reach) {
  if (url.size() > kUrlBytesMax) return "the URL is longer than 2,048 characters";
  const bool may_be_clear = reach == Reach::kPrivateToo && url.starts_with("http://");
  if (!url.starts_with("https://") && !may_be_clear) return "the URL does not begin with https://";
  for (const char c : url) {
    if (c <= ' ' || c > '~') return "the URL has a character that URLs have not";
  }
  // libcurl passes over more slashes than two.
  if (url.substr(url.find("://") + 3).starts_with('/')) return "the URL names no host";
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  NEMO_ASSERT(parsed != nullptr);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return "the URL cannot be read";
  }
  if (has(parsed.get(), CURLUPART_USER) || has(parsed.get(), CURLUPART_PASSWORD)) {
    return "the URL holds a user or a password";
  }
  if (has(parsed.get(), CURLUPART_FRAGMENT)) return "the URL holds a fragment (#)";
  return {};
}

}  // namespace nemo::webhooks
