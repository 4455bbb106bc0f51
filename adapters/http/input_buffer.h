#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace nemo::http {

// Bytes that have arrived and are not yet taken, and room for more behind them.
class InputBuffer {
 public:
  std::string_view bytes() const { return {data_.get() + begin_, end_ - begin_}; }
  bool empty() const { return begin_ == end_; }

  void take(std::size_t count) {
    begin_ += count;
    if (begin_ == end_) begin_ = end_ = 0;
  }

  // Room for at least `size` bytes; what is written there counts after added().
  char* room(std::size_t size) {
    if (capacity_ - end_ < size) move_to(std::max(capacity_, end_ - begin_ + size));
    return data_.get() + end_;
  }
  std::size_t room_size() const { return capacity_ - end_; }
  void added(std::size_t count) { end_ += count; }

  // Gives memory beyond `size` back. Requires that it is empty.
  void shrink(std::size_t size) {
    if (capacity_ > size) *this = InputBuffer();
  }

 private:
  void move_to(std::size_t capacity) {
    std::unique_ptr<char[]> moved(new char[capacity]);
    const std::size_t count = end_ - begin_;
    if (count > 0) std::memcpy(moved.get(), data_.get() + begin_, count);
    data_ = std::move(moved);
    capacity_ = capacity;
    begin_ = 0;
    end_ = count;
  }

  std::unique_ptr<char[]> data_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace nemo::http
