#include "adapters/log_file/log_file.h"

#include <sstream>

#include "adapters/embedded_log/embedded_log.h"
#include "adapters/log_file/line_hash.h"
#include "adapters/log_file/lines.h"
#include "events/catalog/rules.h"
#include "events/wire/envelope_codec.h"
#include "tests/embedded_log/situations.h"

namespace nemo {
namespace {

using Mode = EmbeddedLog::Mode;

class LogFileTest : public testing::Test {
 protected:
  LogFileTest() : from_(directory_.path() / "from", Mode::kCreate, clock_) {
    from_.append({at_record(0, "a", 1'000), at_record(0, std::string("\0\xff\n", 3), 999)});
    from_.append({at_record(3, "", 2'000), live_record(3, "live"), at_record(3, "late", 1)});
    clock_.pass(12'345);
    from_.append({live_record(15, std::string(70'000, '\x81'))});
    std::ostringstream out;
    export_log(from_, out);
    file_ = out.str();
  }

  EmbeddedLog fresh() {
    return EmbeddedLog(directory_.path() / std::to_string(++logs_), Mode::kCreate, clock_);
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> found;
    std::istringstream in(file_);
    for (std::string line; std::getline(in, line);) found.push_back(line);
    return found;
  }

  // A file of these lines with the right last line behind them.
  static std::string sealed(const std::vector<std::string>& body) {
    log_file::LineHash hash;
    std::string file;
    for (const std::string& line : body) {
      hash.add(line);
      file += line + "\n";
    }
    return file + log_file::trailer_line({body.size() - 1, hash.finish()}) + "\n";
  }

  static std::uint64_t checked_import(std::istream& in, LogPort& log) {
    const std::uint64_t records = check_log(in);
    EXPECT_EQ(import_log(in, log), records);
    return records;
  }

  static LogFileFailure refusal_of(const std::string& file) {
    std::istringstream in(file);
    try {
      check_log(in);
    } catch (const LogFileFailure& failure) {
      return failure;
    }
    ADD_FAILURE() << "it was taken";
    return {0, ""};
  }

  ShortLivedDirectory directory_{memory_place()};
  HandClock clock_;
  EmbeddedLog from_;
  std::string file_;
  int logs_ = 0;
};

TEST_F(LogFileTest, AnImportHasTheSamePositionsTimesAndBytes) {
  EmbeddedLog log = fresh();
  clock_.pass(99'999);
  std::istringstream in(file_);
  std::uint64_t last = 0;
  EXPECT_EQ(import_log(in, log, [&](std::uint64_t done) { last = done; }), 6U);
  EXPECT_EQ(last, 6U);
  EXPECT_EQ(texts_of(log), texts_of(from_));
  std::ostringstream again;
  EXPECT_EQ(export_log(log, again), 6U);
  EXPECT_EQ(again.str(), file_);
}

TEST_F(LogFileTest, TheLinesAreAsTheHeaderSays) {
  const auto found = lines();
  ASSERT_EQ(found.size(), 8U);
  EXPECT_EQ(found[0], R"({"nemo_log_export":1,"partitions":16})");
  EXPECT_EQ(found[1], R"({"position":"0/0","at":"1970-01-01T00:00:01.000Z","envelope":"YQ=="})");
  EXPECT_EQ(found[4], R"({"position":"3/1","at":"2026-01-01T00:00:00.000Z","live":true,)"
                      R"("envelope":"bGl2ZQ=="})");
  EXPECT_EQ(found[7].find(R"({"records":6,"sha256":")"), 0U);
}

TEST_F(LogFileTest, AnImportGoesOnAsTheOldLogWouldHave) {
  EmbeddedLog log = fresh();
  std::istringstream in(file_);
  import_log(in, log);
  for (EmbeddedLog* each : {&log, &from_}) {
    each->append({at_record(0, "x", 5), at_record(3, "y", 5), at_record(1, "z", 5)});
  }
  EXPECT_EQ(texts_of(log), texts_of(from_));
}

TEST_F(LogFileTest, ALogOfRulesThatAreNotKnownStaysWhereItIs) {
  Envelope envelope;
  envelope.event_id = EventId{};
  envelope.org_id = OrgId(kLedgerOrg);
  for (const std::int64_t version : {kNewestRules, kNewestRules + 1}) {
    EmbeddedLog source = fresh();
    envelope.payload = RulesActivated{version};
    NewRecord record{.partition = 3, .envelope = {}, .at = TimeMs{1'000}};
    encode_envelope(envelope, record.envelope);
    source.append({record});
    std::stringstream file;
    export_log(source, file);
    if (version == kNewestRules) {
      EXPECT_EQ(check_log(file), 1U);
      continue;
    }
    const std::string said = refusal_of(file.str()).message();
    for (const char* word : {"line 2", "3/0", "rules_version 2", "nothing imported"}) {
      EXPECT_NE(said.find(word), std::string::npos) << said;
    }
  }
}

TEST_F(LogFileTest, AnEmptyLogTravelsToo) {
  EmbeddedLog one = fresh();
  EmbeddedLog two = fresh();
  std::stringstream file;
  EXPECT_EQ(export_log(one, file), 0U);
  EXPECT_EQ(checked_import(file, two), 0U);
}

TEST_F(LogFileTest, AManyBatchesLongLogComesOverWhole) {
  EmbeddedLog source = fresh();
  std::vector<NewRecord> records;
  for (int i = 0; i < 23'456; ++i) {
    records.push_back(at_record(static_cast<PartitionId>(i % 16), std::to_string(i), i));
  }
  source.append(records);
  std::stringstream file;
  EXPECT_EQ(export_log(source, file), records.size());
  EmbeddedLog log = fresh();
  EXPECT_EQ(checked_import(file, log), records.size());
  EXPECT_EQ(texts_of(log), texts_of(source));
}

TEST_F(LogFileTest, ALedgerThatIsNotEmptyIsLeftAlone) {
  EmbeddedLog log = fresh();
  log.append({live_record(4, "mine")});
  std::istringstream in(file_);
  try {
    import_log(in, log);
    FAIL();
  } catch (const LogFileFailure& failure) {
    EXPECT_NE(failure.message().find("partition 4 holds 1 records"), std::string::npos);
  }
  EXPECT_EQ(all_records(log).size(), 1U);
}

TEST_F(LogFileTest, EveryFlippedCharacterIsRefused) {
  const auto found = lines();
  const std::string small = sealed({found[0], found[1], found[4]});
  for (std::size_t place = 0; place < small.size() - 1; ++place) {
    std::string changed = small;
    changed[place] ^= 0x01;
    EXPECT_NE(refusal_of(changed).message(), "") << place;
    if (place % 4 == 0) refusal_of(small.substr(0, place));
  }
}

struct RefusalRow {
  const char* name;
  std::vector<std::string> body;
  std::uint64_t line;
  const char* reason;
};

TEST_F(LogFileTest, WhatIsNotAnExportOfThisFormIsRefusedNamingTheLine) {
  const auto good = lines();
  const std::string head = good[0];
  const auto record = [](const std::string& position, const std::string& more) {
    return R"({"position":")" + position + R"(","at":"2026-01-01T00:00:00Z",)" + more + "}";
  };
  const std::string envelope = R"("envelope":"YQ==")";
  const std::vector<RefusalRow> rows{
      {"records", {R"({"org_id":"acme"})"}, 1, "not an export"},
      {"other version", {R"({"nemo_log_export":2,"partitions":16})"}, 1, "version 2"},
      {"other count", {R"({"nemo_log_export":1,"partitions":8})"}, 1, "8 partitions"},
      {"no JSON", {head, "position 0/0"}, 2, "not a JSON object"},
      {"a gap", {head, good[1], record("0/2", envelope)}, 3, "where 0/1 is the next"},
      {"not from zero", {head, record("0/1", envelope)}, 2, "where 0/0 is the next"},
      {"a repeat", {head, good[1], good[1]}, 3, "where 0/1 is the next"},
      {"no such partition", {head, record("16/0", envelope)}, 2, "no partition 16"},
      {"wrong position", {head, record("x", envelope)}, 2, "position is not"},
      {"wrong base64", {head, record("0/0", R"("envelope":"YQ=")")}, 2, "base64"},
      {"loose base64", {head, record("0/0", R"("envelope":"YR==")")}, 2, "base64"},
      {"live false", {head, record("0/0", R"("live":false,)" + envelope)}, 2, "live is not"},
      {"more members", {head, record("0/0", R"("x":1,)" + envelope)}, 2, "a member that"},
      {"no time", {head, R"({"position":"0/0","envelope":""})"}, 2, "RFC 3339"},
      {"at behind live",
       {head, record("0/0", R"("live":true,)" + envelope), record("0/1", envelope)},
       3,
       "behind a live one"},
      {"two headers", {head, head}, 2, "a second header"},
  };
  for (const RefusalRow& row : rows) {
    const LogFileFailure failure = refusal_of(sealed(row.body));
    EXPECT_EQ(failure.line(), row.line) << row.name;
    EXPECT_NE(failure.message().find(row.reason), std::string::npos)
        << row.name << ": " << failure.message();
  }
}

TEST_F(LogFileTest, AWrongOrMissingLastLineIsRefused) {
  const auto good = lines();
  std::string body;
  for (std::size_t i = 0; i + 1 < good.size(); ++i) body += good[i] + "\n";
  const std::string sum(64, '0');
  EXPECT_NE(refusal_of(body).message().find("is missing"), std::string::npos);
  EXPECT_EQ(refusal_of(body).line(), good.size());
  EXPECT_NE(refusal_of(body + R"({"records":6,"sha256":")" + sum + "\"}\n").message().find("SHA"),
            std::string::npos);
  EXPECT_NE(refusal_of(body + R"({"records":5,"sha256":")" + sum + "\"}\n")
                .message()
                .find("6 records, 5 were exported"),
            std::string::npos);
  EXPECT_NE(refusal_of(file_ + good[1] + "\n").message().find("behind the last"),
            std::string::npos);
}

}  // namespace
}  // namespace nemo
