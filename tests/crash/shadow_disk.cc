#include "tests/crash/shadow_disk.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "tests/crash/plain_files.h"

namespace nemo::crash {
namespace {

constexpr std::size_t kSector = 512;

// Of a file's bytes, what a write that was cut short leaves; `zeroed`: at its full length.
std::string torn(const std::string& synced, const std::string& now, bool zeroed) {
  const auto [one, other] = std::mismatch(now.begin(), now.end(), synced.begin(), synced.end());
  const auto same = static_cast<std::size_t>(one - now.begin());
  std::size_t kept = same + (now.size() - same) / 2;
  if (!zeroed) return now.substr(0, kept);
  kept = std::max(same, kept / kSector * kSector);
  return now.substr(0, kept) + std::string(now.size() - kept, '\0');
}

}  // namespace

std::atomic<ShadowDisk*> followed_disk = nullptr;

ShadowDisk::ShadowDisk(std::filesystem::path root, CrashPlan plan, CrashReport& report)
    : root_(std::move(root)),
      plan_(std::move(plan)),
      report_(report),
      tree_(std::make_shared<Node>()) {
  tree_->is_folder = true;
  adopt(*tree_, root_);
}

void ShadowDisk::adopt(Node& folder, const std::filesystem::path& place) {
  for (const auto& entry : std::filesystem::directory_iterator(place)) {
    const auto node = std::make_shared<Node>();
    node->is_folder = entry.is_directory();
    if (node->is_folder) {
      adopt(*node, entry.path());
    } else {
      node->synced = read_plain(entry.path());
      node->size = node->synced.size();
    }
    folder.names[entry.path().filename()] = node;
  }
  folder.synced_names = folder.names;
}

bool ShadowDisk::covers(const std::filesystem::path& path) const {
  return path == root_ || path.native().starts_with(root_.native() + "/");
}

bool ShadowDisk::follows(int descriptor) {
  const std::lock_guard lock(mutex_);
  return open_.contains(descriptor);
}

bool ShadowDisk::follows_writer(int descriptor) {
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(descriptor);
  return found != open_.end() && found->second.to_write;
}

void ShadowDisk::found(const std::filesystem::path& path, int descriptor, bool to_write) {
  const std::lock_guard lock(mutex_);
  opened(path, descriptor, to_write);
}

void ShadowDisk::forget(int descriptor) {
  const std::lock_guard lock(mutex_);
  open_.erase(descriptor);
}

bool ShadowDisk::has(const std::filesystem::path& path) {
  const std::lock_guard lock(mutex_);
  return find(path) != nullptr;
}

std::unique_lock<std::mutex> ShadowDisk::begin(Operation operation) {
  std::unique_lock lock(mutex_);
  if (++report_.operations == plan_.point) {
    leave_picture();
    ::syscall(SYS_exit_group, kCrashed);
  }
  ++report_.by_kind[static_cast<std::size_t>(operation)];
  return lock;
}

ShadowDisk::NodeRef ShadowDisk::find(const std::filesystem::path& path) {
  NodeRef node = tree_;
  for (const auto& part : path.lexically_normal().lexically_relative(root_)) {
    if (part.empty() || part == ".") continue;
    const auto found = node->names.find(part);
    if (found == node->names.end()) return nullptr;
    node = found->second;
  }
  return node;
}

ShadowDisk::NodeRef ShadowDisk::folder_of(const std::filesystem::path& path) {
  return find(path.lexically_normal().parent_path());
}

void ShadowDisk::opened(const std::filesystem::path& path, int descriptor, bool to_write) {
  NodeRef node = find(path);
  if (!node) {
    node = std::make_shared<Node>();
    folder_of(path)->names[path.filename()] = node;
  }
  open_[descriptor] = {node, to_write};
  if (!node->is_folder) node->size = size_of(descriptor);
}

void ShadowDisk::changed(int descriptor) {
  written_last_ = open_.at(descriptor).node;
  written_last_->size = size_of(descriptor);
}

void ShadowDisk::synced(int descriptor) {
  if (plan_.lies) return;
  Node& node = *open_.at(descriptor).node;
  if (node.is_folder) {
    node.synced_names = node.names;
  } else {
    node.synced = read_plain("/proc/self/fd/" + std::to_string(descriptor));
  }
}

void ShadowDisk::closed(int descriptor) { open_.erase(descriptor); }

void ShadowDisk::renamed(const std::filesystem::path& from, const std::filesystem::path& to) {
  const NodeRef node = find(from);
  folder_of(from)->names.erase(from.filename());
  folder_of(to)->names[to.filename()] = node;
}

void ShadowDisk::linked(const std::filesystem::path& from, const std::filesystem::path& to) {
  folder_of(to)->names[to.filename()] = find(from);
}

void ShadowDisk::removed(const std::filesystem::path& path) {
  folder_of(path)->names.erase(path.filename());
}

void ShadowDisk::made_folder(const std::filesystem::path& path) {
  const auto node = std::make_shared<Node>();
  node->is_folder = true;
  folder_of(path)->names[path.filename()] = node;
}

void ShadowDisk::leave_picture() {
  if (plan_.way == Way::kKill) return;
  make_plain_folder(plan_.picture);
  put(*tree_, root_, plan_.picture);
}

void ShadowDisk::put(const Node& folder, const std::filesystem::path& now,
                     const std::filesystem::path& after) {
  for (const auto& [name, node] : plan_.way == Way::kDrop ? folder.synced_names : folder.names) {
    if (node->is_folder) {
      make_plain_folder(after / name);
      put(*node, now / name, after / name);
    } else {
      write_plain(after / name, bytes_left(node, now / name));
    }
  }
}

std::string ShadowDisk::bytes_left(const NodeRef& file, const std::filesystem::path& now) {
  if (plan_.way != Way::kTorn || file != written_last_) return file->synced;
  return torn(file->synced, read_plain(now), plan_.point % 2 == 0);
}

std::string ShadowDisk::unseen_changes() {
  const std::lock_guard lock(mutex_);
  return compare(*tree_, root_);
}

std::string ShadowDisk::compare(const Node& folder, const std::filesystem::path& place) {
  std::size_t found = 0;
  for (const auto& entry : std::filesystem::directory_iterator(place)) {
    const auto known = folder.names.find(entry.path().filename());
    if (known == folder.names.end()) return entry.path().string() + " was not seen made";
    ++found;
    const Node& node = *known->second;
    if (node.is_folder) {
      const std::string below = compare(node, entry.path());
      if (!below.empty()) return below;
    } else if (entry.file_size() != node.size) {
      return entry.path().string() + " has another size than its last write left";
    }
  }
  return found == folder.names.size() ? "" : place.string() + " has lost a file unseen";
}

}  // namespace nemo::crash
