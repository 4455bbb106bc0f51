#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/stripe_events/fault.h"
#include "events/values/money.h"
#include "events/values/text.h"
#include "events/values/time.h"
#include "events/wire/json_tape.h"

namespace nemo::stripe_events {

enum class Sign : std::uint8_t { kNotNegative, kAny };

// An object of Stripe's on a tape. A member that is null is one that is left out; one of a type
// that Stripe never gives it is a fault, and so is a name asked for that stands twice. The first
// fault stays in the place that all views of a tape share; whoever made the views looks there.
// Cheap to copy; the tape and the fault outlive it. Thread rule: as the tape.
class ObjectView {
 public:
  using Node = wire::JsonTape::Node;

  // `node` is null or an object.
  ObjectView(const wire::JsonTape& tape, const Node* node, StripeFault& fault)
      : tape_(&tape), node_(node), fault_(&fault) {}

  // Whether there is such an object. What is not there has no members.
  explicit operator bool() const { return node_ != nullptr; }

  bool has(std::string_view name) const { return member(name) != nullptr; }
  std::string_view text(std::string_view name) const;
  // Of another object: its id, whether it is given by its id or expanded.
  StripeId id(std::string_view name) const;
  // The object's own, which must have one. "" only with a fault.
  StripeId own_id() const;
  std::optional<bool> flag(std::string_view name) const;
  // Seconds since 1970.
  std::optional<TimeMs> time(std::string_view name) const;
  std::optional<Nano> amount(std::string_view name, std::string_view currency,
                             Sign sign = Sign::kNotNegative) const;
  // No object where the member is text: what could be expanded is not.
  ObjectView object(std::string_view name) const;
  // The same object, whose faults go to another place.
  ObjectView with(StripeFault& fault) const { return ObjectView(*tape_, node_, fault); }
  // An object that is not there.
  ObjectView none() const { return ObjectView(*tape_, nullptr, *fault_); }
  // Of a list, or of Stripe's object "list"; what is not expanded is passed over.
  std::vector<ObjectView> objects(std::string_view name) const;

  void refuse(StripeFault fault) const {
    if (*fault_ == StripeFault::kNone) *fault_ = fault;
  }

 private:
  const Node* member(std::string_view name) const;
  const Node* member(std::string_view name, wire::JsonTape::Kind kind) const;

  const wire::JsonTape* tape_;
  const Node* node_;
  StripeFault* fault_;
};

}  // namespace nemo::stripe_events
