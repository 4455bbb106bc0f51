#pragma once

#include <mutex>
#include <set>
#include <string>

#include "events/values/text.h"

namespace nemo::api {

// The organizations one of whose owners is being taken away.
struct OwnerChanges {
  std::mutex mutex;
  std::set<std::string> under_way;
};

// One of them, until end() or its own. Throws Fault kConflict while there is another of the same
// organization. Thread rule: any thread.
class OwnerChange {
 public:
  OwnerChange(OwnerChanges& all, const OrgId& org_id);
  ~OwnerChange();
  OwnerChange(const OwnerChange&) = delete;
  OwnerChange& operator=(const OwnerChange&) = delete;

  void end();

 private:
  OwnerChanges& all_;
  OrgId org_id_;
  bool ended_ = false;
};

}  // namespace nemo::api
