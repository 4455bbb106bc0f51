#include "tests/sim/auditor.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <stdexcept>

#include "events/wire/envelope_codec.h"
#include "events/wire/outcome_codec.h"
#include "events/wire/outcome_json.h"
#include "events/wire/record_json.h"

namespace nemo::sim {
namespace {

// What the model reads of a record: its line, or what of one that cannot be read is known.
std::string record_line(const LogRecord& record, const Auditor::Sent& sent) {
  const auto line = sent.find(record.position);
  if (line != sent.end()) return "read " + *line->second;
  const Envelope envelope = decode_envelope(record.envelope);
  if (std::holds_alternative<Unreadable>(envelope.payload)) {
    return "unreadable " + envelope.org_id.value;
  }
  std::string text = "read ";
  append_record_json(envelope, record.appended_at, text);
  return text;
}

}  // namespace

Auditor::Auditor(const std::string& script) : script_(script) { start(); }

Auditor::~Auditor() { stop(); }

void Auditor::start() {
  int down[2];
  int up[2];
  if (::pipe2(down, O_CLOEXEC) != 0 || ::pipe2(up, O_CLOEXEC) != 0) {
    throw std::runtime_error("auditor: no pipe");
  }
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("auditor: no process");
  if (process_ == 0) {
    ::dup2(down[0], STDIN_FILENO);
    ::dup2(up[1], STDOUT_FILENO);
    ::execl("/usr/bin/python3", "python3", "-B", script_.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(down[0]);
  ::close(up[1]);
  to_ = ::fdopen(down[1], "w");
  from_ = ::fdopen(up[0], "r");
}

void Auditor::stop() {
  std::fclose(to_);
  std::fclose(from_);
  ::waitpid(process_, nullptr, 0);
}

void Auditor::fail(const std::string& what) {
  stop();
  start();
  throw std::runtime_error("auditor: " + what);
}

void Auditor::put(const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), to_);
  std::fputc('\n', to_);
}

std::string Auditor::get() {
  char* line = nullptr;
  std::size_t room = 0;
  const ssize_t size = ::getline(&line, &room, from_);
  std::string text = size > 0 ? std::string(line, static_cast<std::size_t>(size) - 1) : "";
  std::free(line);
  if (size <= 0) fail("the model ended; what it said is above");
  return text;
}

std::vector<std::string> Auditor::make_records(std::uint64_t seed, std::size_t count,
                                               const std::string& profile) {
  put("make " + std::to_string(seed) + " " + std::to_string(count) + " " + profile);
  std::fflush(to_);
  std::vector<std::string> lines;
  while (lines.size() < count) lines.push_back(get());
  return lines;
}

void Auditor::judge(SimLog& log, const History& history, const Sent& sent) {
  put("judge " + std::to_string(log.records()));
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    for (Offset offset = 0; offset < log.end(partition); ++offset) {
      const LogPosition position{partition, offset};
      const auto lines = decode_outcomes(position, history.lines(position));
      const LogRecord record = log.read(position);
      put(std::to_string(partition) + " " + std::to_string(lines ? lines->size() : 0) + " " +
          std::to_string(record.appended_at.value));
      put(record_line(record, sent));
      for (const Outcome& outcome : lines.value_or(std::vector<Outcome>())) {
        std::string text;
        append_outcome_json(outcome, text);
        put(text);
      }
    }
  }
  std::fflush(to_);
  const std::string verdict = get();
  if (verdict != "agreed") throw Broken{"the independent model disagrees: " + verdict};
}

}  // namespace nemo::sim
