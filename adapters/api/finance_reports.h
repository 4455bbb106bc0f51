#pragma once

#include <atomic>
#include <memory>

#include "adapters/api/asked.h"
#include "adapters/daemon/decided_records.h"
#include "adapters/http/response.h"
#include "projections/finance.h"

namespace nemo::api {

// Finance's reports over the whole ledger. The fold as of now is kept, so that the next look folds
// only what came since; one as of a past moment (`?at=`: RFC 3339, or positions divided by commas)
// folds from the first record on. Thread rule: one thread, of its own: a look takes its time.
class FinanceReports {
 public:
  // Both outlive it. Once `ends` is set a look ends soon, with a Fault.
  FinanceReports(Ledger& ledger, const std::atomic<bool>& ends) : ledger_(ledger), ends_(ends) {}

  // As of at least everything decided when it is called. JSON, or CSV for who accepts that, with
  // the positions it is of. Throws Fault, Failure.
  http::Response of(const Asked& asked);

 private:
  struct Fold {
    explicit Fold(Ledger& ledger);

    DecidedRecords records;
    FinanceFold finance;
  };
  void go_on(Fold& fold, const LedgerCut& cut);
  const Fold& fold_now();

  Ledger& ledger_;
  const std::atomic<bool>& ends_;
  std::unique_ptr<Fold> now_;
};

bool is_finance_report(Operation operation);

}  // namespace nemo::api
