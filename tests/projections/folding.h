#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "projections/finance.h"

namespace nemo {

inline constexpr std::int64_t kUsd = 1'000'000'000;

// A record made by hand with the line it was answered with, at the next offset of partition 3.
struct Said {
  Envelope envelope;
  std::vector<Outcome> lines;
};

inline Said said(std::string_view org_id, Payload payload, OutcomeName name = {},
                 std::vector<Posting> postings = {}) {
  Said one;
  one.envelope.org_id = OrgId(org_id);
  one.envelope.payload = std::move(payload);
  Outcome& line = one.lines.emplace_back();
  line.org_id = OrgId(org_id);
  line.name = name.code == OutcomeCode::kNone ? OutcomeName{OutcomeCode::kAccepted} : name;
  line.postings = std::move(postings);
  return one;
}

inline Posting moved(Account debit, Account credit, std::int64_t usd) {
  return {debit, credit, {static_cast<std::uint64_t>(usd * kUsd)}};
}
inline Nano usd(std::int64_t amount) { return {amount * kUsd}; }

// Folds them one a minute.
inline FinanceFold folded(const std::vector<Said>& story,
                          std::size_t most = std::numeric_limits<std::size_t>::max()) {
  FinanceFold finance(most);
  Offset offset = 0;
  for (Said one : story) {
    for (Outcome& line : one.lines) {
      line.position = {3, offset};
      line.at = TimeMs{offset * kMsPerMinute};
    }
    ++offset;
    finance.add(one.envelope, one.lines);
  }
  return finance;
}

// What a row says, short: "kind subject amount", whole dollars.
inline std::string brief(const ExceptionRow& row) {
  std::string text = std::string(name_of(row.kind)) + " " + row.subject;
  if (row.amount) text += " " + std::to_string(static_cast<std::int64_t>(*row.amount / kUsd));
  return text;
}
inline std::vector<std::string> briefs(const FinanceFold& finance) {
  std::vector<std::string> all;
  for (const ExceptionRow& row : finance.exceptions()) all.push_back(brief(row));
  return all;
}

using Briefs = std::vector<std::string>;

}  // namespace nemo
