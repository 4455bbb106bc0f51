#include "adapters/cli/prices_commands.h"
#include "events/wire/record_json.h"

namespace nemo {
namespace {

// A text of so many bytes at most, cut between two characters.
std::string shortened(std::string text) {
  constexpr std::size_t kBytesMost = 128;
  if (text.size() <= kBytesMost) return text;
  std::size_t size = kBytesMost;
  while (size > 0 && (text[size] & 0xC0) == 0x80) --size;
  text.resize(size);
  return text;
}

QuarantinedEntry entry_of(const QuarantinedPrice& price) {
  std::string reason(reason_name(price.reason));
  if (!price.key.empty() || !price.value.empty()) reason += ":";
  if (!price.key.empty()) reason += " " + shortened(price.key);
  if (!price.value.empty()) reason += " " + shortened(price.value);
  return {Label(price.model.empty() ? "-" : shortened(price.model)), Label(reason)};
}

}  // namespace

Envelope import_record(Payload payload) {
  Envelope envelope;
  envelope.org_id = OrgId(kLedgerOrg);
  envelope.producer = Label("prices import");
  envelope.payload = std::move(payload);
  std::string bytes;
  append_record_json(envelope, std::nullopt, bytes);
  envelope.event_id = event_id_of(bytes);
  return envelope;
}

std::optional<Envelope> quarantine_of(const PriceImport& import) {
  if (import.quarantined.empty()) return std::nullopt;
  PricesQuarantined record;
  record.version = import.book.version;
  record.source = Label(source_name(import.source));
  record.count = static_cast<std::int64_t>(import.quarantined.size());
  for (const QuarantinedPrice& price : import.quarantined) {
    if (record.entries.size() == PricesQuarantined::kEntriesMost) break;
    record.entries.push_back(entry_of(price));
  }
  Envelope envelope = import_record(std::move(record));
  std::get<PricesQuarantined>(envelope.payload).quarantine_id =
      QuarantineId(format_event_id(*envelope.event_id));
  return envelope;
}

}  // namespace nemo
