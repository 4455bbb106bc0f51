#include "adapters/daemon/backup.h"

#include <unistd.h>

#include "adapters/cli/amount.h"
#include "adapters/cli/command_line.h"
#include "adapters/cli/commands.h"
#include "adapters/cli/digests.h"
#include "adapters/cli/options.h"
#include "adapters/cli/output.h"
#include "adapters/cli/progress.h"
#include "adapters/cli/stop_signal.h"
#include "adapters/cli/terminal.h"

namespace nemo {
namespace {

constexpr std::uint64_t kMegabyte = 1'000'000;

struct BackupChoice {
  LedgerChoice ledger;
  std::string to;
  std::string from;
};

// A signal ends the work as a failure would, so that it removes what it made.
class Watched {
 public:
  BytesDone::Report report() {
    return [this](std::uint64_t done, std::uint64_t whole) {
      progress_.update(done / kMegabyte, whole / kMegabyte);
      if (!stop_.stopped()) return;
      throw Failure{stop_.exit_status(), "stopped by a signal; nothing is left of it"};
    };
  }
  // A signal that came after the last report is taken, and stops nothing: all is done.
  void finish() {
    progress_.finish();
    stop_.stopped();
  }

 private:
  StopSignal stop_;
  Progress progress_{"MB", 0};
};

std::string summary(const BackupList& list, const std::string& place) {
  Wide bytes = 0;
  for (const BackupList::File& file : list.files) bytes += file.sum.bytes;
  const Style style = Style::of(STDOUT_FILENO);
  std::string text = format_count(Wide{list.files.size()}) + " files, " + format_count(bytes) +
                     " bytes in " + place + "\n";
  if (list.partitions.empty()) return text + "no state yet: the log alone\n";
  return text + std::to_string(list.partitions.size()) + " partitions " + style.green("proven") +
         "\ndigest " + format_digest(combined_digest(list.partitions)) + "\n";
}

int run_backup(const BackupChoice& choice) {
  BackupOptions options;
  options.data = needed(choice.ledger.data, "--data DIR", "the directory of the ledger");
  options.to = needed(choice.to, "--to DIR", "a new directory for the backup");
  options.threads = choice.ledger.partition_threads;
  Watched watched;
  options.progress = watched.report();
  const BackupList list = back_up(options);
  watched.finish();
  Output out = Output::standard();
  out.write("log " + (list.log.empty() ? std::string("embedded") : list.log) + "\n");
  out.write(summary(list, choice.to));
  out.flush();
  return 0;
}

int run_restore(const BackupChoice& choice) {
  RestoreOptions options;
  options.from = needed(choice.from, "--from DIR", "a backup");
  options.data = needed(choice.ledger.data, "--data DIR", "a new directory for the ledger");
  options.threads = choice.ledger.partition_threads;
  Watched watched;
  options.progress = watched.report();
  const BackupList list = restore(options);
  watched.finish();
  Output out = Output::standard();
  out.write(digest_lines(list.partitions));
  out.write(summary(list, choice.ledger.data));
  out.flush();
  return 0;
}

}  // namespace

void add_backup(CommandLine& line) {
  CLI::App& app = line.add(
      {"backup", "A proven copy of a ledger's directory, on Kafka while it serves",
       "  nemo-ledger backup --data DIR --to /backups/monday\n"
       "  rsync -a /backups/monday elsewhere:/backups/\n"
       "On Kafka: the state and the outcome lines, while `serve` or `apply` runs on DIR; the\n"
       "brokers are not asked. An embedded log goes along, and must have no writer meanwhile.\n"
       "On the same file system tables are linked: that is fast and takes no room, but it is the\n"
       "same disk, so copy it elsewhere or name a directory on another one. The copy is opened\n"
       "and its objects are added up to their digests; then the file BACKUP is written, with the\n"
       "sum of every file. A directory without it is no backup.\n"
       "What a serving node keeps goes along: data keys (wrapped: keep the master key elsewhere),\n"
       "how far Stripe was asked, and owed webhooks; not its certificate for loopback."});
  auto choice = std::make_shared<BackupChoice>();
  choice->ledger.partition_threads = BackupOptions{}.threads;
  add_setting(app, "--data", choice->ledger.data, "Directory of the ledger")->type_name("DIR");
  app.add_option("--to", choice->to, "New or empty directory for the backup")->type_name("DIR");
  add_partition_threads(app, choice->ledger);
  line.on_run(app, [choice] { return run_backup(*choice); });
}

void add_restore(CommandLine& line) {
  CLI::App& app = line.add(
      {"restore", "A ledger's directory from a backup, proven",
       "  nemo-ledger restore --from /backups/monday --data DIR\n"
       "  nemo-ledger serve --data DIR --log kafka://127.0.0.1:9092\n"
       "Compares every file with its sum, takes the digests again from the objects and compares\n"
       "them with the backup's; prints PARTITION POSITION DIGEST lines. The directory opens with\n"
       "the log it was backed up from, and catches up with what came since: also the way to start\n"
       "another node on Kafka, which then reads only what is new. It goes on with the webhooks\n"
       "that were owed, and sends those since the backup again under the same ids: a node beside\n"
       "the first one is started with --no-webhooks."});
  auto choice = std::make_shared<BackupChoice>();
  choice->ledger.partition_threads = RestoreOptions{}.threads;
  app.add_option("--from", choice->from, "The backup")->type_name("DIR");
  add_setting(app, "--data", choice->ledger.data, "New directory for the ledger")->type_name("DIR");
  add_partition_threads(app, choice->ledger);
  line.on_run(app, [choice] { return run_restore(*choice); });
}

}  // namespace nemo
