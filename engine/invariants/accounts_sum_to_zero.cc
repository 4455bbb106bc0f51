#include "engine/invariants/accounts_sum_to_zero.h"

#include "engine/invariants/number_text.h"

namespace nemo {

void check_accounts_sum_to_zero(const PartitionState& state, Broken& broken) {
  Wide sum = 0;
  for (const Wide account : state.globals.accounts) sum += account;
  if (sum != 0) broken.push_back("the accounts sum to " + number_text(sum));
}

}  // namespace nemo
