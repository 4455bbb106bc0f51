#include "adapters/webhooks/transfer.h"

#include <algorithm>

#include "adapters/webhooks/public_address.h"
#include "adapters/webhooks/signature.h"
#include "events/values/assert.h"

namespace nemo::webhooks {
namespace {

constexpr std::size_t kHeadBytesMax = 64 * 1'024;
constexpr std::size_t kBodyBytesMax = 16 * 1'024;

template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  NEMO_ASSERT(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

std::string reason_of(CURLcode code) {
  if (code == CURLE_OPERATION_TIMEDOUT) return "no whole answer came in time";
  if (code == CURLE_WRITE_ERROR) return "the head of its answer is too long";
  return curl_easy_strerror(code);
}

}  // namespace

Transfer::Transfer(const Delivery& delivery, const WebhookTarget& target, TimeMs at,
                   const TransferOptions& options)
    : options_(options), delivery_(delivery), handle_(curl_easy_init()) {
  NEMO_ASSERT(handle_ != nullptr);
  const std::string id = delivery_id(delivery_.key);
  add_header("content-type", "application/json");
  add_header("webhook-id", id);
  add_header("webhook-timestamp", timestamp_of(at));
  add_header("webhook-signature", signature_of({id, at, delivery_.body}, target.secret));
  set_request(target.url);
  set_connection();
  set_answer();
}

void Transfer::add_header(const std::string& name, const std::string& value) {
  curl_slist* longer = curl_slist_append(headers_.get(), (name + ": " + value).c_str());
  NEMO_ASSERT(longer != nullptr);
  static_cast<void>(headers_.release());
  headers_.reset(longer);
}

void Transfer::set_request(const std::string& url) {
  CURL* handle = handle_.get();
  set(handle, CURLOPT_URL, url.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, options_.reach == Reach::kPublic ? "https" : "https,http");
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_USERAGENT, "nemo-ledger");
  set(handle, CURLOPT_HTTPHEADER, headers_.get());
  set(handle, CURLOPT_POST, 1L);
  set(handle, CURLOPT_POSTFIELDS, delivery_.body.c_str());
  set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(delivery_.body.size()));
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_TIMEOUT_MS, options_.timeout_ms);
}

void Transfer::set_connection() {
  CURL* handle = handle_.get();
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_PROXY, "");  // none, whatever the environment says
  set(handle, CURLOPT_FORBID_REUSE, 1L);
  // A name that is slow to be looked up holds up nobody when its attempt is over.
  set(handle, CURLOPT_QUICK_EXIT, 1L);
  set(handle, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open);
  set(handle, CURLOPT_OPENSOCKETDATA, this);
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (options_.ca_file.empty()) return;
  set(handle, CURLOPT_CAINFO, options_.ca_file.c_str());
  set(handle, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

void Transfer::set_answer() {
  CURL* handle = handle_.get();
  set(handle, CURLOPT_HEADERFUNCTION, &Transfer::take_head);
  set(handle, CURLOPT_HEADERDATA, this);
  set(handle, CURLOPT_WRITEFUNCTION, &Transfer::take_body);
  set(handle, CURLOPT_WRITEDATA, this);
  set(handle, CURLOPT_PRIVATE, this);
}

curl_socket_t Transfer::open(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.options_.reach == Reach::kPublic && !is_public_address(address->addr)) {
    transfer.refused_ = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t Transfer::take_head(char*, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.head_bytes_ += size;
  return transfer.head_bytes_ <= kHeadBytesMax ? size : 0;  // 0 ends the transfer
}

std::size_t Transfer::take_body(char*, std::size_t, std::size_t size, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  transfer.body_bytes_ += size;
  transfer.cut_ = transfer.body_bytes_ > kBodyBytesMax;
  return transfer.cut_ ? 0 : size;
}

Attempt Transfer::attempt(CURLcode code) const {
  if (code == CURLE_WRITE_ERROR && cut_) code = CURLE_OK;  // its status is known
  if (code == CURLE_COULDNT_CONNECT && refused_) {
    return {.error = "the URL leads to no public address"};
  }
  if (code != CURLE_OK) return {.error = reason_of(code)};
  Attempt attempt;
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  attempt.status = static_cast<int>(status);
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RETRY_AFTER, &seconds);
  if (seconds > 0) attempt.retry_after_ms = std::min<curl_off_t>(seconds, 1'000'000) * 1'000;
  if (status / 100 != 2) attempt.error = "it answered with status " + std::to_string(status);
  return attempt;
}

}  // namespace nemo::webhooks
