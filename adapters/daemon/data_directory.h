#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "adapters/daemon/ledger.h"
#include "engine/state/store_port.h"
#include "events/log/log_port.h"

namespace nemo {

// A ledger's directory: VERSION (text, "nemo-ledger 1"), and a folder each for the log, the state
// and the outcome lines. LOG names a log that is elsewhere. IMPORTING beside them: the log may hold
// a part of an import. A node that serves keeps folders of its own there (below).
struct DataDirectory {
  std::filesystem::path log;
  std::filesystem::path state;
  std::filesystem::path outcomes;
  bool has_state = false;     // the state is there, whole or damaged
  bool has_outcomes = false;  // the outcome lines are
  bool has_stores() const { return has_state && has_outcomes; }
};

// Organizations' data keys, wrapped: what they sealed cannot be opened without them.
inline constexpr std::string_view kDataKeysFolder = "data-keys";
// How far Stripe was asked and its news told, and for whom credits are to be bought.
inline constexpr std::string_view kStripeFolder = "stripe";
// A RocksDB: the deliveries of webhooks, and how far the outcomes were looked through for them.
inline constexpr std::string_view kWebhooksFolder = "webhooks";
// A certificate for loopback, and its private key.
inline constexpr std::string_view kCertificateFolder = "tls";

// A stop while a store is made leaves a folder with neither its file CURRENT nor a table: no store.
bool holds_store(const std::filesystem::path& folder);

// Looks at the directory, makes a new one in kReadWrite. Throws Failure: not there, not a ledger's,
// of another version, half imported, not to be written to.
DataDirectory open_directory(const std::filesystem::path& data, LedgerOptions::Mode mode);

// Makes a ledger's directory of what is in it, durably: the last step of who brought it there.
// Throws Failure.
void write_version(const std::filesystem::path& data);

// A directory belongs to one log for ever: `log` names it (empty: the embedded one), in the file
// LOG beside VERSION unless it is the embedded one. Throws Failure where it belongs to another.
void bind_directory(const std::filesystem::path& data, const std::string& log, bool may_write);
// The log it belongs to, named so. Throws Failure.
std::string bound_log(const std::filesystem::path& data);

// Between the two nobody can open the directory, whatever becomes of this process; both are durable
// when they return. Throw Failure.
void begin_import(const std::filesystem::path& data);
void end_import(const std::filesystem::path& data);

// For people, with the exit status of CONTRACT 1.
Failure failure_of(const LogFailure& failure);
Failure failure_of(const StoreFailure& failure);

}  // namespace nemo
