#include "engine/core/explain.h"

#include <algorithm>

#include "engine/state/bytes.h"
#include "engine/state/object_key.h"

namespace nemo {
namespace {

// What a request or an increase asks for, and whom it counts for.
struct Asked {
  bool is_increase = false;
  std::string_view key_id;
  std::string_view model;
  UserId user_id;
  TeamId team_id;
  std::vector<std::string_view> tags;
  const Usage* max_usage = nullptr;
  Wide amount = 0;
  std::int64_t estimated_tokens = 0;
  TimeMs window_time;
  Offset budgets_before = 0;
};

class Ladder {
 public:
  Ladder(PartitionState& state, const Record& record)
      : state_(state), record_(record), now_(log_time_of(state.globals, record)) {}

  std::vector<Check> take() { return std::move(checks_); }

  void climb(const ReservationRequested& request) {
    if (!form() || !fresh_id(request.reservation_id.view()) || !organization()) return;
    asked_.key_id = request.key_id.view();
    asked_.model = request.model.view();
    asked_.user_id = request.user_id;
    for (const Tag& tag : request.tags) asked_.tags.push_back(tag.view());
    if (request.max_usage) asked_.max_usage = &*request.max_usage;
    asked_.amount = request.amount_nano.value_or(Nano{}).wide();
    asked_.estimated_tokens = request.estimated_tokens.value_or(0);
    asked_.window_time = now_;
    asked_.budgets_before = record_.position.offset;
    climb_to_money();
  }

  void climb(const ReservationIncreased& increase) {
    // In its own order: the organization is asked for before the hold, its status after.
    if (!form() || !known_organization()) return;
    const ReservationState* held = open_hold(increase.reservation_id.view());
    if (held == nullptr || !organization()) return;
    const RequestContent content = read_request_content(held->content);
    asked_ = {true,
              content.key_id,
              content.model,
              held->user_id,
              held->team_id,
              {},
              nullptr,
              increase.amount_nano.value_or(Nano{}).wide(),
              increase.estimated_tokens.value_or(0),
              held->granted_at,
              held->first_offset};
    ByteReader tags(content.tags);
    for (std::uint64_t left = tags.get_unsigned(); left > 0 && !tags.failed(); --left) {
      asked_.tags.push_back(tags.get_text());
    }
    climb_to_money();
  }

  template <class Other>
  void climb(const Other&) {}

 private:
  bool add(Check check) {
    checks_.push_back(std::move(check));
    return checks_.back().passed;
  }
  bool add(CheckKind kind, bool passed, std::string_view found) {
    return add({kind, passed, std::string(found), 0, 0, {}, {}});
  }

  OrgState* org() {
    std::string key;
    auto* object = state_.orgs.find(org_key(key, ObjectKind::kOrg, record_.envelope.org_id.view()));
    return object == nullptr ? nullptr : &object->record;
  }

  const ReservationState* reservation(std::string_view id) {
    std::string key;
    auto* object =
        state_.reservations.find(reservation_key(key, record_.envelope.org_id.view(), id));
    if (object == nullptr) return nullptr;
    const std::optional<TimeMs> forget_at = object->record.forget_at;
    return forget_at && *forget_at <= now_ ? nullptr : &object->record;
  }

  bool form() {
    const Field wrong = check_form(record_.envelope);
    return add(CheckKind::kForm, wrong == Field::kNone,
               wrong == Field::kNone ? "right" : field_name(wrong));
  }

  bool fresh_id(std::string_view id) {
    const bool fresh = reservation(id) == nullptr;
    return add(CheckKind::kReservation, fresh, fresh ? "new" : "seen before");
  }

  bool known_organization() {
    return org() != nullptr || add(CheckKind::kOrganization, false, "unknown");
  }

  const ReservationState* open_hold(std::string_view id) {
    const ReservationState* held = reservation(id);
    const bool open = held != nullptr && held->phase == ReservationPhase::kOpen;
    add(CheckKind::kReservation, open, open ? "open" : held == nullptr ? "not there" : "ended");
    return open ? held : nullptr;
  }

  bool organization() {
    if (!known_organization()) return false;
    const OrgStatus status = org()->status;
    return add(CheckKind::kOrganization, status == OrgStatus::kActive,
               status == OrgStatus::kActive      ? "active"
               : status == OrgStatus::kSuspended ? "suspended"
                                                 : "closed");
  }

  bool key(const KeyState* key) {
    if (key == nullptr) return add(CheckKind::kKey, false, "unknown");
    const bool expired = key->expires_at && *key->expires_at <= now_;
    return add(CheckKind::kKey, !key->revoked && !expired,
               key->revoked ? "revoked"
               : expired    ? "expired"
                            : "good");
  }

