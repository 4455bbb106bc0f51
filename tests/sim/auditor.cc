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

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error("auditor: " + what); }

// What the model reads of a record: its line, or what of one that cannot be read is known.
std::string record_line(const LogRecord& record) {
  const Envelope envelope = decode_envelope(record.envelope);
  if (!std::holds_alternative<Unreadable>(envelope.payload)) {
    std::string line = "read ";
    append_record_json(envelope, record.at.value_or(record.appended_at), line);
    return line;
  }
  return "unreadable " + envelope.org_id.value;
}

}  // namespace

Auditor::Auditor(const std::string& script) {
  int down[2];
  int up[2];
  if (::pipe2(down, O_CLOEXEC) != 0 || ::pipe2(up, O_CLOEXEC) != 0) fail("no pipe");
  process_ = ::fork();
  if (process_ < 0) fail("no process");
  if (process_ == 0) {
    ::dup2(down[0], STDIN_FILENO);
    ::dup2(up[1], STDOUT_FILENO);
    ::execl("/usr/bin/python3", "python3", "-B", script.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  ::close(down[0]);
  ::close(up[1]);
  to_ = ::fdopen(down[1], "w");
  from_ = ::fdopen(up[0], "r");
}

Auditor::~Auditor() {
  std::fclose(to_);
  std::fclose(from_);
  ::waitpid(process_, nullptr, 0);
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
  if (size <= 0) fail("it ended; is python3 there, and tests/model?");
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

void Auditor::judge(SimLog& log, const History& history) {
  put("judge " + std::to_string(log.records()));
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    for (Offset offset = 0; offset < log.end(partition); ++offset) {
      const LogPosition position{partition, offset};
      const auto lines = decode_outcomes(position, history.lines(position));
      put(std::to_string(partition) + " " + std::to_string(lines ? lines->size() : 0));
      put(record_line(log.read(position)));
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
