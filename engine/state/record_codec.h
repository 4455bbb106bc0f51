#pragma once

#include <string>
#include <string_view>

#include "engine/state/partition_state.h"

namespace nemo {

// The bytes of state records, frozen per rules version: digests are taken of them. Each begins
// with a format byte. Decoding gives false for bytes that nothing here wrote.
void encode(const OrgState& org, std::string& out);
void encode(const DirectoryState& directory, std::string& out);
void encode(const ReservationState& reservation, std::string& out);
void encode(const IdState& id, std::string& out);
void encode(const StripeState& stripe, std::string& out);
void encode(const BookState& book, std::string& out);

bool decode(std::string_view bytes, OrgState& org);
bool decode(std::string_view bytes, DirectoryState& directory);
bool decode(std::string_view bytes, ReservationState& reservation);
bool decode(std::string_view bytes, IdState& id);
bool decode(std::string_view bytes, StripeState& stripe);
bool decode(std::string_view bytes, BookState& book);

void encode(const PartitionGlobals& globals, std::string& out);
bool decode(std::string_view bytes, PartitionGlobals& globals);

// The parts of a partition's digest, which is no part of itself.
void encode(const DigestParts& digest, std::string& out);
bool decode(std::string_view bytes, DigestParts& digest);

// When a record is forgotten; nothing: never, or not yet known.
inline std::optional<TimeMs> forget_at(const ReservationState& record) { return record.forget_at; }
inline std::optional<TimeMs> forget_at(const IdState& record) { return record.forget_at; }
template <class Record>
std::optional<TimeMs> forget_at(const Record&) {
  return std::nullopt;
}

}  // namespace nemo
