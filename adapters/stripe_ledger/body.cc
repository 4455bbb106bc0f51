#include "adapters/stripe_ledger/body.h"

#include <string_view>
#include <utility>

#include "adapters/daemon/data_directory.h"
#include "adapters/stripe/sealing.h"
#include "events/wire/envelope_codec.h"

namespace nemo::stripe_ledger {
namespace {

// What a record keeps of an event.
struct Kept {
  std::string name;  // the event's, with its API version; of a movement its own
  bool is_movement = false;
  stripe::Sealed sealed;  // no bytes: none
};

std::optional<Kept> kept_in(const Envelope& envelope) {
  return std::visit(
      []<class Record>(const Record& record) -> std::optional<Kept> {
        if constexpr (requires { record.sealed; }) {
          Kept kept;
          if constexpr (requires { record.stripe_event_id; }) {
            kept.name = record.stripe_event_id.value;
          } else {
            kept.name = record.transaction_id.value;
            kept.is_movement = true;
          }
          kept.sealed = {record.data_key_id, record.sealed.value};
          return kept;
        }
        return std::nullopt;
      },
      envelope.payload);
}

// "evt_1" is also "evt_1@2025-03-31.basil" and "evt_1:1".
bool is_of(const Kept& kept, const std::string& event_id) {
  if (!kept.name.starts_with(event_id)) return false;
  const std::string_view rest = std::string_view(kept.name).substr(event_id.size());
  return rest.empty() || rest.front() == '@' || rest.front() == ':';
}

// Sealed with its event's id: a movement that came with an event does not say which.
std::variant<std::string, stripe::OpenFault> opened(stripe::DataKeys& keys, const OrgId& org_id,
                                                    const Kept& kept, const std::string& event_id) {
  auto body = stripe::open(keys, org_id, kept.sealed, kept.name);
  const bool may_be_of_event = kept.is_movement && !event_id.empty();
  if (std::holds_alternative<std::string>(body) || !may_be_of_event) return body;
  return stripe::open(keys, org_id, kept.sealed, event_id);
}

Failure refusal(const std::string& place, const OrgId& org_id, const Kept& kept,
                stripe::OpenFault fault) {
  if (fault == stripe::OpenFault::kNoKey) {
    return Failure{3, place + ": sealed with the data key " + kept.sealed.data_key_id.value +
                          " of " + org_id.value +
                          ", which is not there: it was erased, or lies in a backup's data-keys"};
  }
  const std::string hint =
      kept.is_movement ? "; a movement that came with an event opens with --event, too" : "";
  return Failure{3, place + ": the key does not open the body (" +
                        std::string(stripe::name_of(fault)) + ")" + hint};
}

class Search {
 public:
  Search(LogPort& log, stripe::DataKeys& keys, const WantedBody& wanted)
      : log_(log), keys_(keys), wanted_(wanted) {}

  FoundBody at_position() {
    const LogRecord record = wanted_record();
    const std::string place = format_position(record.position);
    const Envelope envelope = decode_envelope(record.envelope);
    const auto kept = kept_in(envelope);
    if (!kept) throw Failure{2, place + ": is no record of Stripe's that could keep a body"};
    if (kept->sealed.bytes.empty()) {
      throw Failure{2, place + ": keeps no body; ask by --event " + kept->name +
                           ": one that came before its owner was known keeps it in _stripe"};
    }
    take(record.position, envelope.org_id, *kept);
    if (!found_) throw *unopened_;
    return std::move(*found_);
  }

  FoundBody by_event() {
    for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
      const auto cursor = log_.scan({partition, 0});
      LogRecord record;
      while (cursor->next(record)) look_at(record);
    }
    if (found_) return std::move(*found_);
    if (unopened_) throw *unopened_;
    throw Failure{2, wanted_.event_id + (is_told_ ? ": no body of it is kept: it came to a service "
                                                    "without --master-key-file, or was too large"
                                                  : ": the ledger was told of no such event")};
  }

 private:
  LogRecord wanted_record() {
    const LogPosition at = *wanted_.position;
    if (at.partition >= kPartitionCount) {
      throw Failure{2, format_position(at) + ": there is no such partition; they are 0 to " +
                           std::to_string(kPartitionCount - 1)};
    }
    LogRecord record;
    if (at.offset < log_.end_offset(at.partition) && log_.scan(at)->next(record)) return record;
    throw Failure{2, format_position(at) + ": there is no such record"};
  }

  void look_at(const LogRecord& record) {
    const Envelope envelope = decode_envelope(record.envelope);
    const auto kept = kept_in(envelope);
    if (!kept) return;
    const bool is_its_own = is_of(*kept, wanted_.event_id);
    is_told_ = is_told_ || is_its_own;
    if (kept->sealed.bytes.empty()) return;
    if (is_its_own) return take(record.position, envelope.org_id, *kept);
    if (kept->is_movement) try_movement(record.position, envelope.org_id, *kept);
  }

  // Most movements came with another event: that one does not open says nothing, but for a key's
  // file that is unusable, which may be why nothing is found.
  void try_movement(LogPosition position, const OrgId& org_id, const Kept& kept) try {
    auto body = stripe::open(keys_, org_id, kept.sealed, wanted_.event_id);
    if (auto* bytes = std::get_if<std::string>(&body)) keep(position, std::move(*bytes));
  } catch (const stripe::FileUnusable& unusable) {
    remember(Failure{3, unusable.what()});
  }

  // One copy that does not open is no reason to miss another that does.
  void take(LogPosition position, const OrgId& org_id, const Kept& kept) try {
    auto body = opened(keys_, org_id, kept, wanted_.event_id);
    if (auto* bytes = std::get_if<std::string>(&body)) return keep(position, std::move(*bytes));
    const auto fault = std::get<stripe::OpenFault>(body);
    remember(refusal(format_position(position), org_id, kept, fault));
  } catch (const stripe::FileUnusable& unusable) {
    remember(Failure{3, unusable.what()});
  }

  void remember(Failure failure) {
    if (!unopened_) unopened_ = std::move(failure);
  }

  void keep(LogPosition position, std::string bytes) {
    if (found_) return found_->others.push_back(position);
    found_ = FoundBody{position, std::move(bytes), {}};
  }

  LogPort& log_;
  stripe::DataKeys& keys_;
  const WantedBody& wanted_;
  std::optional<FoundBody> found_;
  std::optional<Failure> unopened_;  // why the first copy that did not open did not
  bool is_told_ = false;
};

}  // namespace

FoundBody find_body(LogPort& log, stripe::DataKeys& keys, const WantedBody& wanted) try {
  Search search(log, keys, wanted);
  return wanted.position ? search.at_position() : search.by_event();
} catch (const LogFailure& failure) {
  throw failure_of(failure);
}

}  // namespace nemo::stripe_ledger
