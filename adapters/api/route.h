#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "adapters/api/query.h"
#include "adapters/http/request_head.h"

namespace nemo::api {

// Who may ask. Of the members of an organization each role may also what those below it may, and
// the service key all of it; the finance key what a viewer may, of every organization, and what is
// finance's: no member of an organization may that, whatever its role.
enum class Access : std::uint8_t {
  kAnybody,
  kStripe,      // whoever signs as Stripe does; see stripe_desk.h
  kOperator,    // the operator's key, where one is set; else anybody
  kVirtualKey,  // of the organization that pays
  kViewer,
  kMember,
  kAdmin,
  kOwner,
  kService,  // the service key alone
  kFinance,  // and the service key
};
std::string_view name_of(Access access);

// One handler each; see door.cc.
enum class Operation : std::uint8_t {
  kHealth,
  kReadiness,
  kMetrics,
  kOpenApi,
  kReserve,
  kSettle,
  kRelease,
  kIncrease,
  kGetReservation,
  kRecordUsage,
  kGetKeyBalance,
  kBatch,
  kStripeWebhook,
  kPublishPrices,
  kListPriceBooks,
  kCreateOrganization,
  kGetOrganization,
  kUpdateOrganization,
  kGetSettings,
  kSetSettings,
  kChangeSettings,
  kRemoveSettings,
  kRemoveWebhook,
  kGrantCredits,
  kGetAutoTopUp,
  kSetAutoTopUp,
  kRemoveAutoTopUp,
  kStartCheckout,
  kGetBalance,
  kListKeys,
  kCreateKey,
  kGetKey,
  kUpdateKey,
  kRevokeKey,
  kRotateKey,
  kListMembers,
  kAddMember,
  kChangeMember,
  kRemoveMember,
  kCreateTeam,
  kUpdateTeam,
  kRemoveTeam,
  kListBudgets,
  kSetBudget,
  kChangeBudget,
  kRemoveBudget,
  kListJournal,
  kListReservations,
  kListExceptions,
  kListAlerts,
  kGetUsage,
  kGetStatement,
  kGetTeam,
  kListTeams,
  kExplain,
  kListDeliveries,
  kRetryDelivery,
  kGetTrialBalance,
  kListPayouts,
  kListFinanceExceptions,
  kAssignStripeObject,
  kClearSuspense,
  kWriteOffDebt,
};

// Stripe gives up what it is refused for days: larger bodies are read here; see stripe_desk.h.
inline constexpr std::string_view kStripeWebhookPath = "/v1/stripe/webhook";

// What the service answers: the table makes the dispatch, the roles' matrix, the queries that are
// let in, the OpenAPI document, the metrics' names and the tests' list.
struct Route {
  std::string_view method;
  std::string_view path;  // "/v1/orgs/{org}/keys/{key_id}"
  Operation operation;
  std::string_view name;  // operationId, and the label of metrics
  Access access;
  std::string_view summary;
  Query query = Query::kNone;
};
std::span<const Route> routes();

// A path that a route has; `parameters` in the order of its braces.
struct Match {
  const Route* route = nullptr;
  std::vector<std::string_view> parameters;
};
// Nothing if there is no such path. A path without that method: `route` is null, and `allowed`
// names the methods it has ("GET, POST"). HEAD is asked for as GET.
std::optional<Match> match(const http::RequestHead& head, std::string& allowed);

}  // namespace nemo::api
