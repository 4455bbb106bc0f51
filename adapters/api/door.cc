#include "adapters/api/door.h"

#include <algorithm>
#include <chrono>

#include "adapters/api/batch.h"
#include "adapters/api/body.h"
#include "adapters/api/call_reader.h"
#include "adapters/api/dry_run.h"
#include "adapters/api/ended_key.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/limits.h"
#include "adapters/api/media_type.h"
#include "events/log/partitioner.h"

namespace nemo::api {
namespace {

constexpr std::size_t kDryRunsWaiting = 64;

using Steady = std::chrono::steady_clock;

std::int64_t microseconds_since(Steady::time_point start) {
  return std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - start).count();
}

Match match_of(const http::RequestHead& head) {
  std::string allowed;
  auto found = match(head, allowed);
  if (!found) fail_not_found();
  if (found->route == nullptr) {
    Fault fault{FaultCode::kMethodNotAllowed, "the path has no such method; it has: " + allowed};
    fault.allow = std::move(allowed);
    throw fault;
  }
  return std::move(*found);
}

// What a path names may come onto the log. A budget of a tag that is there must be one to remove.
void check_path(const Match& found) {
  const Operation operation = found.route->operation;
  const bool is_of_budgets =
      operation == Operation::kChangeBudget || operation == Operation::kRemoveBudget;
  for (const std::string_view parameter : found.parameters) {
    Body::check_no_key(parameter, "path");
    if (!is_of_budgets) Body::check_no_email_address(parameter, "path");
  }
}

// The organization that the path names.
std::optional<OrgId> org_of(Match& found) {
  if (found.route->path.find("{org}") == std::string_view::npos) return std::nullopt;
  OrgId org_id{found.parameters.front()};
  found.parameters.erase(found.parameters.begin());
  if (!is_id_form(org_id.view()) || org_id.view().starts_with('_')) fail_not_found();
  return org_id;
}

std::optional<LogPosition> min_position(const Asked& asked) {
  const std::string* text = asked.query("min_position");
  if (text == nullptr) return std::nullopt;
  const auto position = parse_position(*text);
  const bool is_of_all = is_finance_report(asked.route->operation);
  if (!position || position->partition >= kPartitionCount ||
      (!is_of_all && position->partition != partition_of(asked.org_id))) {
    fail_invalid(std::string("`min_position` is not a position") +
                     (is_of_all ? "" : " of the organization") + ": PARTITION/OFFSET",
                 "min_position");
  }
  return position;
}

[[noreturn]] void refuse_purchase(std::string param) {
  throw Fault{FaultCode::kConflict,
              "credits are bought at Stripe, and the service has no key of Stripe's API: start "
              "it with --stripe-api-key-file",
              std::move(param)};
}

}  // namespace

Door::Door(Ledger& ledger, Trust trust, const Webhooks& webhooks, Stripe stripe,
           std::function<void(const std::string&)> tell)
    : ledger_(ledger),
      sender_(webhooks.sender),
      stripe_(stripe),
      now_(trust.now),
      authenticator_(ledger, trust),
      reads_(ledger, trust.now),
      statements_(ledger),
      finance_(ledger, ends_),
      writer_(ledger, worker_, std::move(tell)),
      settings_(ledger, writer_, webhooks.settings, trust.now) {
  metrics_.also([this](MetricsText& text) {
    text.family("nemo_ready", MetricsText::Kind::kGauge, "1: /readyz answers 200.");
    text.value(is_ready(records_behind()) ? 1 : 0);
  });
}

void Door::handle(http::Request request, http::Respond respond) {
  const auto start = Steady::now();
  const auto route = std::make_shared<const Route*>(nullptr);
  const http::Respond counted = [this, start, route, respond](http::Response response) {
    metrics_.note(*route, response.status, microseconds_since(start));
    respond(std::move(response));
  };
  try {
    answer(std::move(request), *route, counted);
  } catch (const Fault& fault) {
    counted(response_of(fault));
  } catch (const Failure& failure) {
    counted(response_of(undecided(failure.message)));
  } catch (const std::exception& error) {
    http::Response failed = http::fault_response();
    failed.cause = error.what();
    counted(std::move(failed));
  }
}

void Door::answer(http::Request request, const Route*& route, const http::Respond& respond) {
  auto asked = std::make_shared<Asked>();
  asked->request = std::move(request);
  Match found = match_of(asked->request.head);
  route = asked->route = found.route;
  check_path(found);
  const std::optional<OrgId> org_id = org_of(found);
  asked->parameters = std::move(found.parameters);
  asked->caller =
      authenticator_.caller_of(asked->request.head, *route, org_id ? &*org_id : nullptr);
  if (org_id) asked->org_id = *org_id;
  if (const auto* holder = std::get_if<KeyHolder>(&asked->caller)) asked->org_id = holder->org_id;
  check_query(asked->request.head.query, route->query);
  check_media_type(asked->request, route->access != Access::kStripe);
  dispatch(asked, respond);
}

