#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "events/catalog/envelope.h"
#include "projections/exception.h"

namespace nemo {

// What the last import of each price table left out: an import replaces the one before it. Apart
// from the exceptions that stay, which the thousand rows of each would push out. Thread rule: one
// thread.
class LeftOutPrices {
 public:
  // Of so many tables, those imported last.
  static constexpr std::size_t kSourcesMost = 20;

  // `line`: the record's own. Records in any order.
  void add(const Envelope& envelope, const Outcome& line);

  void add_open(std::vector<ExceptionRow>& rows) const;
  // How many rows of further tables are not kept.
  std::uint64_t left_out() const { return left_out_; }

 private:
  struct Import {
    LogPosition position;
    TimeMs at;
    OrgId org_id;
    PricesQuarantined prices;

    std::int64_t not_listed() const;  // how many more entries it left out
  };
  static bool is_before(const Import& a, const Import& b);
  static void add_open(const Import& import, std::vector<ExceptionRow>& rows);
  void forget_oldest();

  std::map<std::string, Import> imports_;  // by source
  std::uint64_t left_out_ = 0;
};

}  // namespace nemo
