#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "adapters/identity/jwks_cache.h"
#include "tests/identity/signing.h"
#include "tests/identity/waiting.h"

namespace nemo::identity {

// Where keys come from, as a test wants it: what is published, away, or held back.
class Source {
 public:
  void publish(std::string json) {
    const std::lock_guard lock(mutex_);
    json_ = std::move(json);
  }
  void hold(bool held) {
    const std::lock_guard lock(mutex_);
    held_ = held;
    changed_.notify_all();
  }
  int fetches() const { return fetches_; }

  Fetch fetch() {
    return [this](const std::stop_token& stop) {
      std::unique_lock lock(mutex_);
      ++fetches_;
      const std::string json = json_;  // as of the beginning, like an answer on its way
      changed_.wait(lock, stop, [this] { return !held_; });
      if (json.empty()) throw FetchFailed{"away"};
      return json;
    };
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::string json_;
  bool held_ = false;
  std::atomic<int> fetches_ = 0;
};

inline bool knows(JwksCache& cache, const std::string& key_id) {
  return cache.find(key_id).key.has_value();
}

class JwksCacheTest : public testing::Test {
 protected:
  const SigningKey old_ = SigningKey::es256("old");
  const SigningKey new_ = SigningKey::es256("new");
  Source source_;
};

}  // namespace nemo::identity
