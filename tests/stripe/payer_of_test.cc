// Who pays an automatic top-up. The engine refuses one only where every customer is gone.
#include <gtest/gtest.h>

#include "adapters/stripe_ledger/top_up_rules.h"

namespace nemo::stripe_ledger {
namespace {

using enum CustomerStatus;

LinkedCustomer is(const char* id, CustomerStatus status, std::int64_t at = 0) {
  return {StripeId(id), status, TimeMs{at}};
}

struct Row {
  const char* what;
  const char* last;
  std::vector<LinkedCustomer> customers;
  const char* payer;
};

const Row kRows[] = {
    {"nobody was told of", "", {}, ""},
    {"the last, of whom nothing was told", "cus_1", {}, "cus_1"},
    {"the last stays", "cus_1", {is("cus_1", kActive), is("cus_2", kActive, 9)}, "cus_1"},
    {"the last is not gone", "cus_1", {is("cus_1", kUnset), is("cus_2", kActive, 9)}, "cus_1"},
    {"an active one follows", "cus_1", {is("cus_1", kDeleted), is("cus_2", kActive)}, "cus_2"},
    {"of another only a subscription was told",
     "cus_1",
     {is("cus_1", kDeleted, 5), is("cus_2", kUnset)},
     "cus_2"},
    {"an active one is preferred",
     "cus_1",
     {is("cus_1", kDeleted), is("cus_2", kActive, 3), is("cus_3", kUnset, 9)},
     "cus_2"},
    {"the active one that was told of last",
     "cus_1",
     {is("cus_1", kDeleted), is("cus_2", kActive, 3), is("cus_3", kActive, 4),
      is("cus_4", kActive, 2)},
     "cus_3"},
    {"another is gone, too", "cus_1", {is("cus_1", kDeleted), is("cus_2", kDeleted)}, "cus_1"},
    {"nobody that has a name", "cus_1", {is("", kActive), is("cus_1", kDeleted)}, "cus_1"},
    {"no last one", "", {is("", kActive), is("cus_2", kUnset)}, "cus_2"},
};

TEST(PayerOf, IsWhoIsNotGone) {
  for (const Row& row : kRows) {
    EXPECT_EQ(payer_of(StripeId(row.last), row.customers), StripeId(row.payer)) << row.what;
  }
}

}  // namespace
}  // namespace nemo::stripe_ledger
