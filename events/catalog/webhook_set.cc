#include "events/catalog/webhook_set.h"

#include <algorithm>

#include "events/catalog/form.h"

namespace nemo {
namespace {

bool is_url_form(std::string_view url) {
  return (url.starts_with("https://") || url.starts_with("http://")) &&
         url.size() <= WebhookSet::kUrlBytesMax &&
         std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

Field check_form(const WebhookSet& record) {
  return Form()
      .expect(Field::kUrl, is_url_form(record.url.view()))
      .id(Field::kMasterKeyId, record.master_key_id)
      .first_wrong();
}

}  // namespace nemo
