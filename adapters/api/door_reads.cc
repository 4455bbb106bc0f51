#include "adapters/api/deliveries.h"
#include "adapters/api/door.h"

#include <algorithm>

#include "adapters/api/explanation.h"
#include "adapters/api/history.h"
#include "adapters/api/open_api.h"

namespace nemo::api {
namespace {

constexpr std::size_t kExplanationsWaiting = 8;
constexpr std::size_t kReportsWaiting = 8;

// A node that is behind so many records answers of the past.
constexpr std::int64_t kBehindMax = 10'000;

// Read from the store, which takes its time.
bool is_slow(Operation operation) {
  return (operation >= Operation::kListJournal && operation <= Operation::kListTeams) ||
         operation == Operation::kListDeliveries || operation == Operation::kRetryDelivery;
}

}  // namespace

void Door::read_and_respond(const std::shared_ptr<const Asked>& asked,
                            const http::Respond& respond) {
  if (asked->route->operation == Operation::kExplain) return explain(asked, respond);
  if (is_finance_report(asked->route->operation)) return report(asked, respond);
  const auto answered = [this, asked, respond] {
    respond(response_from([&] { return read(*asked); }));
  };
  is_slow(asked->route->operation) ? pages_.post(answered) : answered();
}

// One at a time, by a thread of its own, and one of an organization: each reads a partition from
// its first record on. Does not throw: it may be asked from where nothing may.
void Door::explain(const std::shared_ptr<const Asked>& asked, const http::Respond& respond) {
  {
    const std::lock_guard lock(explaining_mutex_);
    if (!explaining_.insert(asked->org_id).second) {
      return respond(response_of(too_many("an explanation of the organization is under way")));
    }
  }
  const bool posted = explanations_.post_if_below(kExplanationsWaiting, [this, asked, respond] {
    http::Response response = response_from([&] { return explanation_of(*asked, ledger_, ends_); });
    {
      const std::lock_guard lock(explaining_mutex_);
      explaining_.erase(asked->org_id);
    }
    respond(std::move(response));
  });
  if (posted) return;
  {
    const std::lock_guard lock(explaining_mutex_);
    explaining_.erase(asked->org_id);
  }
  respond(response_of(too_many("many explanations are under way")));
}

// One at a time, too: each may read the whole log. Does not throw.
void Door::report(const std::shared_ptr<const Asked>& asked, const http::Respond& respond) {
  const auto work = [this, asked, respond] {
    respond(response_from([&] { return finance_.of(*asked); }));
  };
  if (reports_.post_if_below(kReportsWaiting, work)) return;
  respond(response_of(too_many("many reports are under way")));
}

http::Response Door::read(const Asked& asked) {
  using enum Operation;
  switch (asked.route->operation) {
    case kHealth:
      return {.body = "{\"status\":\"serving\"}"};
    case kReadiness:
      return readiness();
    case kMetrics:
      return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
              .body = metrics_.text(ledger_.standing())};
    case kOpenApi:
      return {.shared_body = open_api_document()};
    case kGetReservation:
      return reads_.reservation(asked);
    case kGetKeyBalance:
      return reads_.key_balance(asked);
    case kGetOrganization:
      return reads_.organization(asked);
    case kGetBalance:
      return reads_.balance(asked);
    case kListKeys:
      return reads_.keys(asked);
    case kGetKey:
      return reads_.key(asked);
    case kListMembers:
      return reads_.members(asked);
    case kListBudgets:
      return reads_.budgets(asked);
    case kListPriceBooks:
      return reads_.price_books(asked);
    case kGetSettings:
      return reads_.settings(asked);
    case kGetTeam:
      return reads_.team(asked);
    case kListTeams:
      return reads_.teams(asked);
    case kGetAutoTopUp:
      return reads_.auto_top_up(asked);
    case kListDeliveries:
      return list_deliveries(asked, ledger_, sender_);
    case kRetryDelivery:
      return retry_delivery(asked, sender_);
    case kGetUsage:
    case kGetStatement:
      return history_by_day(asked, ledger_, statements_);
    default:
      return history_page(asked, ledger_);
  }
}

// Whether the organization's partition is decided up to there; it may not be there at all.
bool Door::has_come(const Asked& asked, LogPosition position) try {
  bool come = false;
  const bool found =
      !asked.org_id.empty() && ledger_.read(asked.org_id, [&](const OrgReading& reading) {
        come = reading.position.offset >= position.offset;
      });
  if (found) return come;
  const NodeStanding standing = ledger_.standing();
  return std::any_of(standing.partitions.begin(), standing.partitions.end(),
                     [&](const NodeStanding::Partition& one) {
                       return one.partition == position.partition &&
                              one.decided_end > position.offset;
                     });
} catch (const Failure&) {
  return true;  // nothing will: the read says so
}

std::int64_t Door::records_behind() {
  const NodeStanding standing = ledger_.standing();
  std::int64_t behind = 0;
  for (const NodeStanding::Partition& one : standing.partitions) {
    behind += one.log_end - one.decided_end;
  }
  return behind;
}

// Of a position that was waited for in vain.
Fault Door::has_not_come() {
  if (ledger_.standing().alone) {
    return {FaultCode::kInvalidRequest,
            "`min_position` is beyond the end of the log: give one that an answer has named",
            "min_position"};
  }
  Fault fault = undecided("min_position has not come in time");
  fault.message = "this node has not come to `min_position`: ask again";
  return fault;
}

// Not while it is behind the log, nor once it cannot go on.
bool Door::is_ready(std::int64_t behind) { return behind < kBehindMax && !ledger_.failure(); }

http::Response Door::readiness() {
  const std::int64_t behind = records_behind();
  const bool ready = is_ready(behind);
  http::Response response;
  response.status = ready ? 200 : 503;
  response.body = std::string("{\"status\":\"") + (ready ? "ready" : "not ready") +
                  "\",\"records_behind\":" + std::to_string(behind) + "}";
  return response;
}

}  // namespace nemo::api
