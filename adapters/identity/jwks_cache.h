#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/identity/fetch.h"
#include "adapters/identity/jwks.h"
#include "adapters/identity/token_keys.h"

namespace nemo::identity {

struct JwksOptions {
  std::int64_t refresh_ms = 600'000;     // from one fetch that succeeded to the next
  std::int64_t unknown_key_ms = 30'000;  // at least, between fetches that unknown ids ask for
  std::int64_t retry_ms = 1'000;         // after a failure; twice as long after each further one
  std::int64_t retry_ms_max = 60'000;
  std::int64_t first_wait_ms = 5'500;  // how long who asks waits for the first fetch
  // HS256 beside the fetched keys, for its own id (or for tokens that name none) alone.
  std::optional<SignatureKey> shared_secret = {};
  // Called from the cache's thread with what an operator should read: a fetch that failed, a key
  // that is passed over.
  std::function<void(const std::string&)> tell = {};
};

// The keys that an issuer publishes, fetched anew by a thread of its own: a key that is not in the
// set any more is out with the next fetch; while none succeeds, the keys that are known go on
// serving. An id that is not known asks for one fetch, and does not wait for it. Times are the
// steady clock's. Thread rule: any thread.
class JwksCache : public TokenKeys {
 public:
  // Starts the first fetch.
  JwksCache(Fetch fetch, JwksOptions options);
  // Waits for a fetch under way to give up.
  ~JwksCache() override;

  // Waits until the first fetch has ended, well or badly, and no longer than first_wait_ms; later
  // calls do not wait.
  Found find(const std::optional<std::string>& key_id) override;

  // Forgets every key and fetches at once: as at the start. What a fetch that is under way brings
  // is thrown away.
  void purge();

  struct Standing {
    std::uint64_t fetches = 0;  // begun
    std::uint64_t failures = 0;
    std::size_t keys = 0;
    std::optional<std::int64_t> age_ms;  // of the keys; nothing if none were fetched
  };
  Standing standing();

 private:
  void follow(const std::stop_token& stop);
  void fetch_once(std::unique_lock<std::mutex>& lock, const std::stop_token& stop);
  void keep(std::int64_t now_ms, std::vector<SignatureKey> keys);
  void put_off(std::int64_t now_ms);
  void ask_for_fetch();
  std::optional<SignatureKey> shared_secret_for(const std::optional<std::string>& key_id) const;
  void tell(const std::string& what) const;

  const Fetch fetch_;
  const JwksOptions options_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<std::vector<SignatureKey>> keys_;  // fetched since the start or the purge
  bool settled_ = false;                           // a fetch has ended since then
  bool wanted_ = true;                             // a fetch at once
  std::uint64_t purges_ = 0;
  std::int64_t fetch_at_ms_ = 0;
  std::int64_t unknown_allowed_ms_ = 0;
  std::int64_t retry_in_ms_ = 0;
  std::int64_t kept_at_ms_ = 0;
  Standing standing_;
  std::jthread thread_;
};

}  // namespace nemo::identity
