#include "tests/daemon/feed.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "events/log/partitioner.h"
#include "events/wire/outcome_json.h"

namespace nemo {
namespace {

constexpr std::uint64_t kOrganizations = 24;
constexpr PartitionId kPartitionsInUse = 3;
constexpr std::int64_t kLeapMs = 31LL * 86'400'000;

EventId event_id(std::uint64_t number) {
  EventId id;
  for (std::size_t place = 0; place < 8; ++place) {
    id.bytes[place] = static_cast<std::uint8_t>(number >> (8 * place));
  }
  id.bytes[15] = 1;
  return id;
}

// Many organizations share few partitions: more than a small memory holds.
const std::vector<std::string>& names() {
  static const std::vector<std::string> kNames = [] {
    std::vector<std::string> found{"acme"};
    for (int number = 0; found.size() < kOrganizations; ++number) {
      const std::string candidate = "org-" + std::to_string(number);
      if (partition_of(OrgId(candidate)) < kPartitionsInUse) found.push_back(candidate);
    }
    return found;
  }();
  return kNames;
}
const std::string& name(std::uint64_t number) { return names()[number]; }

}  // namespace

std::vector<LedgerInput> Feed::take(std::size_t records) {
  std::vector<LedgerInput> inputs;
  while (inputs.size() < records) inputs.push_back(next());
  return inputs;
}

LedgerInput Feed::next() {
  const std::uint64_t number = made_++;
  if (number == 0) return input(std::string(kLedgerOrg), book("v0", 5, 0));
  if (number <= kOrganizations) return input(name(number - 1), organization());
  if (number <= 2 * kOrganizations) return input(name(number - 1 - kOrganizations), key("k"));
  if (number <= 3 * kOrganizations) {
    return input(name(number - 1 - 2 * kOrganizations), credits("start", 1'000'000));
  }
  now_ += busy_.pause();
  if (number % 700 == 0) {
    now_ += kLeapMs;
    leapt_ += kLeapMs;
  }
  if (number % 450 == 0) {
    const auto price = static_cast<std::int64_t>(5 + number);
    return input(std::string(kLedgerOrg), book("v" + std::to_string(number), price, now_));
  }
  if (number % 300 == 0) return input(std::string(kLedgerOrg), busy_plans()[number / 300 % 2]);
  return input(organization_of_next(), busy_payload());
}

Payload Feed::busy_payload() {
  if (below(40) == 0) return settle("r" + std::to_string(1 + below(400)), 10);
  if (below(60) == 0) return ClockTicked{};
  if (below(20) == 0) {
    return with(usage("priced" + std::to_string(made_), 0), [this](UsageRecorded& record) {
      record.cost_nano.reset();
      record.usage = input_tokens(static_cast<std::int64_t>(1 + below(1'000'000'000)));
    });
  }
  Payload payload = busy_.next();
  if (auto* granted = std::get_if<CreditGranted>(&payload); granted && granted->expires_at) {
    granted->expires_at->value += leapt_;
    if (below(3) == 0) {
      // One that is not spent before its end, hours from now.
      granted->amount_nano->value *= 100;
      granted->expires_at->value += static_cast<std::int64_t>(below(40'000'000));
    }
  }
  return payload;
}

std::string Feed::organization_of_next() {
  if (below(40) == 0) favourite_ = below(kOrganizations);
  return name(below(4) == 0 ? below(kOrganizations) : favourite_);
}

LedgerInput Feed::input(std::string org, Payload payload) {
  LedgerInput made;
  const bool again = events_ > 50 && below(30) == 0;
  made.envelope.event_id = event_id(again ? events_ - below(50) : ++events_);
  made.envelope.org_id = OrgId(org);
  made.envelope.payload = std::move(payload);
  made.at = TimeMs{kStart + now_};
  return made;
}

std::string lines_json(std::span<const Outcome> lines) {
  std::string text;
  for (const Outcome& line : lines) {
    append_outcome_json(line, text);
    text += '\n';
  }
  return text;
}

std::vector<std::string> apply_all(Ledger& ledger, std::vector<LedgerInput> inputs,
                                   std::size_t at_once) {
  std::vector<std::string> answers;
  for (std::size_t first = 0; first < inputs.size(); first += at_once) {
    const std::size_t last = std::min(inputs.size(), first + at_once);
    std::vector<LedgerInput> batch(inputs.begin() + static_cast<std::ptrdiff_t>(first),
                                   inputs.begin() + static_cast<std::ptrdiff_t>(last));
    ledger.apply(batch, [&](std::size_t index, std::span<const Outcome> lines) {
      EXPECT_EQ(first + index, answers.size()) << "answers come in the inputs' order";
      answers.push_back(lines_json(lines));
    });
  }
  return answers;
}

}  // namespace nemo
