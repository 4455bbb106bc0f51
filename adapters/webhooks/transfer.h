#pragma once

#include <curl/curl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "adapters/webhooks/delivery.h"
#include "adapters/webhooks/judgement.h"
#include "adapters/webhooks/target.h"

namespace nemo::webhooks {

struct TransferOptions {
  Reach reach = Reach::kPublic;
  long timeout_ms = 10'000;  // for all of it
  std::string ca_file = {};  // whom to trust, PEM; empty: as the system does
};

// One attempt: a POST of the delivery, signed. TLS 1.2 or later with the server's name and chain
// verified; no redirect followed, no proxy, no cookie, no compression. What address it connects to
// is judged at the moment it does, whatever the name led to before. Of the answer's body 16 KiB are
// read, and of its head 64; it is kept nowhere. Thread rule: one thread.
class Transfer {
 public:
  // Requires a URL without fault. `options` outlive it.
  Transfer(const Delivery& delivery, const WebhookTarget& target, TimeMs at,
           const TransferOptions& options);

  CURL* handle() const { return handle_.get(); }
  const Delivery& delivery() const { return delivery_; }
  // What became of it, once it has ended so.
  Attempt attempt(CURLcode code) const;

 private:
  struct FreeHandle {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  };
  struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };

  void add_header(const std::string& name, const std::string& value);
  void set_request(const std::string& url);
  void set_connection();
  void set_answer();
  static curl_socket_t open(void* self, curlsocktype, curl_sockaddr* address);
  static std::size_t take_head(char*, std::size_t, std::size_t size, void* self);
  static std::size_t take_body(char*, std::size_t, std::size_t size, void* self);

  const TransferOptions& options_;
  Delivery delivery_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  bool refused_ = false;  // an address
  bool cut_ = false;      // the body
  std::size_t head_bytes_ = 0;
  std::size_t body_bytes_ = 0;
  std::unique_ptr<CURL, FreeHandle> handle_;
};

}  // namespace nemo::webhooks
