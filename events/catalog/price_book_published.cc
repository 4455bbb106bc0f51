#include "events/catalog/price_book_published.h"

#include "events/catalog/form.h"

namespace nemo {

Field check_form(const PriceBookPublished& record) {
  return Form()
      .required(Field::kVersion, record.version)
      .expect(Field::kEffectiveFrom, record.effective_from.has_value())
      .expect(Field::kModels, prices_are_right(record.models))
      .first_wrong();
}

}  // namespace nemo