  bool price() {
    if (asked_.max_usage == nullptr) return true;
    const BookState* book = state_.book_at(now_);
    if (book == nullptr) return add(CheckKind::kPrice, false, "no price book");
    const PricedCall priced = price_call(book->table, asked_.model, *asked_.max_usage);
    const bool beyond = priced.result == PriceResult::kOverflow;
    asked_.amount = beyond ? Wide{INT64_MAX} + 1 : priced.cost.wide();
    return add({CheckKind::kPrice,
                priced.result != PriceResult::kNoPrice,
                book->version.value,
                0,
                asked_.amount,
                {},
                {}});
  }

  bool limited(CheckKind kind, Wide used, Wide asked, std::optional<std::int64_t> limit) {
    // A limit of 0 grants nothing, not even what needs no tokens.
    const bool passed = !limit || (*limit > 0 && used + asked <= Wide{*limit});
    Check check{kind, passed, "", used, asked, {}, {}};
    if (limit) check.limit = *limit;
    return add(std::move(check));
  }

  bool limits(const KeyState& key) {
    const bool same_minute = key.minute == minute_of(now_);
    const Wide requests = same_minute ? key.requests : 0;
    const Wide tokens = same_minute ? key.tokens : 0;
    if (!asked_.is_increase &&
        !limited(CheckKind::kRequests, requests, 1, key.requests_per_minute)) {
      return false;
    }
    if (!limited(CheckKind::kTokens, tokens, asked_.estimated_tokens, key.tokens_per_minute)) {
      return false;
    }
    return asked_.is_increase ||
           limited(CheckKind::kParallel, key.open_holds, 1, key.parallel_requests);
  }

  bool applies(const BudgetState& budget) const {
    const std::string_view id = budget.scope_id.view();
    if (budget.since >= asked_.budgets_before) return false;
    switch (budget.scope) {
      case Scope::kUnset:
        return false;
      case Scope::kKey:
        return id == asked_.key_id;
      case Scope::kUser:
        return id == asked_.user_id.view();
      case Scope::kTeam:
        return id == asked_.team_id.view();
      case Scope::kTag:
        return std::find(asked_.tags.begin(), asked_.tags.end(), id) != asked_.tags.end();
      case Scope::kModel:
        return id == asked_.model;
      case Scope::kOrganization:
        return true;
    }
    return false;
  }

  bool budgets(const OrgState& org) {
    WindowMemo windows;
    for (const BudgetState& budget : org.budgets) {
      if (!applies(budget)) continue;
      const BudgetStanding standing = budget.standing(windows.at(asked_.window_time));
      Check check{CheckKind::kBudget, false, "", 0, asked_.amount, {}, standing};
      check.used = standing.spent_nano.wide() + standing.held_nano.wide();
      check.limit = standing.limit_nano.wide();
      check.passed = check.used + check.asked <= *check.limit;
      if (!add(std::move(check))) return false;
    }
    return true;
  }

  void climb_to_money() {
    OrgState& organization = *org();
    const KeyState* found = organization.find_key(asked_.key_id);
    if (!key(found)) return;
    // An increase counts for those for whom the hold was granted, whosever the key is now.
    if (!asked_.is_increase) {
      if (asked_.user_id.empty()) asked_.user_id = found->user_id;
      asked_.team_id = found->team_id;
    }
    const bool allowed = found->allows(asked_.model);
    if (!add(CheckKind::kModel, allowed, allowed ? "allowed" : "not allowed")) return;
    if (!price() || !limits(*found) || !budgets(organization)) return;
    Check check{CheckKind::kCredits, false, "", 0, asked_.amount, {}, {}};
    check.limit = organization.available();
    check.passed = check.asked <= *check.limit;
    add(std::move(check));
  }

  PartitionState& state_;
  const Record& record_;
  TimeMs now_;
  Asked asked_;
  std::vector<Check> checks_;
};

}  // namespace

std::vector<Check> explain_checks(PartitionState& state, const Record& record) {
  Ladder ladder(state, record);
  std::visit([&ladder](const auto& payload) { ladder.climb(payload); }, record.envelope.payload);
  return ladder.take();
}

std::string_view check_name(CheckKind kind) {
  switch (kind) {
    case CheckKind::kForm:
      return "form";
    case CheckKind::kReservation:
      return "reservation_id";
    case CheckKind::kOrganization:
      return "organization";
    case CheckKind::kKey:
      return "key";
    case CheckKind::kModel:
      return "model";
    case CheckKind::kPrice:
      return "price";
    case CheckKind::kRequests:
      return "requests_per_minute";
    case CheckKind::kTokens:
      return "tokens_per_minute";
    case CheckKind::kParallel:
      return "parallel_requests";
    case CheckKind::kBudget:
      return "budget";
    case CheckKind::kCredits:
      return "credits";
  }
  return "";
}

}  // namespace nemo
