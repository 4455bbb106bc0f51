#include "events/wire/outcome_detail_codec.h"

#include <optional>
#include <type_traits>

#include "events/wire/message_fields.h"

namespace nemo::wire {
namespace {

template <class Self, class Shape>
concept Is = std::is_same_v<std::remove_const_t<Self>, Shape>;

// Each shape's members, told in their order.
void tell(Is<std::monostate> auto&, auto&) {}
void tell(Is<BudgetStanding> auto& budget, auto& each) {
  each(budget.scope, budget.scope_id, budget.period, budget.limit_nano, budget.spent_nano,
       budget.held_nano);
}
void tell(Is<GrantedDetail> auto& detail, auto& each) {
  each(detail.amount_nano, detail.expires_at, detail.tightest);
}
void tell(Is<LimitDetail> auto& detail, auto& each) {
  each(detail.limit, detail.used, detail.retry_at);
}
void tell(Is<BudgetDetail> auto& detail, auto& each) { each(detail.budget, detail.retry_at); }
void tell(Is<CreditsDetail> auto& detail, auto& each) {
  each(detail.needed_nano, detail.available_nano);
}
void tell(Is<SettledDetail> auto& detail, auto& each) { each(detail.cost_nano); }
void tell(Is<AmountDetail> auto& detail, auto& each) { each(detail.amount_nano); }
void tell(Is<FirstDetail> auto& detail, auto& each) { each(detail.outcome, detail.position); }
void tell(Is<MalformedDetail> auto& detail, auto& each) { each(detail.reason); }
void tell(Is<AlertDetail> auto& detail, auto& each) {
  each(detail.scope, detail.scope_id, detail.period, detail.percent);
}
void tell(Is<CreditExpiredDetail> auto& detail, auto& each) {
  each(detail.grant_id, detail.amount_nano);
}
void tell(Is<TopUpDetail> auto& detail, auto& each) {
  each(detail.threshold_nano, detail.amount_nano);
}

struct Put {
  OutcomePen& pen;

  template <class... Members>
  void operator()(const Members&... members) {
    (put(members), ...);
  }

  void put(bool flag) { pen.put_byte(flag ? 1 : 0); }
  void put(Wide value) { pen.put_wide(value); }
  void put(OutcomeName name) { put_name(name, pen); }
  void put(LogPosition position) {
    pen.put_unsigned(position.partition);
    pen.put_signed(position.offset);
  }
  template <Number T>
  void put(T value) {
    pen.put_signed(number_of(value));
  }
  template <Enumeration T>
  void put(T value) {
    pen.put_byte(static_cast<std::uint8_t>(value));
  }
  template <Texts T>
  void put(const T& text) {
    pen.put_text(text.view());
  }
  template <class T>
  void put(const std::optional<T>& member) {
    put(member.has_value());
    if (member) put(*member);
  }
  void put(const BudgetStanding& budget) { tell(budget, *this); }
};

struct Get {
  OutcomeEye& eye;

  template <class... Members>
  void operator()(Members&... members) {
    (get(members), ...);
  }

  void get(bool& flag) {
    const std::uint8_t byte = eye.get_byte();
    eye.expect(byte <= 1);
    flag = byte != 0;
  }
  void get(Wide& value) { value = eye.get_wide(); }
  void get(OutcomeName& name) { name = get_name(eye); }
  void get(LogPosition& position) {
    const std::uint64_t partition = eye.get_unsigned();
    eye.expect(partition < kPartitionCount);
    position = {static_cast<PartitionId>(partition), eye.get_signed()};
  }
  template <Number T>
  void get(T& value) {
    value = T{eye.get_signed()};
  }
  template <Enumeration T>
  void get(T& value) {
    const std::uint8_t byte = eye.get_byte();
    eye.expect(is_enum_number<T>(byte));
    value = static_cast<T>(byte);
  }
  template <Texts T>
  void get(T& text) {
    text.value = eye.get_text();
  }
  template <class T>
  void get(std::optional<T>& member) {
    bool given = false;
    get(given);
    if (given) get(member.emplace());
  }
  void get(BudgetStanding& budget) { tell(budget, *this); }
};

// The size of the texts in a shape.
struct TextSize {
  std::size_t total = 0;

  template <class... Members>
  void operator()(const Members&... members) {
    (add(members), ...);
  }
  template <class T>
  void add(const T& member) {
    if constexpr (Texts<T>) total += member.value.size();
    if constexpr (std::is_same_v<T, BudgetStanding>) tell(member, *this);
  }
  void add(const std::optional<BudgetStanding>& member) {
    if (member) add(*member);
  }
};

// More than all that is not text takes in any shape.
constexpr std::size_t kNumbersSizeMax = 128;

template <std::size_t kShape = 0>
void get_shape(std::uint8_t shape, OutcomeEye& eye, Detail& detail) {
  if constexpr (kShape == std::variant_size_v<Detail>) {
    eye.fail();
  } else if (shape != kShape) {
    get_shape<kShape + 1>(shape, eye, detail);
  } else {
    Get get{eye};
    tell(detail.emplace<kShape>(), get);
  }
}

}  // namespace

std::size_t detail_size_max(const Detail& detail) {
  TextSize size{kNumbersSizeMax};
  std::visit([&size](const auto& shape) { tell(shape, size); }, detail);
  return size.total;
}

void put_detail(const Detail& detail, OutcomePen& pen) {
  pen.put_byte(static_cast<std::uint8_t>(detail.index()));
  Put put{pen};
  std::visit([&put](const auto& shape) { tell(shape, put); }, detail);
}

void get_detail(OutcomeEye& eye, Detail& detail) { get_shape(eye.get_byte(), eye, detail); }

void put_name(OutcomeName name, OutcomePen& pen) {
  pen.put_byte(static_cast<std::uint8_t>(name.code));
  pen.put_unsigned(static_cast<std::uint16_t>(name.field));
}

OutcomeName get_name(OutcomeEye& eye) {
  const std::uint8_t code = eye.get_byte();
  const std::uint64_t field = eye.get_unsigned();
  eye.expect(code < kOutcomeCodeCount && field < kFieldCount);
  if (eye.failed()) return {};
  return {static_cast<OutcomeCode>(code), static_cast<Field>(field)};
}

}  // namespace nemo::wire
