#include "adapters/daemon/calls.h"

#include <utility>

namespace nemo {
namespace {

constexpr std::size_t kSlots = Calls::kPerPartition * kPartitionCount;

std::uint64_t number_of(std::uint64_t slot, std::uint64_t turn) { return turn * kSlots + slot; }

}  // namespace

Calls::Calls() : slots_(kSlots) {
  free_.reserve(kSlots);
  for (std::size_t slot = kSlots; slot > 0; --slot) {
    free_.push_back(static_cast<std::uint32_t>(slot - 1));
  }
}

std::optional<std::uint64_t> Calls::add(PartitionId partition, Waiting& waiting) {
  const std::lock_guard lock(mutex_);
  if (waiting_[partition] == kPerPartition) return std::nullopt;
  ++waiting_[partition];
  const std::uint32_t place = free_.back();
  free_.pop_back();
  Slot& slot = slots_[place];
  slot.used = true;
  slot.partition = partition;
  slot.waiting = std::move(waiting);
  const std::uint64_t number = number_of(place, ++slot.turn);
  in_order_.push_back(number);
  return number;
}

Calls::Slot* Calls::find(std::uint64_t number) {
  Slot& slot = slots_[number % kSlots];
  return slot.used && slot.turn == number / kSlots ? &slot : nullptr;
}

Calls::Waiting Calls::empty(Slot& slot, std::uint64_t number) {
  slot.used = false;
  --waiting_[slot.partition];
  free_.push_back(static_cast<std::uint32_t>(number % kSlots));
  return std::exchange(slot.waiting, {});
}

std::optional<Calls::Waiting> Calls::take(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  Slot* slot = find(number);
  if (slot == nullptr) return std::nullopt;
  Waiting waiting = empty(*slot, number);
  while (!in_order_.empty() && find(in_order_.front()) == nullptr) in_order_.pop_front();
  return waiting;
}

std::vector<Calls::Waiting> Calls::take_late(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  std::vector<Waiting> late;
  while (!in_order_.empty()) {
    const std::uint64_t number = in_order_.front();
    Slot* slot = find(number);
    if (slot != nullptr && slot->waiting.deadline_ms > now_ms) break;
    if (slot != nullptr) late.push_back(empty(*slot, number));
    in_order_.pop_front();
  }
  return late;
}

std::size_t Calls::waiting() {
  const std::lock_guard lock(mutex_);
  return slots_.size() - free_.size();
}

std::vector<Calls::Waiting> Calls::take_all() { return take_late(INT64_MAX); }

}  // namespace nemo
