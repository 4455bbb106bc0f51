#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "adapters/cli/output.h"
#include "adapters/cli/terminal.h"
#include "adapters/daemon/ledger.h"
#include "projections/journal.h"

namespace nemo {

// Truths about a ledger that are asked at the end of a run, printed one by one.
class Proofs {
 public:
  Proofs(Output& out, const Style& style) : out_(out), style_(style) {}

  // One truth; `count`: how many single checks it stands for.
  void expect(bool holds, const std::string& truth, std::uint64_t count = 1);

  // Of an open ledger: that its stored outcomes alone explain what every account holds, and every
  // organization's balance and holds.
  void ask_books(Ledger& ledger);
  // Of a ledger that is closed: that its log, read again from zero, gives the same outcomes, state
  // and digests.
  void ask_log(const LedgerOptions& ledger, const std::vector<PartitionDigest>& digests);

  std::uint64_t passed() const { return passed_; }
  bool all_passed() const { return failed_ == 0; }
  // "N checks passed" (or how many failed) and "digest HEX".
  std::string verdict(const std::vector<PartitionDigest>& digests) const;

 private:
  void ask_accounts(const TrialBalance& trial, const std::array<Wide, kAccountCount>& accounts);

  Output& out_;
  Style style_;
  std::uint64_t passed_ = 0;
  std::uint64_t failed_ = 0;
};

}  // namespace nemo
