#include "adapters/api/https_service.h"

#include "adapters/api/door.h"
#include "adapters/api/service_log.h"
#include "adapters/api/service_metrics.h"
#include "adapters/api/stripe_service.h"
#include "adapters/api/webhook_ports.h"
#include "adapters/daemon/data_directory.h"
#include "adapters/embedded_log/system_clock.h"
#include "adapters/http/open_files.h"
#include "adapters/http/server.h"
#include "adapters/identity/https_get.h"
#include "adapters/identity/jwks_cache.h"
#include "adapters/identity/master_key.h"
#include "adapters/identity/process_secrets.h"

namespace nemo::api {
namespace {

identity::BearerKeys keys_of(const std::string& files, const std::string& name) {
  if (files.empty()) return {};
  return {identity::secret_sources(files), name};
}

std::optional<identity::MasterKeys> master_keys_of(const ServiceOptions& options) {
  if (options.master_key_file.empty()) return std::nullopt;
  return std::optional<identity::MasterKeys>(std::in_place,
                                             identity::secret_sources(options.master_key_file));
}

webhooks::Reach reach_of(const ServiceOptions& options) {
  return options.webhooks_allow_private ? webhooks::Reach::kPrivateToo : webhooks::Reach::kPublic;
}

std::unique_ptr<webhooks::Webhooks> webhooks_of(const ServiceOptions& options,
                                                webhooks::FollowerPorts ports) try {
  webhooks::WebhooksOptions chosen;
  chosen.folder = options.data / kWebhooksFolder;
  chosen.transfer.reach = reach_of(options);
  return std::make_unique<webhooks::Webhooks>(chosen, std::move(ports));
} catch (const webhooks::Unavailable& unavailable) {
  throw Failure{3, (options.data / kWebhooksFolder).string() + ": " + unavailable.reason +
                       "; check the disk, or move the folder away: what is on its way is lost"};
}

std::string address_of(const std::string& text) {
  const bool has_scheme = text.find("://") != std::string::npos || text.starts_with("unix:");
  return has_scheme ? text : "https://" + text;
}

// Whether nobody can ask from elsewhere.
bool is_within_machine(const ServiceOptions& options) {
  const auto address = http::parse_listen_address(address_of(options.listen));
  return address.kind != http::ListenAddress::Kind::kHttps || address.address.starts_with("127.") ||
         address.address == "::1";
}

struct People {
  std::unique_ptr<identity::TokenKeys> keys;  // null: no person is let in
  identity::JwksCache* published = nullptr;   // of them, where they are fetched
};

People people_of(const ServiceOptions& options, ServiceLog& log) {
  std::optional<identity::SignatureKey> secret;
  if (!options.jwt_secret_file.empty()) {
    secret = identity::SignatureKey::hs256(
        "", identity::read_secret(identity::secret_sources(options.jwt_secret_file).front(),
                                  "the JWT secret (--jwt-hs256-secret-file)"));
  }
  if (options.jwks_url.empty()) {
    if (!secret) return {};
    return {std::make_unique<identity::SharedSecretKey>(*secret)};
  }
  if (!identity::may_be_fetched(options.jwks_url)) {
    throw Failure{2, "--jwks-url " + options.jwks_url +
                         ": neither https:// nor http:// on loopback, or with a password"};
  }
  identity::JwksOptions jwks;
  jwks.shared_secret = secret;
  jwks.tell = [&log](const std::string& what) { log.warn("jwks", what); };
  jwks.first_wait_ms = 0;  // an I/O thread asks, and has others to serve
  auto cache = std::make_unique<identity::JwksCache>(
      identity::fetch_by_https({.url = options.jwks_url, .ca_file = options.jwks_ca_file}), jwks);
  identity::JwksCache* published = cache.get();
  return {std::move(cache), published};
}

// A secret that gets about among operators must not open the books, nor theirs the gateway.
void check_distinct(const Trust& trust) {
  const auto check = [](const identity::BearerKeys& a, const identity::BearerKeys& b,
                        const std::string& options) {
    if (!a.shares_one_with(b)) return;
    throw Failure{2, options + ": the same key in both; make one for each: openssl rand -hex 32"};
  };
  check(trust.service, trust.finance, "--service-key-file and --finance-key-file");
  check(trust.service, trust.operators, "--service-key-file and --operator-key-file");
  check(trust.finance, trust.operators, "--finance-key-file and --operator-key-file");
}

Trust trust_of(const ServiceOptions& options, identity::TokenKeys* people, Clock& clock) {
  if (people != nullptr && options.jwt_issuer.empty()) {
    throw Failure{2,
                  "--jwt-issuer: missing; tokens of people are taken from one issuer alone: "
                  "name it as in their claim `iss`"};
  }
  Trust trust{
      .service = keys_of(options.service_key_file, "the service key (--service-key-file)"),
      .finance = keys_of(options.finance_key_file, "the finance key (--finance-key-file)"),
      .operators = keys_of(options.operator_key_file, "the operator's key (--operator-key-file)"),
      .people = people,
      .rules = {.issuer = options.jwt_issuer, .audience = options.jwt_audience},
      .now = [&clock] { return clock.wall(); },
      .open_to_operators = is_within_machine(options)};
  check_distinct(trust);
  return trust;
}

http::ConnectionLimits connection_limits(ServiceLog& log) {
  const std::size_t open_files = http::raise_open_files_limit();
  const http::ConnectionLimits limits = http::connections_within(open_files);
  if (limits.connections_max < http::ConnectionLimits().connections_max) {
    log.warn("few_files", "at most " + std::to_string(limits.connections_max) +
                              " connections, as the process may have " +
                              std::to_string(open_files) +
                              " files open: raise its limit (ulimit -n)");
  }
  return limits;
}

// What the gate does not offer (501, 505) is the caller's.
bool is_our_failure(int status) { return status >= 500 && status != 501 && status != 505; }

http::ServerOptions server_options(const ServiceOptions& options, ServiceLog& log) {
  http::ServerOptions server;
  server.connection = connection_limits(log);
  server.access_log = [&log](const http::AccessRecord& record) {
    if (is_our_failure(record.status)) log.failed(record);
    log.access(record);
  };
  server.listen = {http::parse_listen_address(address_of(options.listen))};
  server.io_threads = options.io_threads;
  if (!options.stripe_webhook_secret_file.empty()) server.head.large_path = kStripeWebhookPath;
  if (server.listen.front().kind != http::ListenAddress::Kind::kHttps) return server;
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    throw Failure{2, "--tls-cert and --tls-key: give both, or none for a self-signed certificate"};
  }
  if (options.tls_certificate.empty() && !is_within_machine(options)) {
    throw Failure{2, "--listen " + options.listen +
                         ": others than this machine ask there, and a certificate that they can "
                         "check is missing: give --tls-cert and --tls-key; the self-signed one is "
                         "for loopback"};
  }
  if (options.tls_certificate.empty()) {
    server.certificate = http::self_signed_certificate(options.data / kCertificateFolder);
  } else {
    server.certificate = {options.tls_certificate, options.tls_key};
  }
  return server;
}

stripe_ledger::MakeStripeApi access_of(const ServiceOptions& options) {
  return stripe_ledger::stripe_access(options.stripe_api_key_file, options.stripe_api_url);
}

// A key asks for events of its own mode, and buys in it: none of them would count in the other.
stripe_ledger::Mode mode_of(const ServiceOptions& options) {
  using Mode = stripe_ledger::Mode;
  const bool has_key = !options.stripe_api_key_file.empty();
  const Mode named =
      options.stripe_mode.empty() ? Mode::kAny : stripe_ledger::mode_of(options.stripe_mode);
  if (!has_key) return named;
  const bool is_live = stripe_ledger::is_live_key(options.stripe_api_key_file);
  const Mode of_key = is_live ? Mode::kLive : Mode::kTest;
  if (options.stripe_mode.empty()) return of_key;
  if (named == Mode::kAny || named == of_key) return named;
  const std::string mode = is_live ? "live" : "test";
  throw Failure{2, "--stripe-mode " + options.stripe_mode + ": the key in " +
                       options.stripe_api_key_file + " is of " + mode +
                       " mode; name the file of a key of " + options.stripe_mode +
                       " mode, or leave --stripe-mode out"};
}

}  // namespace

