#pragma once

#include <gtest/gtest.h>

#include <utility>

#include "events/catalog/envelope.h"

namespace nemo {

// What check_form finds wrong in a record of acme.
inline Field wrong_in(Payload payload) {
  Envelope envelope;
  envelope.org_id = OrgId("acme");
  envelope.payload = std::move(payload);
  return check_form(envelope);
}

template <class Record>
struct Row {
  Field wrong;
  void (*change)(Record& record);
};

// The right record is right; each change makes its field wrong; of two the first in the table's
// order is named.
template <class Record, std::size_t kCount>
void expect_wrong(const Record& right, const Row<Record> (&rows)[kCount]) {
  EXPECT_EQ(wrong_in(right), Field::kNone);
  for (std::size_t first = 0; first < kCount; ++first) {
    for (std::size_t second = first; second < kCount; ++second) {
      if (rows[first].wrong == rows[second].wrong && first != second) continue;
      Record record = right;
      rows[second].change(record);
      rows[first].change(record);
      EXPECT_EQ(field_name(wrong_in(record)), field_name(rows[first].wrong))
          << Record::kName << " row " << first << " and " << second;
    }
  }
}

}  // namespace nemo
