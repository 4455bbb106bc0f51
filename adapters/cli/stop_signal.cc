#include "adapters/cli/stop_signal.h"

#include <pthread.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

namespace nemo {
namespace {

sigset_t signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

StopSignal::StopSignal() {
  const sigset_t set = signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  descriptor_ = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

StopSignal::~StopSignal() {
  release();
  ::close(descriptor_);
}

void StopSignal::release() {
  const sigset_t set = signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

bool StopSignal::stopped() {
  signalfd_siginfo info{};
  if (!stopped_ && ::read(descriptor_, &info, sizeof info) == sizeof info) {
    stopped_ = true;
    number_ = static_cast<int>(info.ssi_signo);
    release();
  }
  return stopped_;
}

}  // namespace nemo
