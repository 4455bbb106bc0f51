#include <utility>

#include "tests/sim/node.h"

namespace nemo::sim {

// Runs `work`; when it fails, does what an operator would.
void Node::live_through(const std::function<void()>& work) {
  try {
    work();
  } catch (const Died&) {
    around_.trace.tell(name_, "dies");
    die();
    disk_.crash();
    restart_after(chance_.between(1, 5'000));
  } catch (const StoreFailure& failure) {
    die();
    mend(failure);
  } catch (const LogFailure& failure) {
    die();
    mend(failure);
  } catch (const DiskFailure& failure) {  // of an operator's own deed
    die();
    around_.trace.tell(name_, failure.what);
    disk_.heal();
    restart_after(chance_.between(1, 5'000));
  }
}

// Damage is what a checksum of the disk's files says, about a file that was damaged; a file that
// is whole and says something else is a fault of ours.
bool Node::is_explained(const StoreFailure& failure) const {
  if (failure.kind == StoreFailure::Kind::kDamaged) {
    const std::string_view message = failure.message;
    return message.ends_with(kWrongChecksum) &&
           disk_.is_damaged(message.substr(0, message.size() - kWrongChecksum.size()));
  }
  return failure.kind != StoreFailure::Kind::kBroken && failure.message == disk_.last_failure();
}

void Node::mend(const StoreFailure& failure) {
  around_.trace.tell(name_, "stops: " + failure.message);
  if (!is_explained(failure)) {
    throw Broken{name_ + " stops, and no fault explains it: " + failure.message};
  }
  const bool is_damaged = failure.kind == StoreFailure::Kind::kDamaged;
  live_through([&] {
    if (is_damaged) Table::remove(disk_, kState);
    if (is_damaged && (chance_.strikes(5'000) || failure.message.starts_with(kOutcomes))) {
      Table::remove(disk_, kOutcomes);
    }
    if (!is_damaged || chance_.strikes(5'000)) disk_.heal();
    restart_after(chance_.between(1, 10'000));
  });
}

void Node::mend(const LogFailure& failure) {
  around_.trace.tell(name_, "stops: " + failure.message());
  const auto says = [&failure](std::string_view what) {
    return failure.message().find(what) != std::string::npos;
  };
  if (failure.kind() == LogFailure::Kind::kOtherVersion && around_.rules_are_activated &&
      newest_rules_ < kNewestSimulatedRules) {
    newest_rules_ = kNewestSimulatedRules;
    return restart_after(chance_.between(1, 30'000));
  }
  const bool is_lost = says("the ones behind it are there") && std::exchange(lost_record_, false);
  if (is_lost) {
    view_.lose(std::nullopt);
    around_.faults.count(Fault::kMissingRecord);
  }
  const bool is_cut = is_lost || (says("is missing") && std::exchange(is_truncated_, false));
  const bool is_flipped = says("checksum") && around_.log_disk.is_damaged();
  if (failure.kind() == LogFailure::Kind::kDamaged && (is_cut || is_flipped)) {
    blind_until_ms_ = 0;
    if (is_flipped) around_.log_disk.heal();
    return restart_after(chance_.between(1, 10'000));
  }
  throw Broken{name_ + " stops, and no fault explains it: " + failure.message()};
}

// What was still to happen to it is called off: it comes back at once.
void Node::heal() {
  disk_.heal();
  is_truncated_ = false;
  lost_record_ = false;
  view_.lose(std::nullopt);
  hidden_until_ms_.fill(0);
  blind_until_ms_ = 0;
  if (std::exchange(newest_rules_, kNewestSimulatedRules) < kNewestSimulatedRules) die();
  if (runner_ == nullptr) return restart_after(1'000);
  ++life_;
  is_waking_ = false;
  wake();
}

}  // namespace nemo::sim
