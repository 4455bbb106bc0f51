#pragma once

#include <cstdint>
#include <map>

#include "adapters/daemon/ledger.h"
#include "projections/statement.h"

namespace nemo::api {

// Statements of the organizations asked for last, so that the next look folds only what came since:
// the first one walks the whole history. Thread rule: one thread.
class Statements {
 public:
  explicit Statements(Ledger& ledger) : ledger_(ledger) {}

  // As of at least everything decided when it is called; good until the next call. Throws Failure.
  const Statement& of(const OrgId& org_id);

 private:
  static constexpr std::size_t kKept = 256;

  struct Kept {
    Statement statement;
    Offset next = 0;  // the first record that is not in it
    std::uint64_t asked = 0;
  };
  // Some records more; false once there are none.
  bool fold_some(const OrgId& org_id, Kept& kept);
  void forget_oldest();

  Ledger& ledger_;
  std::map<OrgId, Kept> kept_;
  std::uint64_t asks_ = 0;
};

}  // namespace nemo::api
