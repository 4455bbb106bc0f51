#include "events/catalog/envelope.h"

namespace nemo {
namespace {

struct FormCheck {
  const OrgId& org_id;

  Field operator()(const Unreadable&) const { return Field::kNone; }
  Field operator()(const BudgetSet& record) const { return check_form(record, org_id); }
  Field operator()(const BudgetRemoved& record) const { return check_form(record, org_id); }
  template <class Record>
  Field operator()(const Record& record) const {
    return check_form(record);
  }
};

}  // namespace

bool is_broadcast(const Payload& payload) {
  return std::holds_alternative<PriceBookPublished>(payload) ||
         std::holds_alternative<PlanDefined>(payload) ||
         std::holds_alternative<RulesActivated>(payload);
}

bool is_of_ledger(const Payload& payload) {
  return is_broadcast(payload) || std::holds_alternative<PricesQuarantined>(payload);
}

bool names_wrong_organization(const Envelope& envelope) {
  if (std::holds_alternative<Unreadable>(envelope.payload)) return false;
  return is_of_ledger(envelope.payload) != (envelope.org_id.view() == kLedgerOrg);
}

Field check_form(const Envelope& envelope) {
  return std::visit(FormCheck{envelope.org_id}, envelope.payload);
}

}  // namespace nemo
