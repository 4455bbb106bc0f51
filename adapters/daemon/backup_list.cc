#include "adapters/daemon/backup_list.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "adapters/daemon/data_directory.h"
#include "adapters/daemon/durable_files.h"
#include "events/wire/sha256.h"

namespace nemo {
namespace {

constexpr std::string_view kName = "BACKUP";
constexpr std::string_view kVersion = "nemo-ledger backup 2\n";
constexpr std::string_view kFirstVersion = "nemo-ledger backup 1\n";
constexpr std::string_view kEmbedded = "embedded";

// What is left of a text, taken word by word; not whole as soon as one is not as expected.
class Words {
 public:
  explicit Words(std::string_view left) : left_(left) {}

  bool whole() const { return whole_; }
  bool at(std::string_view keyword) const { return whole_ && left_.starts_with(keyword); }
  void expect(std::string_view word) {
    whole_ = at(word);
    if (whole_) left_.remove_prefix(word.size());
  }
  std::string_view until(char end) {
    const std::size_t size = left_.find(end);
    whole_ = whole_ && size != std::string_view::npos;
    if (!whole_) return {};
    const std::string_view word = left_.substr(0, size);
    left_.remove_prefix(size + 1);
    return word;
  }
  template <class Number>
  Number number(char end) {
    const std::string_view digits = until(end);
    Number number{};
    const auto read = std::from_chars(digits.begin(), digits.end(), number);
    whole_ = whole_ && read.ec == std::errc{} && read.ptr == digits.end();
    return number;
  }
  Digest digest(char end) {
    Digest digest = 0;
    const std::string_view digits = until(end);
    for (const char digit : digits) {
      const std::size_t value = std::string_view("0123456789abcdef").find(digit);
      whole_ = whole_ && value != std::string_view::npos;
      digest = digest << 4 | static_cast<Digest>(value & 15);
    }
    whole_ = whole_ && digits.size() == 32;
    return digest;
  }
  std::size_t size() const { return left_.size(); }

 private:
  std::string_view left_;
  bool whole_ = true;
};

// A folder of a ledger's and a file in it.
bool is_inside(std::string_view path) {
  constexpr std::array<std::string_view, 6> kFolders = {
      "log", "state", "outcomes", kDataKeysFolder, kStripeFolder, kWebhooksFolder};
  const std::size_t slash = std::min(path.find('/'), path.size());
  const auto* const folder = std::find(kFolders.begin(), kFolders.end(), path.substr(0, slash));
  return folder != kFolders.end() && slash < path.size() && may_be_listed(path.substr(slash + 1));
}

std::string text_of(const BackupList& list) {
  std::string text(kVersion);
  text += "log " + (list.log.empty() ? std::string(kEmbedded) : list.log) + "\n";
  for (const PartitionDigest& line : list.partitions) {
    text += "partition " + std::to_string(line.partition) + " " + std::to_string(line.position) +
            " " + format_digest(line.digest) + "\n";
  }
  for (const BackupList::File& file : list.files) {
    text +=
        "file " + file.path + " " + std::to_string(file.sum.bytes) + " " + file.sum.sha256 + "\n";
  }
  return text + "sum " + sha256_hex_of(text) + "\n";
}

// False: it is not as it was written.
bool parse(std::string_view text, BackupList& list) {
  Words words(text);
  words.expect(words.at(kFirstVersion) ? kFirstVersion : kVersion);
  words.expect("log ");
  list.log = words.until('\n');
  if (list.log == kEmbedded) list.log.clear();
  while (words.at("partition ")) {
    words.expect("partition ");
    PartitionDigest& line = list.partitions.emplace_back();
    line.partition = words.number<PartitionId>(' ');
    line.position = words.number<Offset>(' ');
    line.digest = words.digest('\n');
  }
  while (words.at("file ")) {
    words.expect("file ");
    BackupList::File& file = list.files.emplace_back();
    file.path = words.until(' ');
    file.sum.bytes = words.number<std::uint64_t>(' ');
    file.sum.sha256 = words.until('\n');
    if (!is_inside(file.path)) return false;
  }
  const std::string_view above = text.substr(0, text.size() - words.size());
  words.expect("sum " + sha256_hex_of(above) + "\n");
  return words.whole() && words.size() == 0;
}

}  // namespace

bool may_be_listed(std::string_view name) {
  const auto is_plain = [](char c) { return c > ' ' && c < '\x7f' && c != '/'; };
  return !name.empty() && name != "." && name != ".." &&
         std::all_of(name.begin(), name.end(), is_plain);
}

void write_backup_list(const std::filesystem::path& backup, const BackupList& list) {
  write_durably(backup / kName, text_of(list));
}

BackupList read_backup_list(const std::filesystem::path& backup) {
  const std::filesystem::path place = backup / kName;
  if (!std::filesystem::exists(place)) {
    fail_place(backup, "is no backup: no file BACKUP is in it",
               "name a folder that `backup` has made to its end; one that was cut off is none");
  }
  const std::string text = read_whole_file(place);
  const bool is_known = text.starts_with(kVersion) || text.starts_with(kFirstVersion);
  if (!is_known && text.starts_with("nemo-ledger backup ")) {
    fail_place(place, "was written by another version ('" + text.substr(0, text.find('\n')) + "')",
               "use the nemo-ledger that wrote it");
  }
  BackupList list;
  if (!parse(text, list)) fail_place(place, "is damaged", "take another backup");
  return list;
}

}  // namespace nemo
