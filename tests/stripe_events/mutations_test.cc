#include <array>
#include <random>

#include "events/catalog/envelope.h"
#include "tests/prices/real_data.h"
#include "tests/stripe_events/describe.h"

// Damaged texts: whatever comes out is of a right form, and no amount in it is of our own making.
namespace nemo {
namespace {

constexpr int kRounds = 20'000;
constexpr std::int64_t kNanoPerCent = 10'000'000;

const std::array<const char*, 14> kFiles = {"charge.captured",
                                            "charge.refunded",
                                            "charge.succeeded",
                                            "charge.refund.updated",
                                            "charge.dispute.created",
                                            "charge.dispute.funds_withdrawn",
                                            "checkout.session.completed",
                                            "customer.subscription.created",
                                            "invoice.paid",
                                            "invoice.payment_failed",
                                            "payment_intent.succeeded",
                                            "payment_intent.canceled",
                                            "payout.paid",
                                            "balance.available"};
const std::array<std::string, 16> kPieces = {
    "null",    "true", "-1",      "0",       "1e9",     "1.5",           "\"100\"",
    "{}",      "[]",   "\"usd\"", "\"eur\"", "\"id\":", "\"amount\":7,", "99999999999999",
    "\\u0061", "\xff"};

class Damage {
 public:
  explicit Damage(std::uint64_t seed) : chance_(seed) {}

  std::string of(std::string text, const std::string& other) {
    const std::size_t times = 1 + below(4);
    for (std::size_t time = 0; time < times && !text.empty(); ++time) once(text, other);
    return text;
  }
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(chance_() % end); }

 private:
  void once(std::string& text, const std::string& other) {
    const std::size_t at = below(text.size());
    const std::size_t size = std::min(1 + below(24), text.size() - at);
    switch (below(7)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, size);
        break;
      case 2:
        text.insert(at, text.substr(below(text.size()), size));
        break;
      case 3:
        text.replace(value_at(text, at), 1, kPieces[below(kPieces.size())]);
        break;
      case 4:
        change_digit(text, at);
        break;
      case 5:
        text = text.substr(0, at) + other.substr(std::min(at, other.size()));
        break;
      default:
        swap_values(text, at);
    }
  }

  // Where the value after the next colon begins.
  static std::size_t value_at(const std::string& text, std::size_t at) {
    const std::size_t colon = text.find(": ", at);
    return colon == std::string::npos ? at : std::min(colon + 2, text.size() - 1);
  }
  void change_digit(std::string& text, std::size_t at) {
    const std::size_t digit = text.find_first_of("0123456789", at);
    if (digit != std::string::npos) text[digit] = static_cast<char>('0' + below(10));
  }
  // The value there becomes one from elsewhere in the text.
  void swap_values(std::string& text, std::size_t at) {
    const std::size_t from = value_at(text, below(text.size()));
    const std::size_t end = std::min(text.find_first_of(",\n", from), text.size());
    const std::string value = text.substr(from, end - from);
    const std::size_t to = value_at(text, at);
    const std::size_t to_end = std::min(text.find_first_of(",\n", to), text.size());
    text.replace(to, to_end - to, value);
  }

  std::mt19937_64 chance_;
};

bool is_of_number(char c) { return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == 'e'; }

// Whether the amount stands in the text as a number, all of it.
bool is_told(const std::string& text, Nano amount) {
  if (amount.value % kNanoPerCent != 0) return false;
  const std::string digits = std::to_string(amount.value / kNanoPerCent);
  for (std::size_t at = text.find(digits); at != std::string::npos;
       at = text.find(digits, at + 1)) {
    const bool begins = at == 0 || !is_of_number(text[at - 1]);
    const std::size_t end = at + digits.size();
    if (begins && (end == text.size() || !is_of_number(text[end]))) return true;
  }
  return amount == Nano{0} && text.find("-0") != std::string::npos;
}

std::vector<Nano> amounts_of(const StripePaymentReported& record) {
  std::vector<Nano> amounts;
  const auto add = [&](std::optional<Nano> amount) {
    if (amount) amounts.push_back(*amount);
  };
  add(record.amount_nano);
  add(record.refunded_nano);
  // An invoice's tax may be a sum.
  if (!record.stripe_event_type.value.starts_with("invoice")) add(record.tax_nano);
  for (const StripeRefund& refund : record.refunds) add(refund.amount_nano);
  for (const StripeDispute& dispute : record.disputes) {
    add(dispute.amount_nano);
    for (const StripeDisputeTransaction& moved : dispute.transactions) {
      add(moved.amount_nano);
      add(moved.fee_nano);
    }
  }
  return amounts;
}
std::vector<Nano> amounts_of(const StripePayoutReported& record) { return {*record.amount_nano}; }
std::vector<Nano> amounts_of(const StripeTransactionReported& record) {
  return {*record.amount_nano, *record.fee_nano};
}
template <class Record>
std::vector<Nano> amounts_of(const Record&) {
  return {};
}

void expect_sound(const StripeNews& news, const std::string& text) {
  ASSERT_FALSE(news.items.empty()) << text;
  ASSERT_TRUE(is_name_form(news.event_id.view())) << text;
  for (const StripeItem& item : news.items) {
    Envelope envelope;
    envelope.payload = item.record;
    ASSERT_EQ(check_form(envelope), Field::kNone) << text;
    const auto amounts =
        std::visit([](const auto& record) { return amounts_of(record); }, item.record);
    for (const Nano amount : amounts) ASSERT_TRUE(is_told(text, amount)) << amount.value << text;
  }
}

TEST(StripeDamage, NothingIsMadeUp) {
  std::vector<std::string> samples;
  for (const char* file : kFiles) {
    NEMO_REAL_DATA(text, "stripe/webhook_events/" + std::string(file) + ".json");
    samples.push_back(*text);
  }
  Damage damage(20'260'101);
  std::size_t said = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::string& sample = samples[damage.below(samples.size())];
    const std::string text = damage.of(sample, samples[damage.below(samples.size())]);
    const StripeNews news = read_stripe_event(text);
    expect_sound(news, text);
    if (HasFatalFailure()) return;
    expect_sound(read_stripe_object(text, kEventTime), text);
    if (HasFatalFailure()) return;
    said += std::holds_alternative<StripeEventNoted>(news.items.front().record) ? 0 : 1;
  }
  // Damage that is always found at once would prove nothing.
  EXPECT_GT(said, kRounds / 10);
}

}  // namespace
}  // namespace nemo
