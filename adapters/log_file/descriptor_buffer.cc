#include "adapters/log_file/descriptor_buffer.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "adapters/log_file/log_file.h"

namespace nemo::log_file {

DescriptorBuffer::int_type DescriptorBuffer::underflow() {
  piece_.resize(1 << 16);
  ssize_t got = 0;
  while ((got = ::read(descriptor_, piece_.data(), piece_.size())) < 0 && errno == EINTR) {
  }
  if (got < 0) {
    throw LogFileFailure(0, std::string("cannot be read: ") + std::strerror(errno) +
                                "; check the file and its disk");
  }
  setg(piece_.data(), piece_.data(), piece_.data() + got);
  return got == 0 ? traits_type::eof() : traits_type::to_int_type(piece_.front());
}

DescriptorBuffer::pos_type DescriptorBuffer::seekpos(pos_type place, std::ios_base::openmode) {
  setg(nullptr, nullptr, nullptr);
  return ::lseek(descriptor_, place, SEEK_SET) < 0 ? pos_type(-1) : place;
}

}  // namespace nemo::log_file
