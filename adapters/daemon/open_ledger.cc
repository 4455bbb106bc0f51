#include "adapters/daemon/embedded_ledger.h"
#include "adapters/daemon/kafka_ledger.h"

namespace nemo {

std::unique_ptr<Ledger> Ledger::open(const LedgerOptions& options) {
  if (options.kafka) return std::make_unique<KafkaLedger>(options);
  return std::make_unique<EmbeddedLedger>(options);
}

}  // namespace nemo
