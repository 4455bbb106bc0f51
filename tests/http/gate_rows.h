#pragma once

#include <string>
#include <vector>

namespace nemo::http {

// What is sent, and what the gate must say of it.
struct GateRow {
  const char* name;
  std::string head;
  int status;  // of the refusal; 0: let in
};

// The same rows are judged by the gate alone and by a server over TLS. Heads are whole: up to and
// with the empty line, or up to the byte that no head can have.
std::vector<GateRow> framing_rows();
std::vector<GateRow> line_rows();
std::vector<GateRow> field_rows();
std::vector<GateRow> all_gate_rows();

// A head with these lines behind `POST / HTTP/1.1` and `Host: a`.
std::string post_with(const std::string& lines);
// `GET TARGET HTTP/1.1` with a Host.
std::string get_of(const std::string& target);

}  // namespace nemo::http
