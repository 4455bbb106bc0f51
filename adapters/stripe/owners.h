#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "events/catalog/envelope.h"
#include "events/values/position.h"

namespace nemo::stripe {

// Whose payments and customers are, and what waits in kStripeOrg for somebody to know: a fold of
// the records of kStripeOrg, in the order of its partition. Every node that folds them knows the
// same. Thread rule: any thread; records from one.
class Owners {
 public:
  // A record of kStripeOrg that is to be told to its owner.
  struct Forward {
    Offset offset = 0;
    OrgId org_id;
    StripeId payment_id;  // to be told of this payment; empty: as it is
  };
  // An object that is its owner's by its customer or its payment, and not assigned to it yet. The
  // first record that assigns it decides.
  struct Assign {
    StripeId object_id;
    OrgId org_id;
    StripeId charge_id;
  };
  struct Found {
    std::vector<Forward> forwards;
    std::vector<Assign> assigns;  // once those are told
  };

  // What follows from a record; other organizations' are passed over.
  void see(Offset offset, const Envelope& envelope, Found& found);

  // The owner of any of them, the first that has one; empty ids have none.
  std::optional<OrgId> owner_of(std::initializer_list<StripeId> object_ids);
  // The customer of an organization, the last that became its own; empty: it has none.
  StripeId customer_of(const OrgId& org_id);
  // The payment that a charge belongs to; what is asked, if there is none.
  StripeId payment_of(const StripeId& charge_or_payment);
  // Whether nobody told yet whose the object is, or that the charge is its own.
  bool is_news(const StripeId& object_id, const StripeId& charge_id);

  // Whether anything was told of the object, by whatever name, or whose it is.
  bool is_told(const StripeId& object_id);

  // Records that wait for an owner.
  std::size_t waiting();

 private:
  struct Waiting {
    Offset offset = 0;
    StripeId customer_id;
  };

  void see_assigned(const StripeObjectAssigned& assigned, Found& found);
  void see_payment(Offset offset, const StripePaymentReported& said, Found& found);
  void see_customer(Offset offset, const StripeCustomerReported& said, Found& found);
  void link_charge(const StripeId& charge_id, const StripeId& payment_id, Found& found);
  void release(const StripeId& object_id, const OrgId& org_id, Found& found);
  const OrgId* find_owner(const StripeId& object_id) const;
  StripeId payment_of_charge(const StripeId& id) const;

  std::mutex mutex_;
  std::map<StripeId, OrgId> owners_;
  std::map<OrgId, StripeId> customers_;
  std::map<StripeId, StripeId> payments_;               // by charge
  std::map<StripeId, std::set<StripeId>> charges_;      // by payment
  std::map<StripeId, std::vector<Waiting>> waiting_;    // by what they speak of
  std::map<StripeId, std::set<StripeId>> of_customer_;  // what waits for a customer's owner
};

}  // namespace nemo::stripe
