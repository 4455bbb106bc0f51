#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nemo::wire {

// A JSON text, read once and laid out flat, in the text's order. Nothing is interpreted: numbers
// are kept as spelled, names may be doubled.
class JsonTape {
 public:
  enum class Kind : std::uint8_t { kNull, kBool, kNumber, kText, kList, kObject };

  struct Node {
    Kind kind{};
    std::uint32_t name_size = 0;
    std::uint32_t text_size = 0;
    std::uint32_t end = 0;  // the place after all that lies within this node
    const char* name_at = nullptr;
    const char* text_at = nullptr;

    // Of a member of an object.
    std::string_view name() const { return {name_at, name_size}; }
    // A text without its escapes; a number or a boolean as spelled.
    std::string_view text() const { return {text_at, text_size}; }
  };

  JsonTape() = default;
  JsonTape(const JsonTape&) = delete;
  JsonTape& operator=(const JsonTape&) = delete;

  // False if it is no JSON text (RFC 8259, UTF-8), or one nested deeper than kDepthMax. The tape
  // points into `text`, which must outlive it and be smaller than 4 GiB.
  bool read(std::string_view text);

  const Node& root() const { return nodes_.front(); }

  // Calls visit(node) for each member or element of a list or object on this tape, in order, until
  // it gives false; false then.
  template <class Visit>
  bool each(const Node& node, Visit&& visit) const {
    const Node* const within_end = nodes_.data() + node.end;
    for (const Node* at = &node + 1; at < within_end; at = nodes_.data() + at->end) {
      if (!visit(*at)) return false;
    }
    return true;
  }

  static constexpr std::size_t kDepthMax = 512;

 private:
  std::vector<Node> nodes_;
  std::string shortened_;  // stands for the text where that cannot be read as it is
  std::string unescaped_;  // never moves while it is pointed into
};

}  // namespace nemo::wire
