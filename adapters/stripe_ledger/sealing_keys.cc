#include "adapters/stripe_ledger/sealing_keys.h"

#include "adapters/daemon/data_directory.h"

namespace nemo::stripe_ledger {

std::unique_ptr<stripe::DataKeys> data_keys_of(const std::filesystem::path& data,
                                               const identity::MasterKeys* masters,
                                               stripe::DataKeys::Access access) {
  if (masters == nullptr) return nullptr;
  stripe::MasterKeySource source;
  source.current_id = masters->current().id;
  source.bytes_of = [masters](std::string_view id) {
    const identity::MasterKey* key = masters->find(id);
    return key == nullptr ? std::string_view() : key->bytes.revealed();
  };
  return std::make_unique<stripe::DataKeys>(data / kDataKeysFolder, std::move(source), access);
}

}  // namespace nemo::stripe_ledger
