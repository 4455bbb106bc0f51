#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace nemo::log_file {

// SHA-256 over lines, each with its line end.
class LineHash {
 public:
  LineHash();
  ~LineHash();
  LineHash(const LineHash&) = delete;
  LineHash& operator=(const LineHash&) = delete;

  void add(std::string_view line);
  // In lower-case hex. Nothing can be added after it.
  std::string finish();

 private:
  evp_md_ctx_st* context_;
};

}  // namespace nemo::log_file