class HttpsService::Inside {
 public:
  Inside(Ledger& ledger, const ServiceOptions& options)
      : log_(options.access_log),
        people_(people_of(options, log_)),
        master_keys_(master_keys_of(options)),
        webhooks_(sender_of(ledger, options)),
        stripe_(stripe_of(ledger, options)),
        checkouts_(checkouts_of(ledger, options)),
        door_(ledger, trust_of(options, people_.keys.get(), clock_),
              {{master_keys_ ? &*master_keys_ : nullptr, reach_of(options)}, webhooks_.get()},
              {stripe_ ? stripe_->desk() : nullptr, checkouts_.get(),
               stripe_ ? stripe_->assignments() : nullptr},
              [this](const std::string& reason) { log_.warn("undecided", reason); }),
        server_(server_options(options, log_),
                [this](http::Request request, http::Respond respond) {
                  door_.handle(std::move(request), std::move(respond));
                }) {
    if (options.operator_key_file.empty() && !is_within_machine(options)) {
      log_.warn("metrics",
                "/metrics is closed to everybody: beyond loopback it needs "
                "--operator-key-file");
    }
    door_.metrics().also([this, data = options.data](MetricsText& text) {
      add_server(server_, text);
      add_jwks(people_.published, text);
      if (webhooks_ != nullptr) add_webhooks(webhooks_->standing(), text);
      if (stripe_ != nullptr) stripe_->add_metrics(text);
      add_disk(data, text);
    });
  }

