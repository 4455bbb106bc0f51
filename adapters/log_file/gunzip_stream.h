#pragma once

#include <functional>
#include <memory>
#include <string_view>

namespace nemo::log_file {

bool is_gzip(std::string_view first_bytes);

// Unpacks a gzip file (all its members) piece by piece, in little memory.
class GunzipStream {
 public:
  using Sink = std::function<void(std::string_view)>;

  // Throws LogFileFailure (line 0), here and below: no memory, damaged, cut short.
  GunzipStream();
  ~GunzipStream();
  GunzipStream(const GunzipStream&) = delete;
  GunzipStream& operator=(const GunzipStream&) = delete;

  // Gives what a piece of the file unpacks to.
  void add(std::string_view packed, const Sink& sink);
  // At the file's end.
  void finish() const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace nemo::log_file
