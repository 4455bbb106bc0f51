// librdkafka makes its threads and locks with C11's functions, of which TSan of GCC 12 knows
// nothing: a thread made so has no place in it, and crashes. Here they are made with POSIX's, which
// TSan sees; glibc's types are the same.
#ifdef __SANITIZE_THREAD__

#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>
#include <utility>

namespace {

using Begun = std::pair<thrd_start_t, void*>;

void* begin(void* raw) {
  const Begun begun = *static_cast<Begun*>(raw);
  delete static_cast<Begun*>(raw);
  return reinterpret_cast<void*>(static_cast<std::intptr_t>(begun.first(begun.second)));
}

pthread_mutex_t* as_posix(mtx_t* mutex) { return reinterpret_cast<pthread_mutex_t*>(mutex); }
pthread_cond_t* as_posix(cnd_t* condition) { return reinterpret_cast<pthread_cond_t*>(condition); }

int result(int error) {
  if (error == ETIMEDOUT) return thrd_timedout;
  return error == 0 ? thrd_success : thrd_error;
}

}  // namespace

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t start, void* argument) {
  return result(::pthread_create(thread, nullptr, begin, new Begun(start, argument)));
}
int thrd_join(thrd_t thread, int* status) {
  void* raw = nullptr;
  const int error = ::pthread_join(thread, &raw);
  if (status != nullptr) *status = static_cast<int>(reinterpret_cast<std::intptr_t>(raw));
  return result(error);
}

int mtx_init(mtx_t* mutex, int type) {
  pthread_mutexattr_t attributes;
  ::pthread_mutexattr_init(&attributes);
  const bool recursive = (type & mtx_recursive) != 0;
  ::pthread_mutexattr_settype(&attributes,
                              recursive ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL);
  return result(::pthread_mutex_init(as_posix(mutex), &attributes));
}
int mtx_lock(mtx_t* mutex) { return result(::pthread_mutex_lock(as_posix(mutex))); }
int mtx_unlock(mtx_t* mutex) { return result(::pthread_mutex_unlock(as_posix(mutex))); }
void mtx_destroy(mtx_t* mutex) { ::pthread_mutex_destroy(as_posix(mutex)); }

int cnd_init(cnd_t* condition) { return result(::pthread_cond_init(as_posix(condition), nullptr)); }
int cnd_signal(cnd_t* condition) { return result(::pthread_cond_signal(as_posix(condition))); }
int cnd_broadcast(cnd_t* condition) {
  return result(::pthread_cond_broadcast(as_posix(condition)));
}
int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  return result(::pthread_cond_wait(as_posix(condition), as_posix(mutex)));
}
int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  return result(::pthread_cond_timedwait(as_posix(condition), as_posix(mutex), until));
}
void cnd_destroy(cnd_t* condition) { ::pthread_cond_destroy(as_posix(condition)); }

}  // extern "C"

#endif
