#include "engine/invariants/amounts_fit.h"

#include "engine/invariants/number_text.h"

namespace nemo {

void check_amounts_fit(const OrgState& org, Broken& broken) {
  const Wide with_line = org.balance.wide() + org.credit_line.wide();
  if (!fits_int64(with_line)) {
    broken.push_back("the balance with the credit line is " + number_text(with_line));
  }
  if (!fits_int64(org.available())) {
    broken.push_back("available is " + number_text(org.available()));
  }
}

void check_amounts_fit(const PartitionState& state, Broken& broken) {
  ask_each_org(state, broken,
               [](const OrgState& org, Broken& out) { check_amounts_fit(org, out); });
}

}  // namespace nemo
