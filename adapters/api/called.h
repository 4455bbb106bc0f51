#pragma once

#include <map>
#include <memory>
#include <string>

#include "adapters/daemon/ledger.h"
#include "events/values/text.h"

namespace nemo::api {

// Whose key called which model; empty where a line is about no call, or it is not known any more.
struct Called {
  std::string key_id;
  std::string model;
};

// Finds what calls lines are about, which do not say so themselves: by the lines' records, else by
// the request of the reservation, where it was shown before or the ledger remembers it (30 days
// from its end on). Lines of one organization in the log's order. Thread rule: one thread.
class CallFinder {
 public:
  CallFinder(const OrgId& org_id, Ledger& ledger) : org_id_(org_id), ledger_(ledger) {}

  // Throws Failure.
  Called of(const Outcome& line);

 private:
  Called by_record(const Outcome& line);
  const Called& by_request(const ReservationId& reservation_id);
  bool come_to(LogPosition position);

  OrgId org_id_;
  Ledger& ledger_;
  std::unique_ptr<LogCursor> cursor_;
  LogRecord record_;
  std::map<ReservationId, Called> requests_;
};

}  // namespace nemo::api