  http::Server& server() { return server_; }
  // Whoever waits for Stripe is answered that it cannot be asked.
  void stop_checkouts() {
    if (checkouts_ != nullptr) checkouts_->stop();
  }
  void stop_followers() {
    if (webhooks_ != nullptr) webhooks_->close();
    if (stripe_ != nullptr) stripe_->close();
  }

 private:
  // Null where this node sends none.
  std::unique_ptr<webhooks::Webhooks> sender_of(Ledger& ledger, const ServiceOptions& options) {
    if (!options.sends_webhooks || !master_keys_) return nullptr;
    return webhooks_of(options, webhook_ports(
                                    ledger, *master_keys_, [this] { return clock_.wall(); },
                                    [this](const auto& what) { log_.warn("webhooks", what); }));
  }

  // Null where Stripe is nobody here.
  std::unique_ptr<StripeService> stripe_of(Ledger& ledger, const ServiceOptions& options) {
    const bool asks = !options.stripe_api_key_file.empty();
    if (options.stripe_webhook_secret_file.empty() && !asks) return nullptr;
    if (!master_keys_) {
      log_.warn("stripe", "events are not kept as they came: that needs --master-key-file");
    }
    StripeService::Options stripe;
    stripe.data = options.data;
    stripe.secret_file = options.stripe_webhook_secret_file;
    if (asks) stripe.access = access_of(options);
    stripe.ask_every = std::chrono::seconds(options.stripe_ask_every_s);
    stripe.mode = mode_of(options);
    stripe.now = [this] { return clock_.wall(); };
    stripe.tell = [this](const auto& what) { log_.warn("stripe", what); };
    return std::make_unique<StripeService>(ledger, master_keys_ ? &*master_keys_ : nullptr, stripe);
  }

  // Null where there is no key of Stripe's API.
  std::unique_ptr<Checkouts> checkouts_of(Ledger& ledger, const ServiceOptions& options) {
    if (options.stripe_api_key_file.empty()) return nullptr;
    const auto customer_of = [this](const OrgId& org_id) {
      return stripe_ ? stripe_->customer_of(org_id) : StripeId();
    };
    return std::make_unique<Checkouts>(ledger, Checkouts::Options{access_of(options), customer_of});
  }

  ServiceLog log_;
  SystemClock clock_;
  People people_;
  std::optional<identity::MasterKeys> master_keys_;
  std::unique_ptr<webhooks::Webhooks> webhooks_;
  std::unique_ptr<StripeService> stripe_;
  std::unique_ptr<Checkouts> checkouts_;
  Door door_;
  http::Server server_;
};

HttpsService::HttpsService(Ledger& ledger, const ServiceOptions& options) try {
  identity::keep_out_of_core_dumps();
  inside_ = std::make_unique<Inside>(ledger, options);
} catch (const http::ServerFailure& failure) {
  throw Failure{2, failure.message};
} catch (const identity::SecretUnusable& unusable) {
  throw Failure{2, unusable.message};
} catch (const stripe::FileUnusable& unusable) {
  throw Failure{3, unusable.what()};
} catch (const identity::KeyRefused& refused) {
  throw Failure{2, "the JWT secret (--jwt-hs256-secret-file): " + refused.reason};
}

HttpsService::~HttpsService() = default;

std::vector<std::string> HttpsService::addresses() const {
  std::vector<std::string> texts;
  for (const http::ListenAddress& address : inside_->server().addresses()) {
    texts.push_back(http::format_listen_address(address));
  }
  return texts;
}

bool HttpsService::drain(std::chrono::milliseconds patience) {
  inside_->stop_checkouts();
  const bool answered = inside_->server().drain(patience);
  inside_->stop_followers();
  return answered;
}

}  // namespace nemo::api
