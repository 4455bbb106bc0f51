#include "adapters/identity/https_get.h"

#include <curl/curl.h>

#include <memory>
#include <string_view>
#include <utility>

#include "events/values/assert.h"

namespace nemo::identity {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
struct FreeTransfer {
  void operator()(CURL* transfer) const { curl_easy_cleanup(transfer); }
};

// A part of a URL, "" if it has none.
std::string part_of(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.size() <= 3 &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// 127.A.B.C in decimal, [::1], or localhost, which libcurl looks up nowhere. libcurl has normalized
// other spellings of an address before.
bool is_loopback(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  host.remove_prefix(4);
  for (int points = 2; points > 0; --points) {
    const std::size_t point = host.find('.');
    if (point == std::string_view::npos || !is_number(host.substr(0, point))) return false;
    host.remove_prefix(point + 1);
  }
  return is_number(host);
}

struct Body {
  std::string bytes;
  std::size_t bytes_max = 0;
  std::stop_token stop;
};

std::size_t take(char* bytes, std::size_t, std::size_t size, void* opaque) {
  auto& body = *static_cast<Body*>(opaque);
  if (size > body.bytes_max - body.bytes.size()) return 0;  // ends the transfer
  body.bytes.append(bytes, size);
  return size;
}

int go_on(void* opaque, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Body*>(opaque)->stop.stop_requested() ? 1 : 0;
}

template <class Value>
void set(CURL* transfer, CURLoption option, Value value) {
  NEMO_ASSERT(curl_easy_setopt(transfer, option, value) == CURLE_OK);
}

void set_trust(CURL* transfer, const HttpsGet& get) {
  set(transfer, CURLOPT_SSL_VERIFYPEER, 1L);
  set(transfer, CURLOPT_SSL_VERIFYHOST, 2L);
  set(transfer, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (get.ca_file.empty()) return;
  set(transfer, CURLOPT_CAINFO, get.ca_file.c_str());
  set(transfer, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

void set_all(CURL* transfer, const HttpsGet& get, Body& body) {
  set(transfer, CURLOPT_URL, get.url.c_str());
  set(transfer, CURLOPT_PROTOCOLS_STR, "https,http");
  set(transfer, CURLOPT_FOLLOWLOCATION, 0L);
  set(transfer, CURLOPT_NOSIGNAL, 1L);
  set(transfer, CURLOPT_TIMEOUT_MS, get.timeout_ms);
  set(transfer, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(get.body_bytes_max));
  set(transfer, CURLOPT_WRITEFUNCTION, &take);
  set(transfer, CURLOPT_WRITEDATA, &body);
  set(transfer, CURLOPT_NOPROGRESS, 0L);
  set(transfer, CURLOPT_XFERINFOFUNCTION, &go_on);
  set(transfer, CURLOPT_XFERINFODATA, &body);
  // What is on this machine is asked for by no proxy, and what is not, in no clear text.
  if (get.url.starts_with("http:")) set(transfer, CURLOPT_NOPROXY, "*");
  set_trust(transfer, get);
}

// libcurl is made ready once, before the first use by any thread.
void make_ready() {
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  NEMO_ASSERT(kReady == CURLE_OK);
}

}  // namespace

bool may_be_fetched(const std::string& url) {
  const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
  NEMO_ASSERT(parsed != nullptr);
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return false;
  if (!part_of(parsed.get(), CURLUPART_USER).empty()) return false;
  if (!part_of(parsed.get(), CURLUPART_PASSWORD).empty()) return false;
  const std::string scheme = part_of(parsed.get(), CURLUPART_SCHEME);
  if (url.starts_with("https://")) return scheme == "https";
  return url.starts_with("http://") && is_loopback(part_of(parsed.get(), CURLUPART_HOST));
}

std::string https_get(const HttpsGet& get, std::stop_token stop) {
  NEMO_ASSERT(may_be_fetched(get.url));
  make_ready();
  const std::unique_ptr<CURL, FreeTransfer> transfer(curl_easy_init());
  NEMO_ASSERT(transfer != nullptr);
  Body body{{}, get.body_bytes_max, std::move(stop)};
  set_all(transfer.get(), get, body);
  const CURLcode done = curl_easy_perform(transfer.get());
  if (done != CURLE_OK) throw FetchFailed{get.url + ": " + curl_easy_strerror(done)};
  long status = 0;
  curl_easy_getinfo(transfer.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) throw FetchFailed{get.url + ": status " + std::to_string(status)};
  return std::move(body.bytes);
}

Fetch fetch_by_https(HttpsGet get) {
  return [get = std::move(get)](std::stop_token stop) { return https_get(get, std::move(stop)); };
}

}  // namespace nemo::identity
