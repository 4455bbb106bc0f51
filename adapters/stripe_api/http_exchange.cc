#include "adapters/stripe_api/http_exchange.h"

#include <curl/curl.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "events/values/assert.h"

namespace nemo::stripe_api {
namespace {

struct FreeTransfer {
  void operator()(CURL* transfer) const { curl_easy_cleanup(transfer); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

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

HeaderList list_of(const std::vector<std::string>& headers) {
  HeaderList list;
  for (const std::string& header : headers) {
    curl_slist* longer = curl_slist_append(list.get(), header.c_str());
    NEMO_ASSERT(longer != nullptr);
    static_cast<void>(list.release());
    list.reset(longer);
  }
  return list;
}

void set_limits(CURL* transfer, const HttpLimits& limits) {
  set(transfer, CURLOPT_FOLLOWLOCATION, 0L);
  set(transfer, CURLOPT_NOSIGNAL, 1L);
  set(transfer, CURLOPT_CONNECTTIMEOUT_MS, limits.connect_ms);
  set(transfer, CURLOPT_TIMEOUT_MS, limits.timeout_ms);
  set(transfer, CURLOPT_SSL_VERIFYPEER, 1L);
  set(transfer, CURLOPT_SSL_VERIFYHOST, 2L);
  set(transfer, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (limits.ca_file.empty()) return;
  set(transfer, CURLOPT_CAINFO, limits.ca_file.c_str());
  set(transfer, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

// `request`, `headers` and `body` outlive the exchange.
void set_request(CURL* transfer, const HttpRequest& request, curl_slist* headers, Body& body) {
  set(transfer, CURLOPT_URL, request.url.c_str());
  set(transfer, CURLOPT_PROTOCOLS_STR, "https,http");
  set(transfer, CURLOPT_USERAGENT, "nemo-ledger");
  set(transfer, CURLOPT_HTTPHEADER, headers);
  set(transfer, CURLOPT_WRITEFUNCTION, &take);
  set(transfer, CURLOPT_WRITEDATA, &body);
  set(transfer, CURLOPT_NOPROGRESS, 0L);
  set(transfer, CURLOPT_XFERINFOFUNCTION, &go_on);
  set(transfer, CURLOPT_XFERINFODATA, &body);
  // What is on this machine is asked for by no proxy.
  if (request.url.starts_with("http:")) set(transfer, CURLOPT_NOPROXY, "*");
  if (request.method == HttpRequest::Method::kGet) return set(transfer, CURLOPT_HTTPGET, 1L);
  set(transfer, CURLOPT_POST, 1L);
  set(transfer, CURLOPT_POSTFIELDS, request.body.c_str());
  set(transfer, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
}

std::string header_of(CURL* transfer, const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(transfer, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
  return header->value;
}

std::optional<bool> truth_of(std::string_view text) {
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

HttpAnswer answer_of(CURL* transfer, Body& body) {
  HttpAnswer answer;
  long status = 0;
  curl_easy_getinfo(transfer, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  answer.body = std::move(body.bytes);
  answer.should_retry = truth_of(header_of(transfer, "Stripe-Should-Retry"));
  answer.request_id = header_of(transfer, "Request-Id").substr(0, 64);
  curl_off_t seconds = 0;
  curl_easy_getinfo(transfer, CURLINFO_RETRY_AFTER, &seconds);
  if (seconds > 0) answer.retry_after_ms = std::min<curl_off_t>(seconds, 86'400) * 1'000;
  return answer;
}

// libcurl is made ready once, before the first use by any thread.
void make_ready() {
  static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  NEMO_ASSERT(kReady == CURLE_OK);
}

}  // namespace

struct HttpConnection::Handle {
  std::unique_ptr<CURL, FreeTransfer> transfer;
};

HttpConnection::HttpConnection(HttpLimits limits) : limits_(std::move(limits)) {
  make_ready();
  handle_ = std::make_unique<Handle>();
  handle_->transfer.reset(curl_easy_init());
  NEMO_ASSERT(handle_->transfer != nullptr);
}

HttpConnection::~HttpConnection() = default;

HttpAnswer HttpConnection::exchange(const HttpRequest& request, std::stop_token stop) {
  CURL* transfer = handle_->transfer.get();
  curl_easy_reset(transfer);  // the connection stays
  const HeaderList headers = list_of(request.headers);
  Body body{{}, limits_.body_bytes_max, std::move(stop)};
  set_limits(transfer, limits_);
  set_request(transfer, request, headers.get(), body);
  const CURLcode done = curl_easy_perform(transfer);
  HttpAnswer answer;
  if (done == CURLE_OK) {
    answer = answer_of(transfer, body);
  } else {
    answer.fault = done == CURLE_WRITE_ERROR ? "the answer is too long" : curl_easy_strerror(done);
  }
  curl_easy_reset(transfer);  // nothing points to this call's own things, the key among them
  return answer;
}

}  // namespace nemo::stripe_api
