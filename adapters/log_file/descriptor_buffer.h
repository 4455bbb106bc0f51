#pragma once

#include <streambuf>
#include <string>

namespace nemo::log_file {

// A file descriptor, which stays the caller's, as a stream's source that goes back to its start.
class DescriptorBuffer : public std::streambuf {
 public:
  explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) {}
  // From another descriptor on.
  void change_to(int descriptor) { descriptor_ = descriptor; }

 protected:
  int_type underflow() override;
  pos_type seekpos(pos_type place, std::ios_base::openmode which) override;

 private:
  int descriptor_;
  std::string piece_;
};

}  // namespace nemo::log_file
