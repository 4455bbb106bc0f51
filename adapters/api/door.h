#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include "adapters/api/assignments.h"
#include "adapters/api/authenticator.h"
#include "adapters/api/checkouts.h"
#include "adapters/api/finance_reports.h"
#include "adapters/api/metrics.h"
#include "adapters/api/reads.h"
#include "adapters/api/settings.h"
#include "adapters/api/statements.h"
#include "adapters/api/stripe_desk.h"
#include "adapters/api/waits.h"
#include "adapters/api/worker.h"
#include "adapters/api/writer.h"
#include "adapters/webhooks/webhooks.h"

namespace nemo::api {

// The API over one ledger: takes requests that the server has let in, finds route and caller, and
// answers. Thread rule: handle() from any thread; destroyed once no request can come any more.
class Door {
 public:
  // What sends alerts, and what signs them. Without a sender none are sent by this node.
  struct Webhooks {
    Settings::Webhooks settings;
    webhooks::Webhooks* sender = nullptr;
  };

  // Who receives Stripe's events, who asks Stripe for checkouts, and who knows whose Stripe's
  // objects are; null where nobody does.
  struct Stripe {
    StripeDesk* desk = nullptr;
    Checkouts* checkouts = nullptr;
    Assignments* assignments = nullptr;
  };

  // `ledger`, the sender, the webhooks' master keys and what is Stripe's outlive it.
  Door(Ledger& ledger, Trust trust, const Webhooks& webhooks, Stripe stripe,
       std::function<void(const std::string&)> tell);
  ~Door() { ends_ = true; }

  void handle(http::Request request, http::Respond respond);
  // What /metrics shows: others add theirs.
  Metrics& metrics() { return metrics_; }

 private:
  void answer(http::Request request, const Route*& route, const http::Respond& respond);
  void dispatch(const std::shared_ptr<const Asked>& asked, const http::Respond& respond);
  void receive_stripe(const Asked& asked, const http::Respond& respond);
  void set_auto_top_up(const Asked& asked, const http::Respond& respond);
  void start_checkout(const Asked& asked, const http::Respond& respond);
  void assign_stripe_object(const Asked& asked, const http::Respond& respond);
  void write_call(const Asked& asked, bool is_dry, const http::Respond& respond);
  void rehearse(Envelope call, const http::Respond& respond);
  http::Response read(const Asked& asked);
  void read_and_respond(const std::shared_ptr<const Asked>& asked, const http::Respond& respond);
  bool has_come(const Asked& asked, LogPosition position);
  Fault has_not_come();
  void explain(const std::shared_ptr<const Asked>& asked, const http::Respond& respond);
  void report(const std::shared_ptr<const Asked>& asked, const http::Respond& respond);
  bool is_ready(std::int64_t behind);
  std::int64_t records_behind();
  http::Response readiness();

  Ledger& ledger_;
  webhooks::Webhooks* sender_;
  Stripe stripe_;
  std::function<TimeMs()> now_;
  Authenticator authenticator_;
  Reads reads_;
  Metrics metrics_;
  Worker worker_;          // first answers of what is repeated
  Statements statements_;  // of pages_ alone
  Worker pages_;           // lists
  std::atomic<bool> ends_ = false;
  std::mutex explaining_mutex_;
  std::set<OrgId> explaining_;
  Worker explanations_;
  FinanceReports finance_;  // of reports_ alone
  Worker reports_;
  Worker dry_runs_;
  Waits waits_;  // reads that wait for a position
  Writer writer_;
  Settings settings_;
};

}  // namespace nemo::api
