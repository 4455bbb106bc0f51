#include "adapters/api/service_log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "adapters/daemon/ledger.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

using Steady = std::chrono::steady_clock;

constexpr std::chrono::seconds kSilence{1};
constexpr std::chrono::milliseconds kFlush{500};
constexpr int kFailuresASecond = 100;

std::shared_ptr<spdlog::logger> logger_of(const std::string& name, spdlog::sink_ptr sink) {
  auto logger = std::make_shared<spdlog::logger>(name, std::move(sink));
  logger->set_pattern("%v");  // the lines are whole objects
  return logger;
}

std::shared_ptr<spdlog::logger> access_logger(const std::string& file) try {
  if (file.empty()) return nullptr;
  if (file == "-") return logger_of("access", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  return logger_of("access", std::make_shared<spdlog::sinks::basic_file_sink_mt>(file));
} catch (const spdlog::spdlog_ex& error) {
  throw Failure{2,
                "--access-log " + file + ": " + error.what() + "; check the path and its rights"};
}

// A segment that a secret of 256 bits would fit in may be one, in the wrong place.
std::string without_secrets(std::string_view path) {
  constexpr std::size_t kShownMax = 40;
  std::string shown;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    shown.append(end - 1 > kShownMax ? "/*" : path.substr(0, end));
    path.remove_prefix(end);
  }
  return shown;
}

TimeMs now() {
  return {std::chrono::duration_cast<std::chrono::milliseconds>(
              std::chrono::system_clock::now().time_since_epoch())
              .count()};
}

}  // namespace

class ServiceLog::Inside {
 public:
  explicit Inside(const std::string& access_file)
      : events_(logger_of("events", std::make_shared<spdlog::sinks::stderr_sink_mt>())),
        access_(access_logger(access_file)) {
    if (!access_) return;
    flusher_ = std::jthread([this](const std::stop_token& ends) { flush_until(ends); });
  }

  void warn(std::string_view event, std::string_view reason) {
    {
      const std::lock_guard lock(mutex_);
      const auto [said, first] = said_.try_emplace(std::string(event), Steady::now());
      if (!first && Steady::now() - said->second < kSilence) return;
      said->second = Steady::now();
    }
    std::string line;
    {
      wire::Members members(line);
      members.time("time", now());
      members.plain("level", "warning");
      members.text("event", event);
      members.text("reason", reason);
    }
    events_->warn(line);
  }

  // Whoever asks can make such lines: so many a second, and how many more there were.
  void failed(const http::AccessRecord& record) {
    const auto left_out = may_say_failure();
    if (!left_out) return;
    if (*left_out > 0) {
      warn("requests_failed", std::to_string(*left_out) + " more, which have no line each");
    }
    std::string line;
    {
      wire::Members members(line);
      members.time("time", TimeMs{record.begun_ms});
      members.plain("level", "error");
      members.plain("event", "request_failed");
      members.text("reason", record.cause.empty() ? "not known" : record.cause);
      add_request(members, record);
    }
    events_->error(line);
  }

  void access(const http::AccessRecord& record) {
    if (!access_) return;
    std::string line;
    {
      wire::Members members(line);
      members.time("time", TimeMs{record.begun_ms});
      add_request(members, record);
      add(members, "handled_us", record.handled_us);
      add(members, "total_us", record.total_us);
      add(members, "bytes_in", static_cast<std::int64_t>(record.bytes_in));
      add(members, "bytes_out", static_cast<std::int64_t>(record.bytes_out));
      members.text("peer", record.peer);
    }
    access_->info(line);
  }

 private:
  // Nothing: not this one. Else how many were left out since the last one said.
  std::optional<std::uint64_t> may_say_failure() {
    const std::lock_guard lock(mutex_);
    const auto second = Steady::now().time_since_epoch() / std::chrono::seconds(1);
    if (second != failures_second_) failures_said_ = 0;
    failures_second_ = second;
    if (failures_said_ >= kFailuresASecond) {
      ++failures_left_out_;
      return std::nullopt;
    }
    ++failures_said_;
    return std::exchange(failures_left_out_, 0);
  }

  // So that who follows the file sees what was answered a second ago.
  void flush_until(const std::stop_token& ends) {
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock(mutex);
    while (!ends.stop_requested()) {
      ended.wait_for(lock, ends, kFlush, [] { return false; });
      access_->flush();
    }
  }

  static void add_request(wire::Members& members, const http::AccessRecord& record) {
    members.text("method", record.method);
    members.text("path", without_secrets(record.path));
    add(members, "status", record.status);
    members.text("request_id", record.request_id);
    if (!record.trace_id.empty()) members.plain("trace_id", record.trace_id);
  }
  static void add(wire::Members& members, std::string_view name, std::int64_t value) {
    wire::append_digits(value, members.name(name));
  }

  std::shared_ptr<spdlog::logger> events_;
  std::shared_ptr<spdlog::logger> access_;
  std::mutex mutex_;
  std::map<std::string, Steady::time_point> said_;
  std::int64_t failures_second_ = 0;
  int failures_said_ = 0;  // in that second
  std::uint64_t failures_left_out_ = 0;
  std::jthread flusher_;  // ends before what it looks at
};

ServiceLog::ServiceLog(const std::string& access_file)
    : inside_(std::make_unique<Inside>(access_file)) {}

ServiceLog::~ServiceLog() = default;

void ServiceLog::warn(std::string_view event, std::string_view reason) {
  inside_->warn(event, reason);
}

void ServiceLog::failed(const http::AccessRecord& record) { inside_->failed(record); }

void ServiceLog::access(const http::AccessRecord& record) { inside_->access(record); }

}  // namespace nemo::api
