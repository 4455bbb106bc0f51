#include "tests/sim/faults.h"

namespace nemo::sim {
namespace {

struct Row {
  std::string_view name;
  std::int64_t rate = 0;  // in 10,000 opportunities, at most
};

constexpr std::array<Row, kFaultCount> kRows = {{
    {"crash", 60},
    {"half_checkpoint", 500},
    {"pause", 150},
    {"torn_write", 4'000},
    {"lost_write", 4'000},
    {"misdirected_write", 20},
    {"bit_flip", 20},
    {"short_read", 200},
    {"disk_full", 20},
    {"sync_error", 60},
    {"slow_disk", 100},
    {"lost_request", 200},
    {"lost_answer", 200},
    {"duplicate_append", 200},
    {"delayed_answer", 200},
    {"reordered_answer", 500},
    {"foreign_bytes", 200},
    {"far_future_stamp", 60},
    {"clock_jump", 60},
    {"replica_far_behind", 150},
    {"truncated_log", 2'000},
    {"missing_record", 30},
    {"hidden_records", 150},
    {"leader_change", 100},
    {"old_rules", 5'000},
    {"other_batches", 5'000},
}};

}  // namespace

std::string_view fault_name(Fault fault) { return kRows[static_cast<std::size_t>(fault)].name; }

std::optional<Fault> fault_of(std::string_view name) {
  for (std::size_t i = 0; i < kFaultCount; ++i) {
    if (kRows[i].name == name) return static_cast<Fault>(i);
  }
  return std::nullopt;
}

Faults::Faults(const Chance& chance, const std::set<Fault>& without) {
  Chance dials = chance.branch("dials");
  for (std::size_t i = 0; i < kFaultCount; ++i) {
    const bool is_on = dials.strikes(6'667);
    const std::int64_t rate = (kRows[i].rate * dials.between(20, 100) + 99) / 100;
    const bool is_left_out = without.contains(static_cast<Fault>(i));
    rates_[i] = is_on && !is_left_out ? rate : 0;
    streams_.push_back(chance.branch("fault", i));
  }
}

bool Faults::strikes(Fault fault) {
  const bool strikes = draw(fault);
  if (strikes) count(fault);
  return strikes;
}

bool Faults::draw(Fault fault) {
  return has(fault) && streams_[index(fault)].strikes(rates_[index(fault)]);
}

}  // namespace nemo::sim