void Door::dispatch(const std::shared_ptr<const Asked>& asked, const http::Respond& respond) {
  using enum Operation;
  const bool is_dry = is_dry_run(*asked);
  switch (asked->route->operation) {
    case kReserve:
    case kSettle:
    case kRelease:
    case kIncrease:
    case kRecordUsage:
      return write_call(*asked, is_dry, respond);
    case kStripeWebhook:
      return receive_stripe(*asked, respond);
    case kBatch:
      return answer_batch(*asked, ledger_, writer_, respond);
    case kCreateOrganization:
      return settings_.create_organization(*asked, respond);
    case kPublishPrices:
      return settings_.publish_prices(*asked, respond);
    case kUpdateOrganization:
      return settings_.update_organization(*asked, respond);
    case kGrantCredits:
      return settings_.grant_credits(*asked, respond);
    case kWriteOffDebt:
      return settings_.write_off_debt(*asked, respond);
    case kClearSuspense:
      return settings_.clear_suspense(*asked, respond);
    case kAssignStripeObject:
      return assign_stripe_object(*asked, respond);
    case kSetAutoTopUp:
      return set_auto_top_up(*asked, respond);
    case kRemoveAutoTopUp:
      return settings_.remove_auto_top_up(*asked, respond);
    case kStartCheckout:
      return start_checkout(*asked, respond);
    case kCreateKey:
      return settings_.create_key(*asked, respond);
    case kUpdateKey:
      return settings_.update_key(*asked, respond);
    case kRevokeKey:
      return settings_.revoke_key(*asked, respond);
    case kRotateKey:
      return settings_.rotate_key(*asked, respond);
    case kAddMember:
      return settings_.add_member(*asked, respond);
    case kChangeMember:
      return settings_.change_member(*asked, respond);
    case kRemoveMember:
      return settings_.remove_member(*asked, respond);
    case kSetSettings:
    case kChangeSettings:
      return settings_.change_settings(*asked, respond);
    case kRemoveSettings:
    case kRemoveWebhook:
      return settings_.remove_webhook(*asked, respond);
    case kCreateTeam:
      return settings_.create_team(*asked, respond);
    case kUpdateTeam:
      return settings_.update_team(*asked, respond);
    case kRemoveTeam:
      return settings_.remove_team(*asked, respond);
    case kSetBudget:
      return settings_.set_budget(*asked, respond);
    case kChangeBudget:
      return settings_.change_budget(*asked, respond);
    case kRemoveBudget:
      return settings_.remove_budget(*asked, respond);
    default:
      break;
  }
  const auto position = min_position(*asked);
  if (position && !has_come(*asked, *position)) {
    return waits_.add([this, asked, position = *position] { return has_come(*asked, position); },
                      [this, asked, respond](bool came) {
                        if (came) return read_and_respond(asked, respond);
                        respond(response_of(has_not_come()));
                      });
  }
  read_and_respond(asked, respond);
}

// Beside the threads that answer calls: a copy of an organization may be large.
void Door::rehearse(Envelope call, const http::Respond& respond) {
  const auto work = [this, call = std::move(call), respond] {
    respond(response_from([&] { return dry_answer(call, ledger_, now_()); }));
  };
  if (!dry_runs_.post_if_below(kDryRunsWaiting, work)) throw too_many("many dry runs wait");
}

void Door::receive_stripe(const Asked& asked, const http::Respond& respond) {
  if (stripe_.desk == nullptr) fail_not_found();
  stripe_.desk->receive(asked, respond);
}

// What nobody would buy is not set; to be told of a low balance takes no Stripe.
void Door::set_auto_top_up(const Asked& asked, const http::Respond& respond) {
  if (stripe_.checkouts == nullptr && buys_credits(asked)) refuse_purchase("amount");
  settings_.set_auto_top_up(asked, respond);
}

void Door::start_checkout(const Asked& asked, const http::Respond& respond) {
  if (stripe_.checkouts == nullptr) refuse_purchase({});
  stripe_.checkouts->start(asked, respond);
}

void Door::assign_stripe_object(const Asked& asked, const http::Respond& respond) {
  if (stripe_.assignments == nullptr) {
    throw Fault{FaultCode::kConflict,
                "this node follows nothing of Stripe's: start it with "
                "--stripe-webhook-secret-file or --stripe-api-key-file, or use `nemo-ledger stripe "
                "assign`"};
  }
  stripe_.assignments->assign(asked, respond);
}

void Door::write_call(const Asked& asked, bool is_dry, const http::Respond& respond) {
  const Body body(asked.request.body.empty() && asked.route->operation == Operation::kRelease
                      ? std::string_view("{}")
                      : std::string_view(asked.request.body));
  CallContext context{std::get<KeyHolder>(asked.caller), event_id_of(asked.request, asked.org_id)};
  if (!asked.parameters.empty()) context.reservation_id = asked.parameter(0);
  Envelope call = read_call(asked.route->operation, body, body.root(), context);
  check_ended_key(ledger_, context.holder, call.payload);
  if (is_dry) return rehearse(std::move(call), respond);
  writer_.write(
      std::move(call), respond,
      [](const Outcome& line) {
        CallAnswer answer = answer_of(line);
        http::Response response;
        response.status = answer.status;
        response.body = std::move(answer.body);
        return response;
      },
      [this, holder = context.holder](const Writer::Decided& decided, http::Response& response) {
        add_limits(ledger_, holder, *decided.line, decided.within_done, response);
      });
}

}  // namespace nemo::api
