// Judges by adapters/stripe. A line of input is NOW_MS HEADER BODY SECRET[,SECRET...], all but the
// time in hex, - for nothing; a line of output is the name of the result.
#include <iostream>
#include <sstream>
#include <string>

#include "adapters/stripe/signature.h"

namespace {

std::string bytes_of(const std::string& hex) {
  std::string bytes;
  if (hex == "-") return bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream fields(line);
    nemo::TimeMs now;
    std::string header, body, texts;
    fields >> now.value >> header >> body >> texts;
    std::vector<std::string> secrets;
    std::istringstream each(texts);
    for (std::string hex; std::getline(each, hex, ',');) secrets.push_back(bytes_of(hex));
    const auto result =
        nemo::stripe::verify_signature(bytes_of(header), bytes_of(body), secrets, now);
    std::cout << nemo::stripe::name_of(result) << '\n';
  }
}
