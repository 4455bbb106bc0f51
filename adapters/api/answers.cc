#include "adapters/api/answers.h"

#include <algorithm>

#include "adapters/api/amount_members.h"
#include "adapters/api/body.h"
#include "events/outcomes/flag_names.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

using wire::Members;

constexpr std::int64_t kSecond = 1'000;

// A denial is as permanent as a grant.
constexpr const char* kNewId = "; then ask with a new id, because what was denied stays denied";

std::string format_name(const Outcome& line) { return format_outcome_name(line.name); }

// Seconds from the line's time on, rounded up, and at least one.
std::optional<std::int64_t> seconds_until(std::optional<TimeMs> time, const Outcome& line) {
  if (!time) return std::nullopt;
  return std::max<std::int64_t>(1, (time->value - line.at.value + kSecond - 1) / kSecond);
}

Fault limit_fault(FaultCode code, const Outcome& line, const std::string& what) {
  const auto& limit = std::get<LimitDetail>(line.detail);
  Fault fault{code, "the key's limit of " + what + " is reached: wait, or raise it" + kNewId};
  {
    Members detail(fault.detail);
    wire::append_digits(limit.limit, detail.name("limit"));
    wire::append_digits(narrow(limit.used).value_or(INT64_MAX), detail.name("used"));
    detail.time("retry_at", limit.retry_at);
  }
  fault.retry_after = seconds_until(limit.retry_at, line).value_or(1);
  return fault;
}

Fault budget_fault(const Outcome& line) {
  const auto& denied = std::get<BudgetDetail>(line.detail);
  const BudgetStanding& budget = denied.budget;
  Fault fault{FaultCode::kBudgetExceeded,
              "the " + std::string(enum_name(budget.period)) + " budget of " +
                  std::string(enum_name(budget.scope)) + " " + budget.scope_id.value +
                  " does not allow the amount: wait for the next window, or raise it" + kNewId};
  {
    Members detail(fault.detail);
    add_standing(detail, budget);
    detail.time("retry_at", denied.retry_at);
  }
  fault.retry_after = seconds_until(denied.retry_at, line);
  return fault;
}

Fault credits_fault(const Outcome& line) {
  const auto& denied = std::get<CreditsDetail>(line.detail);
  constexpr std::string_view kWhy =
      "the organization's available credits do not cover the amount: buy credits";
  Fault fault{FaultCode::kInsufficientCredits, std::string(kWhy) + kNewId};
  {
    Members detail(fault.detail);
    add_amount(detail, "needed", denied.needed_nano.wide());
    add_amount(detail, "available", denied.available_nano.wide());
  }
  return fault;
}

// Of what an id was used for before. A key's digest is another for every request, whatever was
// asked.
void name_difference(Field field, Fault& fault) {
  if (field == Field::kKeySha256) {
    fault.param = Body::name_of(Field::kKeyId);
    fault.message =
        "the key was made before, and its text was shown then: rotate it, or make one of another "
        "id; with an idempotency-key, a service with --master-key-file shows it again for a day";
  } else if (field == Field::kContent) {
    fault.message = "the idempotency-key was used before with other content: use a new one";
  } else {
    fault.param = Body::name_of(field);
    fault.message = "the id was used before with another `" + fault.param +
                    "`: use a new id, or the same content";
  }
}

Fault conflict_fault(const Outcome& line) {
  const auto& first = std::get<FirstDetail>(line.detail);
  Fault fault{FaultCode::kConflict, "it is " + format_name(line) + ": what came first counts"};
  if (line.name.code == OutcomeCode::kExistsWithDifferent) name_difference(line.name.field, fault);
  {
    Members detail(fault.detail);
    detail.plain("outcome", format_outcome_name(first.outcome));
    detail.plain("position", format_position(first.position));
  }
  return fault;
}

Fault reason_fault(FaultCode code, std::string message, std::string_view reason) {
  Fault fault{code, std::move(message)};
  Members(fault.detail).plain("reason", reason);
  return fault;
}

