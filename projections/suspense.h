#pragma once

#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "events/catalog/envelope.h"
#include "projections/exception.h"

namespace nemo {

// What lies in the account `suspense`, by organization and by the payment or the movement of
// Stripe's balance it is of, as a clearing names it, whoever's record it came with. A payment of
// several names has the one that the engine books it under. Of what has left it nothing is kept but
// names. An organization's records in the log's order. Thread rule: one thread.
class Suspense {
 public:
  void add(const Envelope& envelope, std::span<const Outcome> lines);

  void add_open(std::vector<ExceptionRow>& rows) const;

 private:
  using Key = std::pair<std::string, std::string>;  // organization, what it is of
  struct Standing {
    LogPosition position;  // of the last record that moved it
    TimeMs at;
    OrgId org_id;
    std::string payment_id;  // that a movement is said to be of
    Wide amount = 0;         // credits minus debits

    void add(const Standing& moved);
  };
  Key booked_name(Key name) const;
  void join_names(const Envelope& envelope, const Outcome& own);
  void add(const Key& owner, const Standing& moved);

  std::map<Key, Standing> standings_;
  std::map<Key, std::string>
      same_as_;  // a payment's other names: one that is booked under, in turn
};

}  // namespace nemo
