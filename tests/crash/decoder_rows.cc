#include "tests/crash/decoder_rows.h"

#include <sstream>

#include "adapters/embedded_log/clean_marker.h"
#include "adapters/embedded_log/record_bytes.h"
#include "adapters/embedded_log/wal_check.h"
#include "adapters/log_file/log_file.h"
#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "engine/state/record_codec.h"
#include "events/wire/envelope_codec.h"
#include "events/wire/outcome_codec.h"
#include "events/wire/record_json.h"
#include "tests/crash/plain_files.h"
#include "tests/crash/samples.h"

namespace nemo::crash {
namespace {

using Random = std::mt19937_64;

Finding refused(bool is_refused) { return is_refused ? Finding::kDetected : Finding::kWrong; }

// What only its surroundings vouch for.
Finding read_as(bool same) { return same ? Finding::kSame : Finding::kOther; }

Finding flip_log_record(const Samples& samples, Random& random) {
  const LogRecord& record = any_of(samples.records, random);
  std::string value;
  embedded_log::encode_record(record.position, {!record.at, record.appended_at, record.envelope},
                              value);
  if (random() % 4 != 0) {
    return refused(
        !embedded_log::decode_record(record.position, damaged_copy(value, random)).has_value());
  }
  const auto key = embedded_log::record_key(record.position);
  const auto other = embedded_log::parse_record_key(damaged_copy({key.data(), key.size()}, random));
  return refused(!other || !embedded_log::decode_record(*other, value));
}

std::string head_of(Random& random) {
  embedded_log::Ends ends;
  for (Offset& end : ends) end = static_cast<Offset>(random() % 1'000'000);
  std::string head;
  embedded_log::encode_head(ends, head);
  return head;
}

Finding flip_head(const Samples&, Random& random) {
  return refused(!embedded_log::decode_head(damaged_copy(head_of(random), random)));
}

// Refused as damage, and nothing else.
template <class Look>
Finding refused_as_damage(Look&& look) try {
  look();
  return Finding::kWrong;
} catch (const LogFailure& failure) {
  return refused(failure.kind() == LogFailure::Kind::kDamaged);
}

Finding flip_clean_marker(const Samples& samples, Random& random) {
  write_plain(samples.folder / "clean/CLEAN", damaged_copy(head_of(random), random));
  return refused_as_damage([&] { embedded_log::get_clean_marker(samples.folder / "clean"); });
}

Finding flip_write_ahead_log(const Samples& samples, Random& random) {
  write_plain(samples.folder / "log/000001.log", damaged_copy(samples.write_ahead_log, random));
  return refused_as_damage([&] { embedded_log::check_wals(samples.folder / "log"); });
}

Finding flip_export(const Samples& samples, Random& random) try {
  std::istringstream in(damaged_copy(samples.export_file, random));
  check_log(in);
  return Finding::kWrong;
} catch (const LogFileFailure&) {
  return Finding::kDetected;
}

Finding flip_table(const Samples& samples, Random& random) {
  const std::filesystem::path table = samples.folder / "damaged.sst";
  write_plain(table, damaged_copy(samples.table, random));
  const auto entries = entries_of(table);
  if (!entries) return Finding::kDetected;
  return *entries == samples.state ? Finding::kSame : Finding::kWrong;
}

template <class Record>
Finding flip_state_bytes(std::string_view key, std::string_view value, Random& random) {
  const std::string damaged = damaged_copy(value, random);
  if (hash_record(key, damaged) == hash_record(key, value)) return Finding::kWrong;
  Record record;
  return decode(damaged, record) ? Finding::kOther : Finding::kDetected;
}

Finding flip_state_record(const Samples& samples, Random& random) {
  const auto& [stored_key, stored] = any_of(samples.state, random);
  const std::string_view key = std::string_view(stored_key).substr(2);
  const std::string_view value(stored);
  switch (static_cast<ObjectKind>(key[0])) {
    case ObjectKind::kOrg:
      return flip_state_bytes<OrgState>(key, value.substr(kForgetBytes), random);
    case ObjectKind::kDirectory:
      return flip_state_bytes<DirectoryState>(key, value.substr(kForgetBytes), random);
    case ObjectKind::kHold:
    case ObjectKind::kReservation:
      return flip_state_bytes<ReservationState>(key, value.substr(kForgetBytes), random);
    case ObjectKind::kId:
    case ObjectKind::kCallId:
      return flip_state_bytes<IdState>(key, value.substr(kForgetBytes), random);
    case ObjectKind::kStripe:
      return flip_state_bytes<StripeState>(key, value.substr(kForgetBytes), random);
    case ObjectKind::kBook:
      return flip_state_bytes<BookState>(key, value, random);
    case ObjectKind::kPartition:
      return flip_state_bytes<PartitionGlobals>(key, value, random);
    case ObjectKind::kDigest:
      return flip_state_bytes<DigestParts>(key, value, random);
    default:
      return flip_state_record(samples, random);  // the ends of lots: a key alone
  }
}

Finding flip_envelope(const Samples& samples, Random& random) {
  const LogRecord& record = any_of(samples.records, random);
  if (record.envelope.empty()) return Finding::kSame;
  const Envelope read = decode_envelope(damaged_copy(record.envelope, random));
  if (std::holds_alternative<Unreadable>(read.payload)) return Finding::kDetected;
  std::string again;
  encode_envelope(read, again);
  return read_as(again == record.envelope);
}

Finding flip_outcomes(const Samples& samples, Random& random) {
  const auto& [key, value] = any_of(samples.outcomes, random);
  const LogPosition position{0, static_cast<Offset>(read_big_endian(key.substr(2)))};
  const auto lines = decode_outcomes(position, damaged_copy(value, random));
  if (!lines) return Finding::kDetected;
  std::string again;
  encode_outcomes(*lines, again);
  return read_as(again == value);
}

Finding flip_record_line(const Samples& samples, Random& random) {
  const LogRecord& record = any_of(samples.records, random);
  std::string line;
  append_record_json(decode_envelope(record.envelope), record.at, line);
  const ParsedRecord read = parse_record_json(damaged_copy(line, random));
  if (std::holds_alternative<Unreadable>(read.envelope.payload)) return Finding::kDetected;
  std::string again;
  append_record_json(read.envelope, read.at, again);
  return read_as(again == line);
}

}  // namespace

std::vector<DecoderRow> decoder_rows(const std::filesystem::path& folder) {
  using Flip = Finding (*)(const Samples&, Random&);
  struct Row {
    const char* name;
    std::uint64_t share;
    Flip flip;
  };
  constexpr std::array<Row, 10> kRows = {{
      {"log record", 30, flip_log_record},
      {"head", 5, flip_head},
      {"CLEAN marker", 5, flip_clean_marker},
      {"write-ahead log", 2, flip_write_ahead_log},
      {"export", 8, flip_export},
      {"table", 5, flip_table},
      {"state record", 20, flip_state_record},
      {"envelope", 10, flip_envelope},
      {"outcome lines", 10, flip_outcomes},
      {"record line", 5, flip_record_line},
  }};
  const auto samples = std::make_shared<const Samples>(read_samples(folder));
  std::vector<DecoderRow> rows;
  for (const Row& row : kRows) {
    rows.push_back({row.name, row.share,
                    [samples, flip = row.flip](Random& random) { return flip(*samples, random); }});
  }
  return rows;
}

}  // namespace nemo::crash
