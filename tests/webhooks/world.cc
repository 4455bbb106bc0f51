#include "tests/webhooks/world.h"

#include <chrono>
#include <random>

#include "tests/engine/records.h"

namespace nemo::webhooks {
namespace {

TimeMs wall() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(now).count()};
}

EventId random_id() {
  static std::random_device random;
  EventId id;
  for (std::uint8_t& byte : id.bytes) byte = static_cast<std::uint8_t>(random());
  return id;
}

struct DataOf {
  std::string operator()(const AlertDetail& detail) const {
    return "{\"percent\":\"" + std::to_string(detail.percent) + "\"}";
  }
  std::string operator()(const TopUpDetail& detail) const {
    return "{\"threshold\":\"" + std::to_string(detail.threshold_nano.value) + "\"}";
  }
  template <class Other>
  std::string operator()(const Other&) const {
    return "{}";
  }
};

BudgetSet budget_of_alerts() {
  BudgetSet set = budget(Scope::kKey, "k", Period::kTotal, 100);
  for (std::int64_t percent = 1; percent <= 100; ++percent) set.alert_percents.push_back(percent);
  return set;
}

}  // namespace

World::World(std::filesystem::path place) : place_(std::move(place)) {
  if (place_.empty()) place_ = own_.emplace().path();
  ledger_ = Ledger::open({.data = place_ / "data"});
}

World::~World() { stop(); }

void World::decide(const std::string& org, Payload payload) {
  LedgerInput input;
  input.envelope.event_id = random_id();
  input.envelope.org_id = OrgId(org);
  input.envelope.payload = std::move(payload);
  ledger_->call(std::move(input));
}

void World::organization(const std::string& org, const std::string& url) {
  decide(org, nemo::organization());
  decide(org, key("k"));
  decide(org, credits("start", 1'000'000));
  decide(org, budget_of_alerts());
  send_to(org, url);
}

void World::send_to(const std::string& org, const std::string& url) {
  const std::lock_guard lock(mutex_);
  urls_[org] = url;
}

void World::watch_balance(const std::string& org, std::int64_t threshold) {
  decide(org, AutoTopUpSet{Nano{threshold}, {}, {}});
}

void World::alerts(const std::string& org, int count) {
  decide(org,
         usage("usage-" + std::to_string(++events_) + "-" + std::to_string(wall().value), count));
}

WebhooksOptions World::options() const {
  WebhooksOptions options;
  options.folder = place_ / "webhooks";
  options.transfer.reach = Reach::kPrivateToo;
  options.transfer.timeout_ms = 1'000;
  options.rules.retry.first_ms = 20;
  options.rules.retry.factor = 2;
  options.rules.retry.longest_ms = 2'000;
  options.rules.retry.attempts_max = 4;
  return options;
}

FollowerPorts World::ports() {
  FollowerPorts ports;
  ports.source.partitions = [this] {
    std::vector<AlertSource::Partition> partitions;
    for (const auto& one : ledger_->standing().partitions) {
      partitions.push_back({{one.partition, one.decided_end}, one.alerts});
    }
    return partitions;
  };
  ports.source.each_outcome = [this](LogPosition from, const AlertSource::Visit& visit) {
    ledger_->each_outcome(from, visit);
  };
  ports.source.data_of = [](const Outcome& alert) { return std::visit(DataOf{}, alert.detail); };
  ports.target_of = [this](const OrgId& org_id) { return target_of(org_id); };
  ports.now = wall;
  ports.tell = [this](const std::string& what) {
    const std::lock_guard lock(mutex_);
    told_ = what;
  };
  return ports;
}

std::optional<WebhookTarget> World::target_of(const OrgId& org_id) {
  const std::lock_guard lock(mutex_);
  if (fails_) throw Unavailable{"no target can be had"};
  const std::string& url = urls_[org_id.value];
  if (url.empty()) return std::nullopt;
  return WebhookTarget{url, secret_of(org_id.value)};
}

// It has looked once when the store knows where.
void World::start(const WebhooksOptions& options) {
  if (!std::filesystem::exists(options.folder)) {
    DeliveryStore store(options.folder);
    Outbox outbox(store, options.rules, [] {});
    const FollowerPorts first = ports();
    Follower(first, outbox, {}).look();
  }
  hooks_ = std::make_unique<Webhooks>(options, ports());
}

std::vector<Delivery> World::deliveries(const std::string& org,
                                        std::optional<DeliveryStatus> status) {
  return hooks_->list(OrgId(org), {.status = status, .limit = 1'000}).deliveries;
}

DeliveryStatus World::status(const std::string& org) { return deliveries(org).at(0).status; }

void World::fail(bool fails) {
  const std::lock_guard lock(mutex_);
  fails_ = fails;
}

std::string World::told() {
  const std::lock_guard lock(mutex_);
  return told_;
}

}  // namespace nemo::webhooks
