#include "adapters/cli/record_input.h"

#include "events/wire/record_json.h"

namespace nemo {
namespace {

constexpr std::size_t kBatchBytesMax = std::size_t{32} << 20;

}  // namespace

bool read_records(LineReader& reader, std::size_t most, std::vector<LedgerInput>& inputs) {
  inputs.clear();
  for (std::size_t bytes = 0; inputs.size() < most && bytes < kBatchBytesMax;) {
    switch (reader.next(inputs.empty())) {
      case LineReader::Next::kLine: {
        bytes += reader.line().size();
        ParsedRecord parsed = parse_record_json(reader.line());
        inputs.push_back({std::move(parsed.envelope), parsed.at});
        break;
      }
      case LineReader::Next::kTooLong:
        inputs.push_back({reader.take_too_long(), TimeMs{0}});  // lets no time pass
        break;
      case LineReader::Next::kNotYet:
        return true;
      case LineReader::Next::kEnd:
        return !inputs.empty();
    }
  }
  return true;
}

}  // namespace nemo
