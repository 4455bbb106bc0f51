#include "adapters/cli/proofs.h"

#include <map>

#include "adapters/cli/amount.h"
#include "adapters/cli/digests.h"
#include "adapters/cli/progress.h"
#include "adapters/daemon/verify.h"

namespace nemo {
namespace {

struct Books {
  TrialBalance trial;
  // By organization: what its postings come to, and the last balance a line carries.
  struct Organization {
    Wide by_postings = 0;
    Balance last;
  };
  std::map<std::string, Organization> organizations;

  void add(const Outcome& line) {
    trial.add(line);
    if (!line.balance) return;
    Organization& organization = organizations[line.org_id.value];
    organization.last = *line.balance;
    for (const Posting& posting : line.postings) {
      if (is_organization_account(posting.credit))
        organization.by_postings += posting.amount.wide();
      if (is_organization_account(posting.debit)) organization.by_postings -= posting.amount.wide();
    }
  }
};

Books read_books(Ledger& ledger) {
  Books books;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    ledger.each_outcome({partition, 0}, [&](std::span<const Outcome> lines) {
      for (const Outcome& line : lines) books.add(line);
      return true;
    });
  }
  return books;
}

}  // namespace

void Proofs::expect(bool holds, const std::string& truth, std::uint64_t count) {
  (holds ? passed_ : failed_) += holds ? count : 1;
  out_.write((holds ? style_.green("ok") : style_.red("NO")) + "  " + truth + "\n");
  out_.flush();
}

void Proofs::ask_books(Ledger& ledger) {
  const Books books = read_books(ledger);
  const TrialBalance& trial = books.trial;
  const auto kinds = trial.by_kind();
  ask_accounts(trial, ledger.accounts());
  std::uint64_t right = 0;
  Wide in_accounts = 0;
  Wide of_organizations = 0;
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    if (is_organization_account(static_cast<Account>(kind))) in_accounts -= kinds[kind];
  }
  for (const auto& [org_id, books_of] : books.organizations) {
    const std::optional<OrgState> state = ledger.organization(OrgId(org_id));
    if (!state) continue;
    of_organizations += state->balance.wide();
    right += state->balances() == books_of.last && state->balance.wide() == books_of.by_postings;
  }
  const std::uint64_t all = books.organizations.size();
  expect(right == all,
         "every posting of " + format_count(Wide{all}) +
             " organizations explains its balance, to the nano-dollar",
         all);
  expect(in_accounts == of_organizations,
         "credits unspent minus what is owed, by accounts and by organizations: " +
             format_amount(of_organizations));
}

// Both sides are counted by themselves: the postings as they were answered, the accounts as the
// state keeps them.
void Proofs::ask_accounts(const TrialBalance& trial,
                          const std::array<Wide, kAccountCount>& accounts) {
  const auto kinds = trial.by_kind();
  std::uint64_t used = 0;
  bool equal = true;
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    used += kinds[kind] != 0 || accounts[kind] != 0;
    equal = equal && kinds[kind] == accounts[kind];
  }
  expect(equal,
         format_count(Wide{trial.postings()}) + " postings of " + format_amount(trial.total()) +
             " add up to what each of " + format_count(Wide{used}) + " accounts holds",
         used);
}

void Proofs::ask_log(const LedgerOptions& ledger, const std::vector<PartitionDigest>& digests) {
  VerifyOptions options;
  options.data = ledger.data;
  options.kafka = ledger.kafka;
  Progress progress("records", 0);
  options.progress = [&](std::uint64_t done, std::uint64_t whole) { progress.update(done, whole); };
  const VerifyReport report = verify(options);
  progress.finish();
  expect(report.passed,
         report.passed ? "the log, read again from zero, gives the same " +
                             format_count(Wide{report.lines}) + " outcomes and the same state"
                       : "the log, read again from zero: first break at " + report.first_break,
         report.checks);
  expect(digest_lines(report.digests) == digest_lines(digests),
         "the digests of all partitions are those the log alone gives", digests.size());
}

std::string Proofs::verdict(const std::vector<PartitionDigest>& digests) const {
  std::string out;
  if (failed_ > 0) out += style_.red(std::to_string(failed_) + " checks FAILED") + "\n";
  out += style_.green(std::to_string(passed_) + " checks passed") + "\n";
  return out + "digest " + format_digest(combined_digest(digests)) + "\n";
}

}  // namespace nemo
