#pragma once

#include <span>
#include <string_view>

#include "adapters/stripe_events/families.h"

namespace nemo::stripe_events {

// A type of events that says something to the ledger, the kind of object that it carries, and who
// reads it. All other types are ignored.
struct EventRow {
  std::string_view type;
  std::string_view object;
  Read read;
};

std::span<const EventRow> event_table();

// Null for what is ignored.
const EventRow* event_row(std::string_view type);
// By the object alone, for what was asked for.
const EventRow* object_row(std::string_view object);

}  // namespace nemo::stripe_events
