#include "adapters/cli/demo_story.h"

#include <algorithm>

#include "adapters/cli/amount.h"
#include "adapters/cli/outcome_text.h"
#include "adapters/cli/report_text.h"
#include "adapters/cli/table.h"

namespace nemo {
namespace {

constexpr std::size_t kShownCustomers = 8;

// How much a denial has to tell: budgets first, then credits, then limits.
int worth(OutcomeCode code) {
  if (code == OutcomeCode::kDeniedBudget) return 4;
  if (code == OutcomeCode::kDeniedCredits) return 3;
  if (code == OutcomeCode::kDeniedTokenLimit) return 2;
  return code == OutcomeCode::kDeniedOrganizationUnknown ? 0 : 1;
}

int different_days(const Statement& statement) {
  int kinds = 0;
  for (const Statement::Day& day : statement.days()) {
    kinds += (day.credits != 0) + (day.adjustments != 0) + (day.usage != 0) + (day.forfeited != 0) +
             (day.denied != 0);
  }
  return kinds;
}

}  // namespace

void DemoStory::add(const Envelope& envelope, std::span<const Outcome> lines) {
  if (!customers_told_) add_customer_record(envelope);
  if (std::holds_alternative<ReservationRequested>(envelope.payload)) tell_customers();
  for (const Outcome& line : lines) {
    if (customers_told_ && told_.insert(line.name.code).second) tell_first(line);
    if (is_denied(line.name.code)) keep_denied(line);
    if (line.balance) statements_[line.org_id.value].add(line);
  }
}

void DemoStory::add_customer_record(const Envelope& envelope) {
  if (envelope.org_id.view() == kLedgerOrg) return;
  Customer& customer = customers_[envelope.org_id.value];
  const Payload& payload = envelope.payload;
  if (const auto* created = std::get_if<OrganizationCreated>(&payload)) {
    customer.name = created->name.value;
    customer.credit_line = created->credit_line_nano.value_or(Nano{}).wide();
  } else if (const auto* granted = std::get_if<CreditGranted>(&payload)) {
    customer.credits += granted->amount_nano.value_or(Nano{}).wide();
  }
  customer.members += std::holds_alternative<MemberAdded>(payload);
  customer.keys += std::holds_alternative<KeyCreated>(payload);
  customer.budgets += std::holds_alternative<BudgetSet>(payload);
}

void DemoStory::tell_customers() {
  if (customers_told_) return;
  customers_told_ = true;
  out_.write(heading("2. Customers come: keys, budgets, credits", style_));
  Table table({{"organization"},
               {"name"},
               {"members", Align::kRight},
               {"keys", Align::kRight},
               {"budgets", Align::kRight},
               {"credits USD", Align::kRight},
               {"credit line USD", Align::kRight}});
  for (const auto& [org_id, customer] : customers_) {
    if (table.size() == kShownCustomers) break;
    table.add({org_id, customer.name, format_count(customer.members), format_count(customer.keys),
               format_count(customer.budgets), format_amount(customer.credits),
               format_amount(customer.credit_line)});
  }
  out_.write(table.text(style_));
  if (customers_.size() > kShownCustomers) {
    out_.write(style_.dim("and " + std::to_string(customers_.size() - kShownCustomers) + " more") +
               "\n");
  }
  out_.write(heading("3. Calls: reserve before, settle after", style_));
  out_.write(style_.dim("the first of each kind of outcome, as it comes") + "\n");
  out_.flush();
}

void DemoStory::tell_first(const Outcome& line) {
  progress_.finish();
  out_.write(style_.dim(format_rfc3339(line.at)) + "  " + line.org_id.value + "  " +
             outcome_text(line, style_) + "\n");
  out_.flush();
}

void DemoStory::keep_denied(const Outcome& line) {
  if (denied_ && worth(denied_->code) >= worth(line.name.code)) return;
  if (!line.reservation_id.empty()) denied_ = {line.org_id, line.reservation_id, line.name.code};
}

std::pair<OrgId, const Statement*> DemoStory::statement() const {
  const auto best =
      std::max_element(statements_.begin(), statements_.end(), [](const auto& a, const auto& b) {
        return different_days(a.second) < different_days(b.second);
      });
  if (best == statements_.end()) return {OrgId(), nullptr};
  return {OrgId(best->first), &best->second};
}

}  // namespace nemo
