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

std::string where_to_go_on(const LineReader& reader, std::uint64_t applied,
                           const std::filesystem::path& data, bool packed) {
  const std::string line = std::to_string(reader.lines_taken() + 1);
  const std::string file = reader.name() == "stdin" ? "FILE" : reader.name();
  const std::string rest =
      packed ? "gunzip -c " + file + " | tail -n +" + line : "tail -n +" + line + " " + file;
  return std::to_string(applied) + " records were applied, and line " + line + " of " +
         reader.name() + " is the first that was not; go on with `" + rest +
         " | nemo-ledger apply --data " + data.string() + "`";
}

}  // namespace nemo
