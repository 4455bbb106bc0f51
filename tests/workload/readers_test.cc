#include <gtest/gtest.h>

#include "adapters/workload/tenants.h"
#include "adapters/workload/text_input.h"
#include "adapters/workload/trace.h"
#include "tests/workload/fixtures.h"

namespace nemo {
namespace {

const std::string kAzure = "TIMESTAMP,ContextTokens,GeneratedTokens\r\n";
const std::string kMooncake =
    "row,timestamp_ms,input_tokens,output_tokens,prefix_blocks_512,derived_cached_input_tokens\n";

std::string failure_of(const std::filesystem::path& file, auto read) {
  try {
    read(file);
  } catch (const WorkloadFailure& failure) {
    std::string message = failure.message;
    const std::string name = file.string();
    if (message.rfind(name, 0) == 0) message.replace(0, name.size(), "FILE");
    return message;
  }
  return "read";
}

std::string trace_failure(const std::string& text) {
  const ScratchFolder folder;
  return failure_of(folder.write("trace.csv", text), read_trace);
}

TEST(TraceReader, the_whole_azure_trace_is_read) {
  NEMO_NEEDS_DATA("traces/azure2023_conv.csv.gz");
  const Trace trace = read_trace(data_path("traces/azure2023_conv.csv.gz"));
  ASSERT_EQ(trace.rows.size(), 19'366U);
  EXPECT_FALSE(trace.relative);
  EXPECT_EQ(trace.reordered, 0);
  EXPECT_EQ(format_rfc3339(trace.rows.front().at), "2023-11-16T18:15:46.680Z");
  EXPECT_EQ(format_rfc3339(trace.rows.back().at), "2023-11-16T19:14:08.402Z");
  EXPECT_EQ(trace.rows.back().input_tokens, 197);
  EXPECT_EQ(trace.rows.back().output_tokens, 183);
  std::int64_t input = 0;
  std::int64_t output = 0;
  for (const TraceRow& row : trace.rows) {
    input += row.input_tokens;
    output += row.output_tokens;
  }
  EXPECT_EQ(input, 22'361'870);
  EXPECT_EQ(output, 4'088'665);
}

TEST(TraceReader, mooncake_traces_are_read_with_their_cached_tokens) {
  struct Row {
    const char* file;
    std::size_t rows;
    std::int64_t cached;
    std::int64_t last_ms;
  };
  for (const Row& row :
       {Row{"traces/mooncake_conversation_first_half.csv.gz", 6'015, 27'060'343, 1'881'000},
        Row{"traces/mooncake_synthetic.csv.gz", 3'993, 39'852'661, 1'022'025}}) {
    NEMO_NEEDS_DATA(row.file);
    const Trace trace = read_trace(data_path(row.file));
    EXPECT_TRUE(trace.relative);
    ASSERT_EQ(trace.rows.size(), row.rows) << row.file;
    std::int64_t cached = 0;
    for (const TraceRow& call : trace.rows) cached += call.cached_tokens;
    EXPECT_EQ(cached, row.cached) << row.file;
    EXPECT_EQ(trace.rows.back().at.value, row.last_ms) << row.file;
  }
}

TEST(TraceReader, plain_text_blank_lines_and_a_missing_last_line_end_are_fine) {
  const ScratchFolder folder;
  const Trace trace = read_trace(folder.write(
      "t.csv", kAzure + "2023-11-16 18:15:46.6809999,374,44\r\n\r\n2023-11-16 18:15:47,1,0"));
  ASSERT_EQ(trace.rows.size(), 2U);
  EXPECT_EQ(format_rfc3339(trace.rows[0].at), "2023-11-16T18:15:46.680Z");
  EXPECT_EQ(trace.rows[1].output_tokens, 0);
}

TEST(TraceReader, rows_that_go_back_in_time_are_sorted_in_and_counted) {
  const ScratchFolder folder;
  const Trace trace = read_trace(folder.write(
      "t.csv", kMooncake + "0,50,1,1,0,0\n1,20,2,1,0,0\n2,50,3,1,0,0\n3,60,4,1,0,0\n"));
  EXPECT_EQ(trace.reordered, 1);
  std::vector<std::int64_t> inputs;
  for (const TraceRow& row : trace.rows) inputs.push_back(row.input_tokens);
  EXPECT_EQ(inputs, (std::vector<std::int64_t>{2, 1, 3, 4}));
}

TEST(TraceReader, failures_name_file_line_column_and_the_fix) {
  const std::string good = "2023-11-16 18:15:46.68,374,44\r\n";
  const std::string fix = "; correct the line or remove it";
  const std::pair<std::string, std::string> table[] = {
      {"", "FILE: is empty; name a trace file"},
      {kAzure, "FILE: holds a header and no calls; name a whole trace file"},
      {kAzure + good + "2023-11-16 18:15:47,-1,44",
       "FILE:3:21: ContextTokens is `-1`, below 0" + fix},
      {kAzure + "2023-11-16 18:15:47,1,4x",
       "FILE:2:23: GeneratedTokens is `4x`, not a whole number" + fix},
      {kAzure + "2023-11-16 18:15:47,,4",
       "FILE:2:21: ContextTokens is ``, not a whole number" + fix},
      {kAzure + "2023-11-16 18:15:47,1,99999999999999999999",
       "FILE:2:23: GeneratedTokens is `99999999999999999999`, above 1000000000" + fix},
      {kAzure + "2023-11-16,1,2",
       "FILE:2:1: TIMESTAMP is `2023-11-16`, not YYYY-MM-DD hh:mm:ss.fffffff from 1970 on" + fix},
      {kAzure + "2023-11-16 18:15:47,1",
       "FILE:2:21: the line has 2 fields, its header has 3" + fix},
      {kMooncake + "0,1,5,1,0,6",
       "FILE:2:11: derived_cached_input_tokens is above input_tokens, which hold them" + fix},
  };
  for (const auto& [text, message] : table) EXPECT_EQ(trace_failure(text), message) << text;
  EXPECT_EQ(trace_failure("a,b\n1,2\n").rfind("FILE:1:1: the header is of no known trace", 0), 0U);
}

TEST(TraceReader, files_that_cannot_be_read_are_named_with_the_reason) {
  const ScratchFolder folder;
  EXPECT_EQ(
      failure_of(folder / "none.csv", read_trace),
      "FILE: cannot be opened: No such file or directory; check the path and its permissions");
  EXPECT_EQ(failure_of(folder / "", read_trace), "FILE: is a directory; name a file");
}

TEST(TraceReader, a_gzip_file_that_is_cut_off_or_damaged_is_refused) {
  NEMO_NEEDS_DATA("traces/azure2023_conv.csv.gz");
  std::ifstream whole(data_path("traces/azure2023_conv.csv.gz"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(whole), std::istreambuf_iterator<char>()};
  const ScratchFolder folder;
  const auto cut = folder.write("cut.gz", bytes.substr(0, bytes.size() / 2));
  EXPECT_NE(failure_of(cut, read_trace).find("damaged or cut off"), std::string::npos);
  std::string flipped = bytes;
  flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 0x20);
  EXPECT_NE(failure_of(folder.write("flip.gz", flipped), read_trace), "read");
}

TEST(TenantReader, servegen_rates_add_up_by_client_busiest_first) {
  NEMO_NEEDS_DATA("tenants/servegen_m-mid_rate.csv.gz");
  const auto weights = read_tenant_weights(data_path("tenants/servegen_m-mid_rate.csv.gz"));
  ASSERT_EQ(weights.size(), 108U);
  EXPECT_EQ(weights[0], 1'132'066'800);
  EXPECT_EQ(weights[1], 132'391'569);
}

TEST(TenantReader, the_token_file_is_refused_with_the_name_of_the_right_one) {
  NEMO_NEEDS_DATA("tenants/servegen_m-mid_tokens.csv.gz");
  const std::string failure =
      failure_of(data_path("tenants/servegen_m-mid_tokens.csv.gz"), read_tenant_weights);
  EXPECT_NE(failure.find("name the rate file"), std::string::npos) << failure;
}

TEST(ModelMix, names_and_weights_are_read_and_wrong_ones_named) {
  const auto mix = parse_model_mix("gpt-4o=3,gemini/gemini-2.5-flash,other=2");
  ASSERT_EQ(mix.size(), 3U);
  EXPECT_EQ(mix[0].weight, 3);
  EXPECT_EQ(mix[0].max_output_tokens, 16'384);
  EXPECT_EQ(mix[1].weight, 1);
  EXPECT_EQ(mix[2].max_output_tokens, 8'192);
  for (const char* wrong : {"", "a=", "a=0", "a=x", "=3", "a=1,,b", "a,a", "a b=1", "a=1000001"}) {
    EXPECT_THROW(parse_model_mix(wrong), WorkloadFailure) << wrong;
  }
}

}  // namespace
}  // namespace nemo
