#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "adapters/daemon/ledger.h"

namespace nemo::api {

struct ServiceOptions {
  // ADDRESS:PORT or https://ADDRESS:PORT, http://ADDRESS:PORT on loopback, unix:PATH.
  std::string listen;
  // PEM files; both empty: a self-signed certificate for loopback, kept under `data`.
  std::string tls_certificate;
  std::string tls_key;
  std::filesystem::path data;
  // Files of secrets; empty: nobody of the kind is let in. Of the first four several, by commas,
  // while they are rotated.
  std::string service_key_file;
  std::string operator_key_file;
  std::string finance_key_file;
  std::string master_key_file;             // the current one first
  std::string stripe_webhook_secret_file;  // one a line; empty: no webhooks are taken
  std::string stripe_mode;                 // live, test, any; empty: the API key's, else any
  std::string stripe_api_key_file;         // empty: Stripe is asked for nothing
  std::string stripe_api_url;              // empty: Stripe's own
  int stripe_ask_every_s = 60;             // for what no webhook told, from 1 on
  std::string jwt_secret_file;             // HS256
  std::string jwks_url;
  std::string jwks_ca_file;  // whom to trust there, PEM; empty: as the system does
  std::string jwt_issuer;
  std::string jwt_audience = "authenticated";
  std::string access_log;  // a file; "-": stderr
  unsigned io_threads = 2;
  // Alerts are sent from here, where there is a master key; on Kafka one node is enough.
  bool sends_webhooks = true;
  bool webhooks_allow_private = false;  // and http://
};

// The API of a ledger over HTTPS: server, door and whom they believe. Thread rule: one thread.
class HttpsService {
 public:
  // Listens and serves. Throws Failure (2) for options that cannot be.
  HttpsService(Ledger& ledger, const ServiceOptions& options);
  // Ends at once.
  ~HttpsService();

  // Where it listens, as URLs: "https://127.0.0.1:8443".
  std::vector<std::string> addresses() const;

  // Lets nobody new in and answers what is under way, at most this long; true if all was. Sends no
  // alerts afterwards: the ledger may be closed.
  bool drain(std::chrono::milliseconds patience);

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo::api
