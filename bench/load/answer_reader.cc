#include "bench/load/answer_reader.h"

#include <algorithm>
#include <charconv>

namespace nemo::load {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kVersion = "HTTP/1.1 ";
constexpr std::size_t kHeadMax = 64 * 1024;

template <class Number>
Number number_of(std::string_view text) {
  Number number{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) {
    throw Disconnected{"no number where the answer needs one"};
  }
  return number;
}

// `lower` is in lower case.
bool is_name(std::string_view name, std::string_view lower) {
  return std::equal(name.begin(), name.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

}  // namespace

bool AnswerReader::take(std::string_view bytes) {
  const std::size_t looked_at = std::max(received_.size(), kHeadEnd.size()) - kHeadEnd.size();
  received_.append(bytes);
  if (head_size_ == 0) {
    const std::size_t end = received_.find(kHeadEnd, looked_at);
    if (end == std::string::npos) {
      if (received_.size() > kHeadMax) throw Disconnected{"the answer's head does not end"};
      return false;
    }
    head_size_ = end + kHeadEnd.size();
    read_head();
  }
  const std::size_t whole = head_size_ + body_size_;
  if (received_.size() > whole) throw Disconnected{"bytes that nobody asked for"};
  return received_.size() == whole;
}

void AnswerReader::read_head() {
  std::string_view rest = std::string_view(received_).substr(0, head_size_ - kLineEnd.size());
  if (!rest.starts_with(kVersion)) throw Disconnected{"an answer that is not of HTTP/1.1"};
  status_ = number_of<int>(rest.substr(kVersion.size(), 3));
  rest.remove_prefix(rest.find(kLineEnd) + kLineEnd.size());
  while (!rest.empty()) {
    const std::size_t end = rest.find(kLineEnd);
    read_field(rest.substr(0, end));
    rest.remove_prefix(end + kLineEnd.size());
  }
  if (!has_size_) throw Disconnected{"an answer without a Content-Length"};
}

void AnswerReader::read_field(std::string_view line) {
  const std::size_t colon = std::min(line.find(':'), line.size());
  const std::string_view name = line.substr(0, colon);
  std::string_view value = line.substr(std::min(colon + 1, line.size()));
  while (value.starts_with(' ')) value.remove_prefix(1);
  if (is_name(name, "content-length")) {
    body_size_ = number_of<std::size_t>(value);
    has_size_ = true;
  } else if (is_name(name, "connection")) {
    closes_ = is_name(value, "close");
  }
}

void AnswerReader::next() {
  received_.clear();
  head_size_ = body_size_ = 0;
  has_size_ = closes_ = false;
  status_ = 0;
}

}  // namespace nemo::load
