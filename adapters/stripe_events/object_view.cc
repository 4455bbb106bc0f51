#include "adapters/stripe_events/object_view.h"

#include "adapters/stripe_events/currency.h"
#include "events/wire/json_text.h"

namespace nemo::stripe_events {

using Kind = wire::JsonTape::Kind;

const ObjectView::Node* ObjectView::member(std::string_view name) const {
  if (node_ == nullptr) return nullptr;
  const Node* found = nullptr;
  tape_->each(*node_, [&](const Node& member) {
    if (member.name() != name) return true;
    if (found != nullptr) refuse(StripeFault::kNotJson);
    found = &member;
    return true;
  });
  return found == nullptr || found->kind == Kind::kNull ? nullptr : found;
}

const ObjectView::Node* ObjectView::member(std::string_view name, Kind kind) const {
  const Node* found = member(name);
  if (found == nullptr || found->kind == kind) return found;
  refuse(StripeFault::kNotAnEvent);
  return nullptr;
}

std::string_view ObjectView::text(std::string_view name) const {
  const Node* found = member(name, Kind::kText);
  return found == nullptr ? std::string_view() : found->text();
}

StripeId ObjectView::id(std::string_view name) const {
  const Node* found = member(name);
  if (found == nullptr) return {};
  if (found->kind == Kind::kObject) return ObjectView(*tape_, found, *fault_).own_id();
  const StripeId id(text(name));
  if (id.empty() || is_name_form(id.view())) return id;
  refuse(StripeFault::kMissingId);
  return {};
}

StripeId ObjectView::own_id() const {
  const StripeId id(text("id"));
  if (is_name_form(id.view())) return id;
  refuse(StripeFault::kMissingId);
  return {};
}

std::optional<bool> ObjectView::flag(std::string_view name) const {
  const Node* found = member(name, Kind::kBool);
  if (found == nullptr) return std::nullopt;
  return found->text() == "true";
}

std::optional<TimeMs> ObjectView::time(std::string_view name) const {
  const Node* found = member(name, Kind::kNumber);
  if (found == nullptr) return std::nullopt;
  std::int64_t seconds = 0;
  constexpr std::int64_t kMsPerSecond = 1'000;
  if (wire::parse_integer(found->text(), seconds) && seconds >= 0 &&
      seconds <= kLastTime.value / kMsPerSecond) {
    return TimeMs{seconds * kMsPerSecond};
  }
  refuse(StripeFault::kNotAnEvent);
  return std::nullopt;
}

std::optional<Nano> ObjectView::amount(std::string_view name, std::string_view currency,
                                       Sign sign) const {
  const Node* found = member(name);
  if (found == nullptr) return std::nullopt;
  Nano nano;
  const StripeFault fault = found->kind == Kind::kNumber
                                ? parse_stripe_amount(found->text(), currency, nano)
                                : StripeFault::kWrongAmount;
  const bool below_zero = fault == StripeFault::kNone && nano.value < 0;
  if (fault == StripeFault::kNone && (sign == Sign::kAny || !below_zero)) return nano;
  refuse(below_zero ? StripeFault::kWrongAmount : fault);
  return std::nullopt;
}

ObjectView ObjectView::object(std::string_view name) const {
  const Node* found = member(name);
  const bool expanded = found != nullptr && found->kind == Kind::kObject;
  if (found != nullptr && !expanded && found->kind != Kind::kText) {
    refuse(StripeFault::kNotAnEvent);
  }
  return ObjectView(*tape_, expanded ? found : nullptr, *fault_);
}

std::vector<ObjectView> ObjectView::objects(std::string_view name) const {
  const Node* found = member(name);
  if (found != nullptr && found->kind == Kind::kObject) {
    return ObjectView(*tape_, found, *fault_).objects("data");
  }
  std::vector<ObjectView> views;
  if (found == nullptr) return views;
  if (found->kind != Kind::kList) refuse(StripeFault::kNotAnEvent);
  if (found->kind != Kind::kList) return views;
  tape_->each(*found, [&](const Node& element) {
    if (element.kind == Kind::kObject) views.emplace_back(*tape_, &element, *fault_);
    return true;
  });
  return views;
}

}  // namespace nemo::stripe_events
