#include "engine/core/dry_run.h"
#include "engine/core/step_part.h"
#include "engine/state/object_key.h"
#include "events/values/assert.h"

namespace nemo {
namespace {

// Taken from their owner, and given back whatever happens.
class BorrowedBooks {
 public:
  BorrowedBooks(std::vector<BookState>& borrower, std::vector<BookState>& owner)
      : borrower_(borrower), owner_(owner) {
    borrower_.swap(owner_);
  }
  ~BorrowedBooks() { borrower_.swap(owner_); }
  BorrowedBooks(const BorrowedBooks&) = delete;

 private:
  std::vector<BookState>& borrower_;
  std::vector<BookState>& owner_;
};

// Copies of what one record names, in a state of their own. Price books, which no call changes, are
// borrowed.
class Copy {
 public:
  Copy(PartitionState& from, const Record& record)
      : from_(from),
        org_id_(record.envelope.org_id.view()),
        now_(log_time_of(from.globals, record)),
        copy_(from.partition),
        borrowed_(copy_.books, from.books) {
    copy_.globals = from.globals;
    copy_.newest_rules = from.newest_rules;
    copy_.globals.next_offset = record.position.offset;
    std::string key;
    copy_object(from.orgs, copy_.orgs, org_key(key, ObjectKind::kOrg, org_id_));
    copy_due();
    std::visit([this](const auto& call) { copy_named(call); }, record.envelope.payload);
  }

  PartitionState& state() { return copy_; }

 private:
  template <class Of>
  Object<Of>* copy_object(ObjectTable<Of>& from, ObjectTable<Of>& to, std::string_view key) {
    if (Object<Of>* known = to.find(key)) return known;
    Object<Of>* found = from.find(key);
    if (found == nullptr) return nullptr;
    Object<Of>& made = to.create(key);
    made.record = found->record;
    return &made;
  }

  // What falls due before the record does so for the organization alone.
  void copy_due() {
    from_.holds.each_due(now_, [this](const HoldQueue::Hold& hold) {
      if (org_of_key(hold.key) == org_id_) copy_hold(hold.key);
    });
    for (const auto& [due, item] : from_.lots.items()) {
      if (due.due > now_) break;
      if (item.org_id == org_id_) copy_.lots.add(due, item.org_id);
    }
  }

  void copy_hold(std::string_view key) {
    if (copy_.reservations.find(key) != nullptr) return;
    auto* object = copy_object(from_.reservations, copy_.reservations, key);
    if (object != nullptr && object->record.phase == ReservationPhase::kOpen) {
      copy_.holds.add(*object);
    }
  }

  void copy_reservation(std::string_view id) {
    std::string key;
    copy_hold(reservation_key(key, org_id_, id));
  }
  void copy_id(IdKind kind, std::string_view id) {
    std::string key;
    copy_object(from_.ids, copy_.ids, id_key(key, org_id_, kind, id));
  }

  void copy_named(const ReservationRequested& call) {
    copy_reservation(call.reservation_id.view());
  }
  void copy_named(const ReservationSettled& call) { copy_reservation(call.reservation_id.view()); }
  void copy_named(const ReservationReleased& call) { copy_reservation(call.reservation_id.view()); }
  void copy_named(const ReservationIncreased& call) {
    copy_reservation(call.reservation_id.view());
    copy_id(IdKind::kIncrease, call.increase_id.view());
  }
  void copy_named(const UsageRecorded& call) { copy_id(IdKind::kUsage, call.usage_id.view()); }
  template <class Other>
  void copy_named(const Other&) {
    NEMO_ASSERT(false);
  }

  PartitionState& from_;
  std::string_view org_id_;
  TimeMs now_;
  PartitionState copy_;
  BorrowedBooks borrowed_;
};

}  // namespace

std::vector<Outcome> dry_run(PartitionState& state, const Record& record) {
  Copy copy(state, record);
  OutcomeLines lines;
  step_part(copy.state(), record, lines);
  std::vector<Outcome> own(lines.span().begin(), lines.span().end());
  std::erase_if(own, [](const Outcome& line) { return line.by_time; });
  return own;
}

}  // namespace nemo
