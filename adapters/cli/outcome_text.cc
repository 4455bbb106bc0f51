#include "adapters/cli/outcome_text.h"

#include "adapters/cli/amount.h"

namespace nemo {
namespace {

struct DescribeDetail {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(const GrantedDetail& detail) const {
    return "held " + format_amount(detail.amount_nano) + " until " +
           format_rfc3339(detail.expires_at);
  }
  std::string operator()(const LimitDetail& detail) const {
    return "used " + format_count(detail.used) + " of " + format_count(detail.limit) +
           retry(detail.retry_at);
  }
  std::string operator()(const BudgetDetail& detail) const {
    const BudgetStanding& budget = detail.budget;
    return std::string(enum_name(budget.scope)) + " " + budget.scope_id.value + " " +
           std::string(enum_name(budget.period)) + " has " +
           format_amount(budget.limit_nano.wide() - budget.spent_nano.wide() -
                         budget.held_nano.wide()) +
           " left" + retry(detail.retry_at);
  }
  std::string operator()(const CreditsDetail& detail) const {
    return "needed " + format_amount(detail.needed_nano) + ", available " +
           format_amount(detail.available_nano);
  }
  std::string operator()(const SettledDetail& detail) const {
    return "cost " + format_amount(detail.cost_nano);
  }
  std::string operator()(const AmountDetail& detail) const {
    return format_amount(detail.amount_nano) + " went back";
  }
  std::string operator()(const FirstDetail& detail) const {
    return "nothing changed; first " + format_outcome_name(detail.outcome) + " at " +
           format_position(detail.position);
  }
  std::string operator()(const MalformedDetail& detail) const {
    return std::string(enum_name(detail.reason));
  }
  std::string operator()(const AlertDetail& detail) const {
    return std::string(enum_name(detail.scope)) + " " + detail.scope_id.value + " " +
           std::string(enum_name(detail.period)) + " has spent " + std::to_string(detail.percent) +
           " % of its limit";
  }
  std::string operator()(const TopUpDetail& detail) const {
    const std::string buys =
        detail.amount_nano ? ", buys " + format_amount(*detail.amount_nano) : "";
    return "below " + format_amount(detail.threshold_nano) + buys;
  }
  std::string operator()(const CreditExpiredDetail& detail) const {
    return format_amount(detail.amount_nano) + " of " + detail.grant_id.value;
  }

  static std::string retry(std::optional<TimeMs> at) {
    return at ? ", again from " + format_rfc3339(*at) : "";
  }
};

std::string flags_text(std::uint8_t flags) {
  std::string out;
  const auto add = [&](OutcomeFlag flag, const char* text) {
    if ((flags & flag) != 0) out += std::string(", ") + text;
  };
  add(kFlagAboveHold, "above its hold");
  add(kFlagLate, "late");
  add(kFlagAfterRelease, "after its release");
  add(kFlagOrphan, "never reserved");
  add(kFlagUnpriced, "without a price");
  return out;
}

std::string named(const Outcome& line, const Style& style) {
  const std::string name = format_outcome_name(line.name);
  if (is_denied(line.name.code) || line.name.code == OutcomeCode::kInvalid) return style.red(name);
  return line.name.code == OutcomeCode::kGranted ? style.green(name) : style.bold(name);
}

}  // namespace

std::string outcome_text(const Outcome& line, const Style& style) {
  const std::string detail = std::visit(DescribeDetail{}, line.detail);
  return named(line, style) + (detail.empty() ? "" : ": " + detail) + flags_text(line.flags);
}

}  // namespace nemo
