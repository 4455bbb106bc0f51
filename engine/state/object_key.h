#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace nemo {

// The kinds of state records. The letter is the first byte of an object's key, on disk for ever.
enum class ObjectKind : char {
  kOrg = 'A',
  kDirectory = 'B',
  kDue = 'D',
  kReservation = 'R',
  kId = 'I',
  kBook = 'P',
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
};

// Object keys, unique within a partition:
//   org, directory := kind, org_id
//   reservation    := kind, org_id, 0, reservation_id
//   id             := kind, org_id, 0, id kind, id
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
inline std::string_view id_key(std::string& key, std::string_view org_id, IdKind kind,
                               std::string_view id) {
  key.assign(1, static_cast<char>(ObjectKind::kId));
  key.append(org_id);
  key.push_back('\0');
  key.push_back(static_cast<char>(kind));
  key.append(id);
  return key;
}

// The organization of any of these keys.
inline std::string_view org_of_key(std::string_view key) {
  key.remove_prefix(1);
  return key.substr(0, key.find('\0'));
}
// The reservation_id of a reservation's key.
inline std::string_view reservation_of_key(std::string_view key) {
  return key.substr(key.find('\0') + 1);
}

}  // namespace nemo
