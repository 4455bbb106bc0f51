#include "adapters/identity/jwks_cache.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace nemo::identity {
namespace {

std::int64_t steady_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::chrono::steady_clock::time_point instant(std::int64_t ms) {
  return std::chrono::steady_clock::time_point(std::chrono::milliseconds(ms));
}

}  // namespace

JwksCache::JwksCache(Fetch fetch, JwksOptions options)
    : fetch_(std::move(fetch)),
      options_(std::move(options)),
      retry_in_ms_(options_.retry_ms),
      thread_([this](const std::stop_token& stop) { follow(stop); }) {}

JwksCache::~JwksCache() {
  thread_.request_stop();
  thread_.join();
}

TokenKeys::Found JwksCache::find(const std::optional<std::string>& key_id) {
  if (auto secret = shared_secret_for(key_id)) return {std::move(secret)};
  if (!key_id) return {};
  std::unique_lock lock(mutex_);
  if (!settled_) {
    changed_.wait_for(lock, std::chrono::milliseconds(options_.first_wait_ms),
                      [this] { return settled_; });
  }
  if (!keys_) return {{}, true};
  for (const SignatureKey& key : *keys_) {
    if (key.key_id() == *key_id) return {key};
  }
  ask_for_fetch();
  return {};
}

// Requires the lock, as all below but follow() and tell().
void JwksCache::ask_for_fetch() {
  const std::int64_t now_ms = steady_ms();
  if (now_ms < unknown_allowed_ms_) return;
  unknown_allowed_ms_ = now_ms + options_.unknown_key_ms;
  wanted_ = true;
  changed_.notify_all();
}

void JwksCache::purge() {
  const std::lock_guard lock(mutex_);
  ++purges_;
  keys_.reset();
  settled_ = false;
  wanted_ = true;
  changed_.notify_all();
}

JwksCache::Standing JwksCache::standing() {
  const std::lock_guard lock(mutex_);
  Standing standing = standing_;
  if (!keys_) return standing;
  standing.keys = keys_->size();
  standing.age_ms = steady_ms() - kept_at_ms_;
  return standing;
}

void JwksCache::follow(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    changed_.wait_until(lock, stop, instant(fetch_at_ms_), [this] { return wanted_; });
    if (!stop.stop_requested()) fetch_once(lock, stop);
  }
}

// Lets go of the lock meanwhile.
void JwksCache::fetch_once(std::unique_lock<std::mutex>& lock, const std::stop_token& stop) {
  const std::uint64_t purges = purges_;
  wanted_ = false;
  ++standing_.fetches;
  lock.unlock();
  std::optional<JwkSet> set;
  try {
    set = parse_jwks(fetch_(stop));
    for (const std::string& note : set->notes) tell(note);
  } catch (const FetchFailed& failed) {
    tell(failed.reason);
  } catch (const JwksUnusable& unusable) {
    tell(unusable.reason);
  }
  lock.lock();
  if (purges != purges_) return;  // it may be older than the purge, which wants another
  if (set) {
    keep(steady_ms(), std::move(set->keys));
  } else {
    put_off(steady_ms());
  }
  settled_ = true;
  changed_.notify_all();
}

void JwksCache::keep(std::int64_t now_ms, std::vector<SignatureKey> keys) {
  keys_ = std::move(keys);
  kept_at_ms_ = now_ms;
  fetch_at_ms_ = now_ms + options_.refresh_ms;
  retry_in_ms_ = options_.retry_ms;
}

void JwksCache::put_off(std::int64_t now_ms) {
  ++standing_.failures;
  fetch_at_ms_ = now_ms + retry_in_ms_;
  retry_in_ms_ = std::min(2 * retry_in_ms_, options_.retry_ms_max);
}

std::optional<SignatureKey> JwksCache::shared_secret_for(
    const std::optional<std::string>& key_id) const {
  if (!options_.shared_secret) return std::nullopt;
  if (key_id.value_or("") != options_.shared_secret->key_id()) return std::nullopt;
  return options_.shared_secret;
}

void JwksCache::tell(const std::string& what) const {
  if (options_.tell) options_.tell("signing keys: " + what);
}

}  // namespace nemo::identity
