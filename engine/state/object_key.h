#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo {

// The kinds of state records. The letter is the first byte of an object's key, on disk for ever.
enum class ObjectKind : char {
  kOrg = 'A',
  kDirectory = 'B',
  kLotEnd = 'D',
  kHold = 'H',  // a reservation while its hold is open: found by scanning
  kId = 'I',
  kLastRecord = 'L',  // SHA-256 of the last record's bytes: no part of the digest
  kCallId = 'J',      // an id that comes with calls: there are as many as calls
  kBook = 'P',
  kStripe = 'S',       // a payment, a payout, a movement, or what an organization is to Stripe
  kReservation = 'R',  // in memory and digests also while the hold is open
  kDigest = 'Y',
  kPartition = 'Z',
};

// The kinds of ids an IdState remembers.
enum class IdKind : char {
  kEvent = 'e',
  kOrganization = 'o',
  kTeam = 't',
  kKey = 'k',
  kGrant = 'g',
  kAdjustment = 'a',
  kIncrease = 'i',
  kUsage = 'u',
  kStripeEvent = 's',
  kStripeNote = 'n',
  kStripeTransaction = 'x',
  kStripeObject = 'j',  // that was assigned
  kTopUp = 'p',
  kWriteOff = 'w',
  kClearing = 'c',
  kQuarantine = 'q',
};

constexpr ObjectKind object_kind_of(IdKind kind) {
  return kind == IdKind::kIncrease || kind == IdKind::kUsage ? ObjectKind::kCallId
                                                             : ObjectKind::kId;
}

// Object keys, unique within a partition:
//   org, directory := kind, org_id
//   reservation    := kind, org_id, 0, reservation_id
//   hold           := kind, org_id, 0, reservation_id
//   stripe         := kind, org_id, 0, Stripe's id; "" for the organization's own
//   id             := kind, org_id, 0, id kind, id; its kind follows from the id kind
//   lot end        := kind, due time (8 bytes), offset (8 bytes); big endian
//   book           := kind, offset (8 bytes, big endian)
//   last record, digest, partition := kind
// They are written into `key`, which is cleared first and may be reused.
inline std::string_view org_key(std::string& key, ObjectKind kind, std::string_view org_id) {
  key.assign(1, static_cast<char>(kind));
  key.append(org_id);
  return key;
}
inline std::string_view reservation_key(std::string& key, std::string_view org_id,
                                        std::string_view reservation_id) {
  key.assign(1, static_cast<char>(ObjectKind::kReservation));
  key.append(org_id);
  key.push_back('\0');
  key.append(reservation_id);
  return key;
}
inline std::string_view stripe_key(std::string& key, std::string_view org_id,
                                   std::string_view stripe_id) {
  key.assign(1, static_cast<char>(ObjectKind::kStripe));
  key.append(org_id);
  key.push_back('\0');
  key.append(stripe_id);
  return key;
}
inline std::string_view id_key(std::string& key, std::string_view org_id, IdKind kind,
                               std::string_view id) {
  key.assign(1, static_cast<char>(object_kind_of(kind)));
  key.append(org_id);
  key.push_back('\0');
  key.push_back(static_cast<char>(kind));
  key.append(id);
  return key;
}

// Numbers >= 0 as bytes that sort as they do.
inline void append_big_endian(std::string& key, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<char>(number >> shift));
}
inline std::uint64_t read_big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(0, 8)) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

// Whether a key is one of those of which calls make new ones all the time.
inline bool is_of_call(std::string_view key) {
  const auto kind = static_cast<ObjectKind>(key[0]);
  return kind == ObjectKind::kReservation || kind == ObjectKind::kCallId;
}
// Whether a value under it may be forgotten one day.
inline bool may_be_forgotten(std::string_view key) {
  return is_of_call(key) || static_cast<ObjectKind>(key[0]) == ObjectKind::kId;
}

// The organization of any key that has one.
inline std::string_view org_of_key(std::string_view key) {
  key.remove_prefix(1);
  return key.substr(0, key.find('\0'));
}
// The reservation_id of a reservation's key.
inline std::string_view reservation_of_key(std::string_view key) {
  return key.substr(key.find('\0') + 1);
}

}  // namespace nemo
