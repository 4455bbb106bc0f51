#include "bench/seeded_state.h"

#include <rocksdb/db.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/sst_file_writer.h>
#include <rocksdb/table.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "bench/traffic.h"
#include "engine/runner/checkpoint.h"
#include "events/log/partitioner.h"

namespace nemo::bench {
namespace {

constexpr std::int64_t kBeforeTraffic = 1'767'225'500'000;

void need(const rocksdb::Status& status) {
  if (!status.ok()) throw std::runtime_error("seeding: " + status.ToString());
}

rocksdb::Slice slice(std::string_view text) { return {text.data(), text.size()}; }

void write_file(const std::string& file, StateChanges& changes, rocksdb::Options options) {
  rocksdb::BlockBasedTableOptions table;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(10));
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  changes.sort();
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(options), options);
  need(writer.Open(file));
  changes.each([&](const StateChanges::Change& change) {
    need(writer.Put(slice(changes.key(change)), slice(changes.value(change))));
  });
  need(writer.Finish());
}

// Files whose keys do not overlap join an empty database at its last level.
void ingest(const std::filesystem::path& folder, const std::vector<std::string>& files,
            const rocksdb::Options& options) {
  rocksdb::DB* opened = nullptr;
  need(rocksdb::DB::Open(options, folder.string(), &opened));
  const std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::IngestExternalFileOptions how;
  how.move_files = true;
  need(db->IngestExternalFile(files, how));
  for (const std::string& file : files) std::filesystem::remove(file);
}

void seed_folder(const OrgNumbers& orgs, Offset end, const std::filesystem::path& folder) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.compression = rocksdb::kNoCompression;
  std::vector<std::string> files;
  for (PartitionId partition = 0; partition < kPartitionCount; ++partition) {
    PartitionState state(partition);
    StateChanges changes;
    seed_partition(state, orgs[partition], end, changes);
    files.push_back(folder.string() + "-seed-" + std::to_string(partition));
    write_file(files.back(), changes, options);
  }
  ingest(folder, files, options);
}

}  // namespace

OrgNumbers orgs_by_partition(std::size_t count) {
  OrgNumbers orgs(kPartitionCount);
  for (std::uint32_t number = 0; number < count; ++number) {
    orgs[partition_of(OrgId(org_id_of(number)))].push_back(number);
  }
  return orgs;
}

// Every partition goes on at the same offset: the busiest one's.
void seed_partition(PartitionState& state, const std::vector<std::uint32_t>& orgs, Offset end,
                    StateChanges& changes) {
  OutcomeLines lines;
  for (const std::uint32_t number : orgs) {
    for (Envelope& envelope : set_up(org_id_of(number))) {
      const Record record{{state.partition, state.globals.next_offset},
                          TimeMs{kBeforeTraffic},
                          TimeMs{kBeforeTraffic},
                          std::move(envelope)};
      lines.clear();
      step(state, record, lines);
    }
  }
  state.globals.next_offset = end;
  cut_checkpoint(state, 1, &changes);
}

Offset seed_state(const OrgNumbers& orgs, const std::filesystem::path& folder) {
  std::size_t most = 0;
  for (const auto& of_partition : orgs) most = std::max(most, of_partition.size());
  const Offset end = static_cast<Offset>(most * set_up(org_id_of(0)).size());
  // In a process of its own: the memory that seeding takes is no part of a run.
  const ::pid_t child = ::fork();
  if (child == 0) {
    seed_folder(orgs, end, folder);
    std::_Exit(0);
  }
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child || status != 0) {
    throw std::runtime_error("seeding failed");
  }
  return end;
}

ScratchFolder::ScratchFolder(const std::string& name)
    : path_(std::filesystem::path("build") / "bench-data" /
            (name + "-" + std::to_string(::getpid()))) {
  std::filesystem::remove_all(path_);
  std::filesystem::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::int64_t resident_megabytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t pages = 0;
  statm >> pages >> pages;
  return pages * ::sysconf(_SC_PAGESIZE) / (1 << 20);
}

}  // namespace nemo::bench
