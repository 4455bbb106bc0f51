#include "bench/load/load.h"
#include "bench/load/tenants.h"

namespace nemo::load {
namespace {

constexpr std::uint64_t kJobsARead = 5;  // of a mixed load, one in so many reads the balance
constexpr std::string_view kSettled = R"({"cost":"0.0013"})";

}  // namespace

void Load::start(std::size_t connection, std::int64_t due_ns) {
  Job& job = jobs_[connection];
  job = {due_ns, random_() % keys_.size(), ++jobs_begun_, plan_.what != What::kReserve};
  const bool reads =
      plan_.what == What::kBalance || (plan_.what == What::kMixed && random_() % kJobsARead == 0);
  if (reads) {
    read_balance(connection);
  } else {
    reserve(connection);
  }
}

void Load::reserve(std::size_t connection) {
  const Job& job = jobs_[connection];
  std::string body = R"({"reservation_id":")" + reservation_id(job) + R"(","model":")";
  body.append(kModel).append(R"(","amount":"0.002"})");
  connections_.ask(connection, requests_.post("/v1/reservations", keys_[job.key], body),
                   [this, connection](const Answer& answer) {
                     const Job& asked = jobs_[connection];
                     const bool done = count(Operation::kReserve, asked, answer, asked.due_ns);
                     if (done && asked.pair) return settle(connection);
                     finish(connection);
                   });
}

void Load::settle(std::size_t connection) {
  const Job& job = jobs_[connection];
  const std::string path = "/v1/reservations/" + reservation_id(job) + "/settle";
  connections_.ask(connection, requests_.post(path, keys_[job.key], kSettled),
                   [this, connection](const Answer& answer) {
                     const Job& asked = jobs_[connection];
                     if (count(Operation::kSettle, asked, answer, answer.asked_ns)) {
                       count(Operation::kPair, asked, answer, asked.due_ns);
                     }
                     finish(connection);
                   });
}

void Load::read_balance(std::size_t connection) {
  const Job& job = jobs_[connection];
  connections_.ask(connection, requests_.get("/v1/balance", keys_[job.key]),
                   [this, connection](const Answer& answer) {
                     const Job& asked = jobs_[connection];
                     count(Operation::kBalance, asked, answer, asked.due_ns);
                     finish(connection);
                   });
}

// Whether it was done.
bool Load::count(Operation operation, const Job& job, const Answer& answer, std::int64_t from_ns) {
  if (answer.status / 100 != 2) {
    ++tally_.failures[{operation, answer.status}];
    return false;
  }
  if (job.due_ns >= measured_ns_) {
    tally_.times[static_cast<std::size_t>(operation)].add(answer.answered_ns - from_ns);
  }
  return true;
}

std::string Load::reservation_id(const Job& job) const {
  return run_id_ + "-" + std::to_string(job.number);
}

}  // namespace nemo::load
