#pragma once

namespace nemo {

// SIGINT and SIGTERM as something to look at: they no longer end the process, so that it can
// finish its batch and close cleanly; a second one does. Make it before any thread starts.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  // Whether one has come.
  bool stopped();
  // Of a process that ended for it: 128 and its number.
  int exit_status() const { return 128 + number_; }
  // From now on they end the process again.
  void release();
  // Readable when one has come; for poll(2).
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
  bool stopped_ = false;
  int number_ = 0;
};

}  // namespace nemo
