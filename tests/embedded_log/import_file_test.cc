// What a file to import is told to be, and that pipes and gzip are read like plain files.
#include "adapters/log_file/import_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <iterator>
#include <thread>

#include "adapters/log_file/log_file.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

// "one\ntwo\n" packed by gzip.
const std::string kPacked(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xcb\xcf\x4b\xe5\x2a\x29\xcf\xe7\x02\x00\xe6\x0b\xba"
    "\x12\x08\x00\x00\x00",
    28);

struct KindRow {
  const char* beginning;
  ImportKind kind;
};

TEST(ImportFile, IsWhatItsFirstLineSays) {
  const KindRow rows[] = {
      {"{\"nemo_log_export\":1,\"partitions\":16}\nmore", ImportKind::kLog},
      {"{\"nemo_log_export\":2,\"more\":[]}", ImportKind::kLog},
      {"{\"org_id\":\"a\"}\nnot json\n", ImportKind::kRecords},
      {"\n \t\r\n{}\n", ImportKind::kRecords},
      {"", ImportKind::kOther},
      {" \n\n", ImportKind::kOther},
      {"{", ImportKind::kOther},
      {"{\"org_id\":\n\"a\"}", ImportKind::kOther},
      {"[1]\n{}", ImportKind::kOther},
      {"nemo_log_export", ImportKind::kOther},
      {"org_id,amount\nacme,1\n", ImportKind::kOther},
      {"\x7f"
       "ELF\x02\x01",
       ImportKind::kOther},
  };
  for (const KindRow& row : rows) {
    EXPECT_EQ(import_kind(row.beginning), row.kind) << row.beginning;
  }
  EXPECT_EQ(import_kind(R"({"org_id":")" + std::string(1 << 16, 'x')), ImportKind::kRecords);
}

std::string all_of(std::istream& in) { return {std::istreambuf_iterator<char>(in), {}}; }

// Twice over what the file's stream gives.
std::string twice(int descriptor) {
  ImportFile file(descriptor);
  std::string text = all_of(file.stream());
  file.stream().clear();
  file.stream().seekg(0);
  return text + "|" + all_of(file.stream());
}

TEST(ImportFile, IsReadTwicePlainOrPackedFromAFileOrAPipe) {
  const ShortLivedDirectory directory{memory_place()};
  for (const std::string& bytes : {std::string("one\ntwo\n"), kPacked, kPacked + kPacked}) {
    const std::string once = bytes.size() > 28 ? "one\ntwo\none\ntwo\n" : "one\ntwo\n";
    const auto place = directory.path() / "file";
    put_bytes(place, bytes);
    const int file = ::open(place.c_str(), O_RDONLY);
    EXPECT_EQ(twice(file), once + "|" + once);
    ::close(file);
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    // A byte at a time, as a slow writer may.
    std::jthread writer([bytes, end = ends[1]] {
      for (const char& byte : bytes) EXPECT_EQ(::write(end, &byte, 1), 1);
      ::close(end);
    });
    EXPECT_EQ(twice(ends[0]), once + "|" + once);
    ::close(ends[0]);
  }
}

TEST(ImportFile, RefusesGzipThatIsDamagedOrCutOff) {
  const ShortLivedDirectory directory{memory_place()};
  const auto place = directory.path() / "file";
  std::string flipped = kPacked;
  flipped[20] ^= 0x40;
  for (const std::string& bytes :
       {kPacked.substr(0, 10), kPacked.substr(0, 27), kPacked + "tail", flipped}) {
    put_bytes(place, bytes);
    const int file = ::open(place.c_str(), O_RDONLY);
    EXPECT_THROW(ImportFile{file}, LogFileFailure) << bytes.size();
    ::close(file);
  }
}

}  // namespace
}  // namespace nemo
