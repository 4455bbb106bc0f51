#include "adapters/api/route.h"

#include <array>

namespace nemo::api {
namespace {

using enum Access;
using enum Operation;
using enum Query;

constexpr Query kPage = kMinPosition | kLimit | kCursor;
constexpr Query kPeriod = kFrom | kTo;
constexpr Query kCalls = kModel | kKeyId;

constexpr Route kRoutes[] = {
    {"GET", "/healthz", kHealth, "getHealth", kAnybody, "Whether the process serves"},
    {"GET", "/readyz", kReadiness, "getReadiness", kAnybody,
     "Whether it decides: caught up with the log, and not ended by a failure"},
    {"GET", "/metrics", kMetrics, "getMetrics", kOperator, "Figures for Prometheus"},
    {"GET", "/v1/openapi.json", kOpenApi, "getOpenApi", kAnybody, "This document"},
    {"POST", "/v1/reservations", kReserve, "reserve", kVirtualKey,
     "Hold the worst-case cost of a call", kDryRun},
    {"GET", "/v1/reservations/{reservation_id}", kGetReservation, "getReservation", kVirtualKey,
     "What is known of a reservation", kMinPosition},
    {"POST", "/v1/reservations/{reservation_id}/settle", kSettle, "settle", kVirtualKey,
     "Post the exact cost and return the rest of the hold", kDryRun},
    {"POST", "/v1/reservations/{reservation_id}/release", kRelease, "release", kVirtualKey,
     "Return the whole hold", kDryRun},
    {"POST", "/v1/reservations/{reservation_id}/increase", kIncrease, "increase", kVirtualKey,
     "Hold more, checked anew", kDryRun},
    {"POST", "/v1/usage", kRecordUsage, "recordUsage", kVirtualKey,
     "Post a cost that was not reserved", kDryRun},
    {"GET", "/v1/balance", kGetKeyBalance, "getKeyBalance", kVirtualKey,
     "The balance of the key's organization", kMinPosition},
    {"POST", "/v1/batch", kBatch, "batch", kVirtualKey,
     "Up to 1,000 calls, each answered on its own"},
    {"POST", kStripeWebhookPath, kStripeWebhook, "receiveStripe", kStripe,
     "An event of Stripe, signed; answered once it is durable, and the same when it comes again"},
    {"POST", "/v1/price-books", kPublishPrices, "publishPrices", kService,
     "Prices of models, in force from effective_from on; a version is published once"},
    {"GET", "/v1/price-books", kListPriceBooks, "listPriceBooks", kService,
     "The versions published, oldest first", kLimit | kCursor},
    {"POST", "/v1/orgs", kCreateOrganization, "createOrganization", kService, "A new organization"},
    {"GET", "/v1/orgs/{org}", kGetOrganization, "getOrganization", kViewer,
     "An organization's settings", kMinPosition},
    {"PATCH", "/v1/orgs/{org}", kUpdateOrganization, "updateOrganization", kOwner,
     "Change settings, suspend, resume, close"},
    {"GET", "/v1/orgs/{org}/settings", kGetSettings, "getSettings", kViewer,
     "Where alerts are sent", kMinPosition},
    {"POST", "/v1/orgs/{org}/settings", kSetSettings, "setSettings", kAdmin,
     "Send alerts to a webhook; the secret it is signed with is in this answer and nowhere else"},
    {"PATCH", "/v1/orgs/{org}/settings", kChangeSettings, "changeSettings", kAdmin,
     "Send alerts to a webhook; the secret it is signed with is in this answer and nowhere else"},
    {"DELETE", "/v1/orgs/{org}/settings", kRemoveSettings, "removeSettings", kAdmin,
     "Have no settings any more: alerts are sent nowhere"},
    {"DELETE", "/v1/orgs/{org}/settings/webhook", kRemoveWebhook, "removeWebhook", kAdmin,
     "Send alerts nowhere any more"},
    {"POST", "/v1/orgs/{org}/credits", kGrantCredits, "grantCredits", kService, "Grant credits"},
    {"GET", "/v1/orgs/{org}/auto-top-up", kGetAutoTopUp, "getAutoTopUp", kViewer,
     "When the balance is low, what is bought then, and what was asked for today (UTC)",
     kMinPosition},
    {"POST", "/v1/orgs/{org}/auto-top-up", kSetAutoTopUp, "setAutoTopUp", kOwner,
     "Tell of a balance below a threshold, and buy an amount of credits then"},
    {"DELETE", "/v1/orgs/{org}/auto-top-up", kRemoveAutoTopUp, "removeAutoTopUp", kOwner,
     "Tell of no low balance and buy nothing any more"},
    {"POST", "/v1/orgs/{org}/checkout-sessions", kStartCheckout, "startCheckout", kOwner,
     "A page of Stripe's, where an amount of credits is paid for"},
    {"GET", "/v1/orgs/{org}/balance", kGetBalance, "getBalance", kViewer, "Balance, holds and lots",
     kMinPosition},
    {"GET", "/v1/orgs/{org}/keys", kListKeys, "listKeys", kViewer, "All virtual keys", kPage},
    {"POST", "/v1/orgs/{org}/keys", kCreateKey, "createKey", kMember,
     "A new virtual key; its text is in this answer and nowhere else"},
    {"GET", "/v1/orgs/{org}/keys/{key_id}", kGetKey, "getKey", kViewer,
     "A virtual key's settings and what it used this minute", kMinPosition},
    {"PATCH", "/v1/orgs/{org}/keys/{key_id}", kUpdateKey, "updateKey", kAdmin,
     "Change a key's limits"},
    {"DELETE", "/v1/orgs/{org}/keys/{key_id}", kRevokeKey, "revokeKey", kMember,
     "Revoke a key from the next request on"},
    {"POST", "/v1/orgs/{org}/keys/{key_id}/rotate", kRotateKey, "rotateKey", kMember,
     "A new text for a key; the one before is good for grace_ms more"},
    {"GET", "/v1/orgs/{org}/members", kListMembers, "listMembers", kViewer,
     "All members and their roles", kPage},
    {"POST", "/v1/orgs/{org}/members", kAddMember, "addMember", kAdmin, "Add a member"},
    {"PATCH", "/v1/orgs/{org}/members/{user_id}", kChangeMember, "changeMember", kAdmin,
     "Give a member another role"},
    {"DELETE", "/v1/orgs/{org}/members/{user_id}", kRemoveMember, "removeMember", kAdmin,
     "Remove a member from the next request on"},
    {"GET", "/v1/orgs/{org}/teams", kListTeams, "listTeams", kViewer, "All teams", kPage},
    {"GET", "/v1/orgs/{org}/teams/{team_id}", kGetTeam, "getTeam", kViewer, "A team's name",
     kMinPosition},
    {"POST", "/v1/orgs/{org}/teams", kCreateTeam, "createTeam", kAdmin, "A new team"},
    {"PATCH", "/v1/orgs/{org}/teams/{team_id}", kUpdateTeam, "updateTeam", kAdmin,
     "Give a team another name"},
    {"DELETE", "/v1/orgs/{org}/teams/{team_id}", kRemoveTeam, "removeTeam", kAdmin,
     "Remove a team, for ever; its keys and budgets stay"},
    {"GET", "/v1/orgs/{org}/budgets", kListBudgets, "listBudgets", kViewer,
     "All budgets: limit, spent, held and left in the window now", kPage},
    {"POST", "/v1/orgs/{org}/budgets", kSetBudget, "setBudget", kAdmin,
     "Set a budget, or its limit anew"},
    {"PATCH", "/v1/orgs/{org}/budgets/{scope}/{scope_id}/{period}", kChangeBudget, "changeBudget",
     kAdmin,
     "Change a budget's limit or alerts; what is left out stays, and so does what it counted"},
    {"DELETE", "/v1/orgs/{org}/budgets/{scope}/{scope_id}/{period}", kRemoveBudget, "removeBudget",
     kAdmin, "Remove a budget and forget what it counted"},
    {"GET", "/v1/orgs/{org}/journal", kListJournal, "listJournal", kViewer,
     "Every posting, oldest first", kPage | kPeriod | kOutcome | kCalls},
    {"GET", "/v1/orgs/{org}/reservations", kListReservations, "listReservations", kViewer,
     "What was reserved, denied, settled, released and expired",
     kPage | kPeriod | kOutcome | kCalls},
    {"GET", "/v1/orgs/{org}/reservations/{reservation_id}/explain", kExplain, "explain", kViewer,
     "Why it was decided so, check by check, and all that happened to it", kMinPosition},
    {"GET", "/v1/orgs/{org}/exceptions", kListExceptions, "listExceptions", kViewer,
     "Orphan, late, unpriced and above-hold settlements, expired holds, malformed records, and "
     "what Stripe told that was refused, put aside or threatens money",
     kPage | kPeriod | kKind | kCalls},
    {"GET", "/v1/orgs/{org}/alerts", kListAlerts, "listAlerts", kViewer,
     "Budget thresholds crossed, and balances that came below the organization's threshold",
     kPage | kPeriod | kKind},
    {"GET", "/v1/orgs/{org}/webhook-deliveries", kListDeliveries, "listDeliveries", kViewer,
     "Alerts on their way to the webhook, delivered and given up", kPage | kStatus},
    {"POST", "/v1/orgs/{org}/webhook-deliveries/{delivery_id}/retry", kRetryDelivery,
     "retryDelivery", kAdmin, "Send an alert that was given up again"},
    {"GET", "/v1/orgs/{org}/usage", kGetUsage, "getUsage", kViewer,
     "Calls granted, denied and settled, and what they cost, day by day (UTC)", kPage | kPeriod},
    {"GET", "/v1/orgs/{org}/statement", kGetStatement, "getStatement", kViewer,
     "How the balance came to be, day by day (UTC)", kPage | kPeriod},
    {"GET", "/v1/finance/trial-balance", kGetTrialBalance, "getTrialBalance", kFinance,
     "What each account was debited and credited, over all organizations", kMinPosition | kAt},
    {"GET", "/v1/finance/payouts", kListPayouts, "listPayouts", kFinance,
     "Stripe's payouts beside the movements of its balance that they are made of",
     kMinPosition | kAt},
    {"GET", "/v1/finance/exceptions", kListFinanceExceptions, "listFinanceExceptions", kFinance,
     "What somebody should look at, in all organizations: of what happened the newest 10,000, and "
     "all that lasts (suspense, refunds that differ, unmatched payouts); all of it, or by page",
     kPage | kAt},
    {"POST", "/v1/finance/assignments", kAssignStripeObject, "assignStripeObject", kFinance,
     "Say whose a payment or a customer of Stripe's is, for ever: what waited in suspense is told "
     "to that organization"},
    {"POST", "/v1/finance/clearings", kClearSuspense, "clearSuspense", kFinance,
     "Take out of suspense what can be assigned to nobody: to an account of the platform, or to "
     "the "
     "credits of the organization in whose books it stands"},
    {"POST", "/v1/orgs/{org}/write-offs", kWriteOffDebt, "writeOffDebt", kFinance,
     "Write off what an organization owes and will not pay, after a dispute that was lost"},
};

bool is_parameter(std::string_view segment) { return segment.starts_with('{'); }

// Whether the path is the request's, segment by segment.
bool fits(std::string_view path, const std::vector<std::string>& segments,
          std::vector<std::string_view>& parameters) {
  parameters.clear();
  std::size_t next = 0;
  path.remove_prefix(1);
  for (;;) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    if (next == segments.size()) return false;
    if (is_parameter(segment)) {
      if (segments[next].empty()) return false;  // "/a/" ends with an empty one
      parameters.push_back(segments[next]);
    } else if (segment != segments[next]) {
      return false;
    }
    ++next;
    if (slash == std::string_view::npos) return next == segments.size();
    path.remove_prefix(slash + 1);
  }
}

}  // namespace

std::string_view name_of(Access access) {
  constexpr std::array<std::string_view, 10> kNames = {
      "anybody", "stripe", "operator", "virtual_key", "viewer",
      "member",  "admin",  "owner",    "service",     "finance"};
  return kNames[static_cast<std::size_t>(access)];
}

std::span<const Route> routes() { return kRoutes; }

std::optional<Match> match(const http::RequestHead& head, std::string& allowed) {
  const std::string_view method = head.method == http::Method::kHead
                                      ? http::method_name(http::Method::kGet)
                                      : http::method_name(head.method);
  Match found;
  allowed.clear();
  for (const Route& route : kRoutes) {
    if (!fits(route.path, head.segments, found.parameters)) continue;
    if (route.method == method) {
      found.route = &route;
      return found;
    }
    if (!allowed.empty()) allowed += ", ";
    allowed += route.method;
  }
  if (allowed.empty()) return std::nullopt;
  return Match{};
}

}  // namespace nemo::api
