#pragma once

#include <librdkafka/rdkafka.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/kafka/kafka_settings.h"
#include "events/log/log_port.h"

namespace nemo::kafka {

// One librdkafka client, with what every one of ours is set to. Thread rule: any thread.
class Client {
 public:
  struct Options {
    rd_kafka_type_t type = RD_KAFKA_CONSUMER;
    KafkaSettings::Properties properties = {};
    // Called from rd_kafka_poll() for every delivery report.
    std::function<void(const rd_kafka_message_t&)> delivered = {};
  };

  // Throws LogFailure kSettings where a property is not one.
  Client(const KafkaSettings& settings, Options options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  rd_kafka_t* handle() const { return handle_; }

  // That the cluster did not do `what` in time, with what the library said last.
  LogFailure unreachable(const std::string& what) const;
  // Whether a connection was lost or refused since this was asked last.
  bool had_trouble() { return had_trouble_.exchange(false); }
  // What the library cannot go on after; empty: nothing.
  std::string fatal() const;

 private:
  static void on_error(rd_kafka_t*, int error, const char* reason, void* opaque);
  static void on_log(const rd_kafka_t*, int, const char*, const char*) {}
  static void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque);

  std::string brokers_;
  Options options_;
  rd_kafka_t* handle_ = nullptr;
  mutable std::mutex mutex_;
  std::string last_error_;
  std::atomic<bool> had_trouble_ = false;
};

// A topic of a client. With `properties` of its own where a consumer needs them.
class Topic {
 public:
  Topic(const Client& client, const std::string& name,
        const KafkaSettings::Properties& properties = {});
  ~Topic() { rd_kafka_topic_destroy(handle_); }
  Topic(const Topic&) = delete;
  Topic& operator=(const Topic&) = delete;

  rd_kafka_topic_t* handle() const { return handle_; }

 private:
  rd_kafka_topic_t* handle_;
};

struct DestroyMessage {
  void operator()(rd_kafka_message_t* message) const { rd_kafka_message_destroy(message); }
};
using Message = std::unique_ptr<rd_kafka_message_t, DestroyMessage>;

// Throws LogFailure kMissing, naming the fix.
[[noreturn]] void fail_missing(const std::string& topic);

// Asks for the topic, which may have been made just now, until each of its partitions has a
// leader; how many there are. Throws LogFailure kUnreachable, kMissing.
int await_leaders(const Client& client, const std::string& topic, int patience_ms);

// Whether the cluster has the topic; true where it does not answer.
bool has_topic(const Client& client, const std::string& topic, int patience_ms);

// The first offset and the one after the last. Throws LogFailure kUnreachable.
struct Watermarks {
  Offset first = 0;
  Offset end = 0;
};
Watermarks watermarks(const Client& client, const std::string& topic, PartitionId partition,
                      int patience_ms);

}  // namespace nemo::kafka
