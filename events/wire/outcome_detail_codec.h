#pragma once

#include <cstddef>

#include "events/outcomes/detail.h"
#include "events/wire/outcome_bytes.h"

namespace nemo::wire {

// The detail of an outcome line.
//   detail   := shape (the alternative's number, 1 byte), its members in their order
//   member   := signed (amounts, times, numbers) | text (ids) | 1 byte (flags, enums) | wide (used)
//             | optional | name | position | standing
//   optional := 0, or 1 and the member
//   name     := code (1 byte), field (unsigned)
//   position := partition (unsigned), offset (signed)
//   standing := scope, scope_id, period, limit_nano, spent_nano, held_nano

// At least what put_detail writes.
std::size_t detail_size_max(const Detail& detail);
void put_detail(const Detail& detail, OutcomePen& pen);

// Fails the eye for a shape, an enum or a flag that does not exist.
void get_detail(OutcomeEye& eye, Detail& detail);

void put_name(OutcomeName name, OutcomePen& pen);
OutcomeName get_name(OutcomeEye& eye);

}  // namespace nemo::wire
