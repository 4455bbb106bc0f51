#include "adapters/stripe_ledger/follower.h"

#include <chrono>
#include <fstream>
#include <utility>

#include "adapters/daemon/durable_files.h"
#include "adapters/stripe_ledger/assignment.h"
#include "adapters/stripe_ledger/records.h"
#include "adapters/stripe_ledger/sent.h"
#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"

namespace nemo::stripe_ledger {
namespace {

constexpr std::chrono::milliseconds kLook{20};

// What is told at a time.
constexpr std::size_t kTellAtOnce = 256;

PartitionId stripe_partition() { return partition_of(OrgId(kStripeOrg)); }

// What this node has decided: to ask for the log's own end may be a call to another machine.
Offset decided_end(Ledger& ledger) {
  for (const NodeStanding::Partition& one : ledger.standing().partitions) {
    if (one.partition == stripe_partition()) return one.decided_end;
  }
  return 0;
}

std::filesystem::path file_in(const std::filesystem::path& folder) { return folder / "told"; }

Offset read_told(const std::filesystem::path& folder) {
  std::ifstream file(file_in(folder));
  Offset told = 0;
  return file >> told ? told : 0;
}

// A file that is lost, older, or of another log only has what was told told again.
void write_told(const std::filesystem::path& folder, Offset told) {
  write_durably(file_in(folder), std::to_string(told) + "\n");
}

}  // namespace

Follower::Follower(Ledger& ledger, stripe::Owners& owners, Options options)
    : ledger_(ledger), owners_(owners), options_(std::move(options)) {
  std::filesystem::create_directories(options_.folder);
  told_ = read_told(options_.folder);
  following_ = std::make_unique<Repeating>(
      "following Stripe's records", kLook, [this](const std::stop_token& stop) { follow(stop); },
      options_.tell);
}

bool Follower::wait_until_told(std::chrono::milliseconds patience) {
  const auto last = std::chrono::steady_clock::now() + patience;
  const Offset end = ledger_.log().end_offset(stripe_partition());
  while (done_ < end) {
    if (std::chrono::steady_clock::now() >= last) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

void Follower::close() {
  following_->close();
  cursor_.reset();  // it keeps the log's files open
}

void Follower::follow(const std::stop_token& stop) try {
  while (!stop.stop_requested() && look(stop)) continue;
} catch (...) {
  cursor_.reset();
  throw;
}

// False where there is nothing new.
bool Follower::look(const std::stop_token& stop) {
  tell_owners();
  done_ = next_;
  const Offset end = decided_end(ledger_);
  if (told_ > end) told_ = 0;
  if (next_ >= end) return false;
  if (cursor_ == nullptr) cursor_ = ledger_.log().scan({stripe_partition(), next_});
  LogRecord record;
  while (!stop.stop_requested() && next_ < end && cursor_->next(record)) {
    owners_.see(record.position.offset, decode_envelope(record.envelope), found_);
    ++next_;
    if (next_ <= told_) found_ = {};
    if (found_.forwards.size() + found_.assigns.size() >= kTellAtOnce) break;
  }
  return true;
}

// First what is told to owners, then whose it is: an end in between has it told again.
void Follower::tell_owners() {
  if (found_.forwards.empty() && found_.assigns.empty()) return;
  Sent forwarded(ledger_);
  for (const stripe::Owners::Forward& one : found_.forwards) {
    if (auto record = forward_of(one)) forwarded.send(std::move(*record));
  }
  forwarded.finish();
  if (forwarded.refused() > 0) {
    options_.tell("what Stripe told was refused by its owner: see `report exceptions`");
  }
  Sent assigned(ledger_);
  for (const stripe::Owners::Assign& one : found_.assigns) {
    if (forwarded.was_refused_by(one.org_id)) continue;
    assigned.send(assignment_of(one.object_id, one.org_id, one.charge_id, "stripe"));
  }
  assigned.finish();
  found_ = {};
  told_ = next_;
  write_told(options_.folder, told_);
}

std::optional<Envelope> Follower::forward_of(const stripe::Owners::Forward& one) {
  LogRecord record;
  if (!ledger_.log().scan({stripe_partition(), one.offset})->next(record)) return std::nullopt;
  Envelope envelope = decode_envelope(record.envelope);
  envelope.org_id = one.org_id;
  envelope.event_id = stripe_event_id("forward", std::to_string(one.offset), one.org_id.view());
  std::visit(
      [&]<class Payload>(Payload& payload) {
        // What the event looked like stays where it was sealed.
        if constexpr (requires { payload.sealed; }) payload.sealed = {};
        if constexpr (requires { payload.data_key_id; }) payload.data_key_id = {};
      },
      envelope.payload);
  auto* payment = std::get_if<StripePaymentReported>(&envelope.payload);
  if (payment != nullptr && !one.payment_id.empty()) payment->payment_id = one.payment_id;
  return envelope;
}

}  // namespace nemo::stripe_ledger
