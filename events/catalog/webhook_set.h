#pragma once

#include <string_view>

#include "events/catalog/field.h"
#include "events/values/text.h"

namespace nemo {

// Where the organization's alerts are sent from now on. The secret they are signed with is no part
// of the record: it is derived from the master key named here and the record's event_id.
struct WebhookSet {
  static constexpr std::string_view kName = "webhook_set";
  static constexpr int kTag = 15;
  static constexpr std::size_t kUrlBytesMax = 2'048;

  Label url;  // http:// or https://, printable ASCII without spaces
  MasterKeyId master_key_id;

  // Visits (field, protobuf number, value) in the table's order.
  template <class Self, class Visitor>
  static void fields(Self& self, Visitor&& visit) {
    visit(Field::kUrl, 1, self.url);
    visit(Field::kMasterKeyId, 2, self.master_key_id);
  }
  bool operator==(const WebhookSet&) const = default;
};

// The first field that is wrong, in the table's order; kNone for a right form.
Field check_form(const WebhookSet& record);

}  // namespace nemo
