#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace nemo::crash {

// What a process does to files. Each is a point at which it can stop; the last two change nothing,
// but a stop before them is a stop all the same. (The close of a file that was only read is none.)
enum class Operation : std::uint8_t {
  kCreate,
  kWrite,
  kTruncate,
  kAllocate,
  kSync,
  kRename,
  kLink,
  kUnlink,
  kMakeFolder,
  kRemoveFolder,
  kWriteOut,  // sync_file_range: promises nothing
  kClose,
};
inline constexpr std::array<const char*, 12> kOperationNames = {
    "create", "write",  "truncate", "allocate", "sync",      "rename",
    "link",   "unlink", "mkdir",    "rmdir",    "write-out", "close"};

// What a crash leaves of the names in folders and of the bytes in files.
//   kill    the process alone stops: all that it did is there
//   drop    power is lost: names are as of the last sync of their folder, bytes as of the last sync
//           of their file
//   names   power is lost, and the file system was ahead with names: files not synced are empty
//   torn    as names, and of the file written last the first half of what was not synced has
//           survived; at every other point the file has its length, and is zero from there on
enum class Way : std::uint8_t { kKill, kDrop, kNames, kTorn };
inline constexpr std::array<const char*, 4> kWayNames = {"kill", "drop", "names", "torn"};

// Shared with the process that watches: what outlives the crash.
struct CrashReport {
  std::atomic<std::uint64_t> operations = 0;
  std::array<std::atomic<std::uint64_t>, kOperationNames.size()> by_kind{};
  std::atomic<std::uint64_t> answered = 0;  // inputs whose outcomes the caller has
  std::array<char, 2048> message{};         // why a run failed
};

struct CrashPlan {
  std::uint64_t point = 0;  // stops before the operation of this number, from 1 on; 0: never
  Way way = Way::kKill;
  std::filesystem::path picture;  // where what is left is put; kill leaves it in place
  bool lies = false;              // a disk that keeps nothing of what it is told to sync
};

inline constexpr int kCrashed = 77;  // the exit status of a process that stopped at its point

// Follows every operation under one folder (intercepted.cc calls it), knows what of it is durable,
// and stops the process at the point of the plan. What is in the folder at first is durable.
// Thread rule: any thread; operations wait for each other, so that each point is a clear moment.
class ShadowDisk {
 public:
  ShadowDisk(std::filesystem::path root, CrashPlan plan, CrashReport& report);

  bool covers(const std::filesystem::path& path) const;
  bool follows(int descriptor);
  bool follows_writer(int descriptor);
  bool has(const std::filesystem::path& path);

  // Before an operation: the lock under which it is done and noted. May not return.
  std::unique_lock<std::mutex> begin(Operation operation);

  // An open that changes nothing, or of something elsewhere: no operation.
  void found(const std::filesystem::path& path, int descriptor, bool to_write);
  void forget(int descriptor);

  // After an operation that succeeded, under its lock.
  void opened(const std::filesystem::path& path, int descriptor, bool to_write);
  void changed(int descriptor);
  void synced(int descriptor);
  void closed(int descriptor);
  void renamed(const std::filesystem::path& from, const std::filesystem::path& to);
  void linked(const std::filesystem::path& from, const std::filesystem::path& to);
  void removed(const std::filesystem::path& path);
  void made_folder(const std::filesystem::path& path);

  // Whether the folder is as the operations seen must have left it; else an operation went past
  // this: what differs. While nothing is followed.
  std::string unseen_changes();

 private:
  struct Node;
  using NodeRef = std::shared_ptr<Node>;
  struct Node {
    bool is_folder = false;
    std::string synced;      // a file's bytes
    std::uint64_t size = 0;  // a file's size after the last operation seen
    std::map<std::string, NodeRef> names;
    std::map<std::string, NodeRef> synced_names;
  };

  struct Open {
    NodeRef node;
    bool to_write = false;
  };

  static void adopt(Node& folder, const std::filesystem::path& place);
  NodeRef folder_of(const std::filesystem::path& path);
  NodeRef find(const std::filesystem::path& path);
  void leave_picture();
  void put(const Node& folder, const std::filesystem::path& now,
           const std::filesystem::path& after);
  std::string bytes_left(const NodeRef& file, const std::filesystem::path& now);
  std::string compare(const Node& folder, const std::filesystem::path& place);

  std::filesystem::path root_;
  CrashPlan plan_;
  CrashReport& report_;
  std::mutex mutex_;
  NodeRef tree_;
  std::map<int, Open> open_;
  NodeRef written_last_;
};

// What intercepted.cc calls; none: nothing is followed.
extern std::atomic<ShadowDisk*> followed_disk;

}  // namespace nemo::crash
