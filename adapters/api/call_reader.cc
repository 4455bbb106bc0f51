#include "adapters/api/call_reader.h"

#include "events/values/assert.h"

namespace nemo::api {
namespace {

constexpr std::string_view kCalls[] = {"reserve", "settle", "release", "increase", "usage"};
constexpr Operation kCallOperations[] = {Operation::kReserve, Operation::kSettle,
                                         Operation::kRelease, Operation::kIncrease,
                                         Operation::kRecordUsage};

struct CallReader {
  const Body& body;
  const Body::Node& object;
  const CallContext& context;
  std::string_view own;

  template <class Record>
  Record read(std::initializer_list<std::string_view> hidden) const {
    Record record;
    body.read(object, record, hidden, [&](const Body::Node& member) {
      if (!own.empty() && member.name() == own) return true;
      return take_reservation_id(record, member);
    });
    if (wire::has_exclusive_fields(record)) {
      fail_invalid("an amount and usage exclude each other: give one of the two");
    }
    return record;
  }

  // Of the path, or of the object, never of both.
  template <class Record>
  bool take_reservation_id(Record& record, const Body::Node& member) const {
    if constexpr (requires { record.reservation_id; }) {
      if (!context.reservation_id.empty() || member.name() != "reservation_id") return false;
      record.reservation_id = ReservationId(Body::text_of(member));
      return true;
    }
    return false;
  }

  template <class Record>
  void name_reservation(Record& record) const {
    if (!context.reservation_id.empty()) {
      record.reservation_id = ReservationId(context.reservation_id);
    }
    if (record.reservation_id.empty()) {
      fail_invalid("`reservation_id` is missing", "reservation_id");
    }
  }

  Payload reserve() const {
    auto asked = read<ReservationRequested>({"key_id", "reservation_id"});
    asked.key_id = context.holder.key_id;
    Body::check_path_can_name(asked.reservation_id.view(), "reservation_id");
    if (asked.reservation_id.empty()) asked.reservation_id = ReservationId(own_id());
    return asked;
  }
  Payload settle() const {
    auto settled = read<ReservationSettled>({"key_id", "reservation_id"});
    name_reservation(settled);
    settled.key_id = context.holder.key_id;
    return settled;
  }
  Payload release() const {
    auto released = read<ReservationReleased>({"reservation_id"});
    name_reservation(released);
    return released;
  }
  Payload increase() const {
    auto increased = read<ReservationIncreased>({"reservation_id"});
    name_reservation(increased);
    if (increased.increase_id.empty()) increased.increase_id = IncreaseId(own_id());
    return increased;
  }
  Payload usage() const {
    auto used = read<UsageRecorded>({"key_id"});
    used.key_id = context.holder.key_id;
    if (used.usage_id.empty()) used.usage_id = UsageId(own_id());
    return used;
  }

  std::string own_id() const { return format_event_id(context.event_id); }
};

}  // namespace

std::optional<Operation> call_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(kCalls); ++i) {
    if (kCalls[i] == name) return kCallOperations[i];
  }
  return std::nullopt;
}

Envelope envelope_of(const OrgId& org_id, const EventId& event_id, Payload payload) {
  Envelope envelope;
  envelope.event_id = event_id;
  envelope.org_id = org_id;
  envelope.producer = Label("nemo-ledger-api");
  envelope.payload = std::move(payload);
  return envelope;
}

Envelope read_call(Operation operation, const Body& body, const Body::Node& object,
                   const CallContext& context, std::string_view own) {
  const CallReader reader{body, object, context, own};
  const auto with = [&](Payload payload) {
    return envelope_of(context.holder.org_id, context.event_id, std::move(payload));
  };
  switch (operation) {
    case Operation::kReserve:
      return with(reader.reserve());
    case Operation::kSettle:
      return with(reader.settle());
    case Operation::kRelease:
      return with(reader.release());
    case Operation::kIncrease:
      return with(reader.increase());
    case Operation::kRecordUsage:
      return with(reader.usage());
    default:
      NEMO_ASSERT(false);
      return {};
  }
}

}  // namespace nemo::api
