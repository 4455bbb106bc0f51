#include "events/wire/outcome_codec.h"

#include <algorithm>

#include "events/values/assert.h"
#include "events/wire/outcome_bytes.h"
#include "events/wire/outcome_detail_codec.h"

namespace nemo {
namespace {

// lines    := version (1 byte, 1), count (unsigned), line*
// line     := has (1 byte, bits), at (signed), name, detail, and what `has` says, in its order
// has      := 1 event_id (16 bytes), 2 by time, 4 org_id as in the line before, else: text,
//             8 reservation_id (text), 16 balance, 32 postings, 64 flags (1 byte),
//             128 created_offset (signed)
// balance  := balance_nano, held_nano, available_nano (signed)
// postings := count (unsigned), (debit (1 byte), credit (1 byte), amount (unsigned))*
constexpr std::uint8_t kVersion = 1;

constexpr std::uint8_t kHasEventId = 1;
constexpr std::uint8_t kIsByTime = 2;
constexpr std::uint8_t kHasSameOrg = 4;
constexpr std::uint8_t kHasReservation = 8;
constexpr std::uint8_t kHasBalance = 16;
constexpr std::uint8_t kHasPostings = 32;
constexpr std::uint8_t kHasFlags = 64;
constexpr std::uint8_t kHasCreated = 128;

constexpr std::size_t kPostingSizeMax = 2 + wire::kNumberBytesMax;
constexpr std::size_t kPostingSizeMin = 3;
constexpr std::size_t kLineSizeMin = 5;
constexpr std::uint8_t kAllFlags =
    kFlagAboveHold | kFlagLate | kFlagAfterRelease | kFlagOrphan | kFlagUnpriced | kFlagUnknownPlan;

std::uint8_t bit(bool has, std::uint8_t flag) { return has ? flag : std::uint8_t{0}; }

std::uint8_t has_of(const Outcome& line, const OrgId& org_before) {
  return static_cast<std::uint8_t>(
      bit(line.event_id.has_value(), kHasEventId) | bit(line.by_time, kIsByTime) |
      bit(line.org_id == org_before, kHasSameOrg) |
      bit(!line.reservation_id.empty(), kHasReservation) |
      bit(line.balance.has_value(), kHasBalance) | bit(!line.postings.empty(), kHasPostings) |
      bit(line.flags != 0, kHasFlags) | bit(line.created_offset != 0, kHasCreated));
}

std::size_t line_size_max(const Outcome& line) {
  constexpr std::size_t kFixed = 128;  // has, flags, an event_id and ten numbers
  return kFixed + line.org_id.value.size() + line.reservation_id.value.size() +
         wire::detail_size_max(line.detail) + line.postings.size() * kPostingSizeMax;
}

void put_balance(const Balance& balance, wire::OutcomePen& pen) {
  pen.put_signed(balance.balance_nano.value);
  pen.put_signed(balance.held_nano.value);
  pen.put_signed(balance.available_nano.value);
}

void put_postings(const std::vector<Posting>& postings, wire::OutcomePen& pen) {
  pen.put_unsigned(postings.size());
  for (const Posting& posting : postings) {
    pen.put_byte(static_cast<std::uint8_t>(posting.debit));
    pen.put_byte(static_cast<std::uint8_t>(posting.credit));
    pen.put_unsigned(posting.amount.value);
  }
}

void put_line(const Outcome& line, const OrgId& org_before, wire::OutcomePen& pen) {
  const std::uint8_t has = has_of(line, org_before);
  pen.put_byte(has);
  pen.put_signed(line.at.value);
  wire::put_name(line.name, pen);
  wire::put_detail(line.detail, pen);
  if (has & kHasEventId) pen.put_bytes(line.event_id->bytes.data(), line.event_id->bytes.size());
  if (!(has & kHasSameOrg)) pen.put_text(line.org_id.view());
  if (has & kHasReservation) pen.put_text(line.reservation_id.view());
  if (has & kHasBalance) put_balance(*line.balance, pen);
  if (has & kHasPostings) put_postings(line.postings, pen);
  if (has & kHasFlags) pen.put_byte(line.flags);
  if (has & kHasCreated) pen.put_signed(line.created_offset);
}

Account get_account(wire::OutcomeEye& eye) {
  const std::uint8_t number = eye.get_byte();
  eye.expect(number < kAccountCount);
  return eye.failed() ? Account::kNone : static_cast<Account>(number);
}

void get_postings(wire::OutcomeEye& eye, std::vector<Posting>& postings) {
  const std::uint64_t count = eye.get_unsigned();
  eye.expect(count > 0 && count <= eye.left() / kPostingSizeMin);
  if (eye.failed()) return;
  postings.resize(count);
  for (Posting& posting : postings) {
    posting.debit = get_account(eye);
    posting.credit = get_account(eye);
    posting.amount.value = eye.get_unsigned();
  }
}

void get_event_id(wire::OutcomeEye& eye, EventId& id) {
  const std::string_view bytes = eye.get_bytes(id.bytes.size());
  std::copy(bytes.begin(), bytes.end(), id.bytes.begin());
}

void get_balance(wire::OutcomeEye& eye, Balance& balance) {
  balance.balance_nano.value = eye.get_signed();
  balance.held_nano.value = eye.get_signed();
  balance.available_nano.value = eye.get_signed();
}

void get_line(wire::OutcomeEye& eye, const OrgId& org_before, Outcome& line) {
  const std::uint8_t has = eye.get_byte();
  line.at.value = eye.get_signed();
  line.name = wire::get_name(eye);
  wire::get_detail(eye, line.detail);
  line.by_time = (has & kIsByTime) != 0;
  if (has & kHasEventId) get_event_id(eye, line.event_id.emplace());
  line.org_id = has & kHasSameOrg ? org_before : OrgId(eye.get_text());
  if (has & kHasReservation) line.reservation_id = ReservationId(eye.get_text());
  if (has & kHasBalance) get_balance(eye, line.balance.emplace());
  if (has & kHasPostings) get_postings(eye, line.postings);
  if (has & kHasFlags) line.flags = eye.get_byte();
  if (has & kHasCreated) line.created_offset = eye.get_signed();
  eye.expect((line.flags & ~kAllFlags) == 0);
}

}  // namespace

void encode_outcomes(std::span<const Outcome> lines, std::string& out) {
  const std::size_t before = out.size();
  std::size_t size_max = 1 + wire::kNumberBytesMax;
  for (const Outcome& line : lines) size_max += line_size_max(line);
  out.resize(before + size_max);
  wire::OutcomePen pen(out.data() + before);
  pen.put_byte(kVersion);
  pen.put_unsigned(lines.size());
  const OrgId none;
  const OrgId* org_before = &none;
  for (const Outcome& line : lines) {
    NEMO_ASSERT(line.position == lines.front().position);
    put_line(line, *org_before, pen);
    org_before = &line.org_id;
  }
  const auto size = static_cast<std::size_t>(pen.at() - out.data());
  NEMO_ASSERT(size <= before + size_max);
  out.resize(size);
}

std::optional<std::vector<Outcome>> decode_outcomes(LogPosition position, std::string_view bytes) {
  wire::OutcomeEye eye(bytes);
  eye.expect(eye.get_byte() == kVersion);
  const std::uint64_t count = eye.get_unsigned();
  eye.expect(count <= eye.left() / kLineSizeMin);
  if (eye.failed()) return std::nullopt;
  std::vector<Outcome> lines(count);
  OrgId org_before;
  for (Outcome& line : lines) {
    line.position = position;
    get_line(eye, org_before, line);
    org_before = line.org_id;
    if (eye.failed()) return std::nullopt;
  }
  if (eye.left() != 0) return std::nullopt;
  return lines;
}

}  // namespace nemo