// Of everything that was not done.
[[noreturn]] void fail(const Outcome& line) {
  using enum OutcomeCode;
  switch (line.name.code) {
    case kDeniedOrganizationUnknown:
    case kNotFound:
      fail_not_found();
    case kDeniedOrganizationSuspended:
      throw reason_fault(FaultCode::kForbidden, "the organization is suspended or closed",
                         "organization_suspended");
    case kDeniedKeyUnknown:
    case kDeniedKeyRevoked:
    case kDeniedKeyExpired:
      fail_key();
    case kDeniedModelNotAllowed:
      throw reason_fault(FaultCode::kForbidden, "the key does not allow this model",
                         "model_not_allowed");
    case kDeniedPriceUnknown:
      fail_invalid("`model` has no price: publish one, or give `amount`", "model");
    case kDeniedRateLimit:
      throw limit_fault(FaultCode::kRateLimitExceeded, line, "requests per minute");
    case kDeniedTokenLimit:
      throw limit_fault(FaultCode::kTpmLimitExceeded, line, "tokens per minute");
    case kDeniedParallelLimit:
      throw limit_fault(FaultCode::kParallelLimitExceeded, line, "parallel requests");
    case kDeniedBudget:
      throw budget_fault(line);
    case kDeniedCredits:
      throw credits_fault(line);
    case kExists:
    case kExistsWithDifferent:
    case kAlreadySettled:
    case kAlreadyReleased:
    case kAlreadyExpired:
      throw conflict_fault(line);
    case kInvalid: {
      const std::string param(Body::name_of(line.name.field));
      fail_invalid("`" + param + "` is missing, out of range or of a wrong form", param);
    }
    default:
      fail_invalid("the ledger cannot take it: " + format_name(line));
  }
}

void append_flags(const Outcome& line, Members& members) {
  std::string& out = members.name("flags");
  out.push_back('[');
  for (const auto& [flag, name] : kFlagNames) {
    if ((line.flags & flag) == 0) continue;
    if (out.back() != '[') out.push_back(',');
    out.append("\"").append(name).append("\"");
  }
  out.push_back(']');
}

void append_detail(const Outcome& line, Members& members) {
  if (const auto* granted = std::get_if<GrantedDetail>(&line.detail)) {
    add_amount(members, "amount", granted->amount_nano.wide());
    members.time("expires_at", granted->expires_at);
    if (granted->tightest) {
      Members tightest(members.name("tightest_budget"));
      add_standing(tightest, *granted->tightest);
    }
  } else if (const auto* settled = std::get_if<SettledDetail>(&line.detail)) {
    add_amount(members, "cost", settled->cost_nano.wide());
    append_flags(line, members);
  } else if (const auto* returned = std::get_if<AmountDetail>(&line.detail)) {
    add_amount(members, "amount", returned->amount_nano.wide());
  }
}

bool is_done(OutcomeCode code) {
  return code == OutcomeCode::kGranted || code == OutcomeCode::kSettled ||
         code == OutcomeCode::kReleased || code == OutcomeCode::kAccepted;
}

}  // namespace

OutcomeCode repeat_of(const Payload& call) {
  if (std::holds_alternative<ReservationSettled>(call)) return OutcomeCode::kAlreadySettled;
  if (std::holds_alternative<ReservationReleased>(call)) return OutcomeCode::kAlreadyReleased;
  return OutcomeCode::kExists;
}

std::optional<LogPosition> first_answer(OutcomeCode repeat, const Outcome& line) {
  const auto* first = std::get_if<FirstDetail>(&line.detail);
  const bool again = line.name.code == OutcomeCode::kExists || line.name.code == repeat;
  return first != nullptr && again ? std::optional(first->position) : std::nullopt;
}

CallAnswer answer_of(const Outcome& line) {
  if (!is_done(line.name.code)) fail(line);
  CallAnswer answer;
  answer.status = line.name.code == OutcomeCode::kGranted ? 201 : 200;
  {
    Members members(answer.body);
    if (!line.reservation_id.empty()) members.text("reservation_id", line.reservation_id.view());
    members.plain("status", outcome_code_name(line.name.code));
    append_detail(line, members);
    if (line.balance) add_amount(members, "available", line.balance->available_nano.wide());
    members.plain("position", format_position(line.position));
  }
  return answer;
}

void check_accepted(const Outcome& line) {
  if (!is_done(line.name.code)) fail(line);
}

void add_position(const Outcome& line, http::Response& response) {
  response.fields.push_back({"x-nemo-position", format_position(line.position)});
}

std::optional<Wide> budget_left(const Outcome& line) {
  if (const auto* denied = std::get_if<BudgetDetail>(&line.detail)) return left_in(denied->budget);
  const auto* granted = std::get_if<GrantedDetail>(&line.detail);
  if (granted == nullptr || !granted->tightest) return std::nullopt;
  return left_in(*granted->tightest);
}

}  // namespace nemo::api
