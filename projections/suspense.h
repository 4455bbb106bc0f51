#pragma once

#include <map>
#include <span>
#include <string>

#include "events/catalog/envelope.h"
#include "projections/exception.h"

namespace nemo {

// What lies in the account `suspense`, by the payment or the movement of Stripe's balance it is of,
// as a clearing names it, whoever's record it came with.
// Nothing is kept of what has left it. Records in any order. Thread rule: one thread.
class Suspense {
 public:
  void add(const Envelope& envelope, std::span<const Outcome> lines);

  void add_open(std::vector<ExceptionRow>& rows) const;

 private:
  struct Standing {
    LogPosition position;  // of the last record that moved it
    TimeMs at;
    OrgId org_id;
    std::string payment_id;  // that a movement is said to be of
    Wide amount = 0;         // credits minus debits
  };
  std::map<std::string, Standing> standings_;  // by what it is of
};

}  // namespace nemo
