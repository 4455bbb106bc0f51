#include "engine/state/partition_state.h"

namespace nemo {

const BookState* PartitionState::book_at(TimeMs time) const {
  const BookState* found = nullptr;
  for (const BookState& book : books) {
    if (book.effective_from > time) continue;
    if (found == nullptr || found->effective_from <= book.effective_from) found = &book;
  }
  return found;
}

const BookState* PartitionState::book_of(Offset offset) const {
  for (const BookState& book : books) {
    if (book.offset == offset) return &book;
  }
  return nullptr;
}

}  // namespace nemo
