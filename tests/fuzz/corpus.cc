// Writes what the fuzz targets start from: `fuzz_corpus FOLDER < records.ndjson`. Each line is one
// seed of several targets: the line itself, the log's bytes of it, its outcome lines as they are
// stored, its line of an export; at the end every state record that came of them.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "adapters/log_file/lines.h"
#include "engine/core/step.h"
#include "engine/runner/checkpoint.h"
#include "engine/state/object_key.h"
#include "events/log/partitioner.h"
#include "events/wire/envelope_codec.h"
#include "events/wire/outcome_codec.h"
#include "events/wire/record_json.h"

namespace nemo::fuzz {
namespace {

class Corpus {
 public:
  explicit Corpus(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(const char* target, std::string_view bytes) {
    const std::filesystem::path place = folder_ / target;
    std::filesystem::create_directories(place);
    std::ofstream(place / ("seed-" + std::to_string(++number_)), std::ios::binary) << bytes;
  }

 private:
  std::filesystem::path folder_;
  int number_ = 0;
};

// The kind byte of the state_record target.
char kind_of(std::string_view key) {
  switch (static_cast<ObjectKind>(key[0])) {
    case ObjectKind::kOrg:
      return 0;
    case ObjectKind::kDirectory:
      return 1;
    case ObjectKind::kReservation:
    case ObjectKind::kHold:
      return 2;
    case ObjectKind::kId:
    case ObjectKind::kCallId:
      return 3;
    case ObjectKind::kBook:
      return 4;
    case ObjectKind::kPartition:
      return 5;
    case ObjectKind::kStripe:
      return 6;
    default:
      return 7;
  }
}

bool has_forget_day(char kind) { return kind <= 3 || kind == 6; }

void add_state(PartitionState& state, Corpus& corpus) {
  StateChanges changes;
  cut_checkpoint(state, 1, &changes);
  changes.each([&](const StateChanges::Change& change) {
    const std::string_view key = changes.key(change).substr(2);
    if (key[0] == static_cast<char>(ObjectKind::kLotEnd)) return;
    const char kind = kind_of(key);
    const std::string_view value = changes.value(change);
    corpus.add("state_record",
               kind + std::string(has_forget_day(kind) ? value.substr(kForgetBytes) : value));
  });
}

// All organizations live in one partition here: the seeds want variety, not balance.
void add_records(std::istream& lines, Corpus& corpus) {
  PartitionState state(0);
  OutcomeLines outcomes;
  for (std::string line; std::getline(lines, line);) {
    if (is_blank_line(line)) continue;
    corpus.add("record_line", line);
    ParsedRecord parsed = parse_record_json(line);
    LogRecord stored;
    stored.position = {0, state.globals.next_offset};
    stored.at = parsed.at;
    stored.appended_at = parsed.at.value_or(state.globals.log_time);
    encode_envelope(parsed.envelope, stored.envelope);
    corpus.add("envelope", stored.envelope);
    corpus.add("export_file", log_file::record_line(stored));
    outcomes.clear();
    step(state, {stored.position, stored.at, stored.appended_at, std::move(parsed.envelope)},
         outcomes);
    std::string bytes;
    encode_outcomes(outcomes.span(), bytes);
    corpus.add("outcome", bytes);
  }
  add_state(state, corpus);
}

void add_tokens(Corpus& corpus) {
  corpus.add("token", R"({"alg":"HS256","typ":"JWT","kid":"k"})");
  corpus.add("token", R"({"iss":"joe","aud":["us"],"sub":"7","exp":1800000000.5,"iat":1767225600,)"
                      R"("email":"a@b.c","role":"authenticated","is_anonymous":false})");
  corpus.add("token", "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UifQ.AAAA");
  corpus.add("key_set",
             R"({"keys":[{"kty":"EC","kid":"k","crv":"P-256","alg":"ES256","use":"sig","x":)"
             R"("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":)"
             R"("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0","key_ops":["verify"]}]})");
  corpus.add("key_set",
             R"({"keys":[{"kty":"RSA","kid":"k","n":"AQAB","e":"AQAB"},{"kty":"oct"}]})");
}

void add_texts(Corpus& corpus) {
  corpus.add("export_file", log_file::header_line());
  corpus.add("export_file", log_file::trailer_line({3, std::string(64, 'a')}));
  corpus.add("price_table",
             R"({"sample_spec":{"max_tokens":1},"gpt-x":{"input_cost_per_token":1e-06,)"
             R"("output_cost_per_token":0.000002,"cache_read_input_token_cost":5e-7,)"
             R"("litellm_provider":"openai","mode":"chat"}})");
  corpus.add("price_table", R"([{"id":"openai","name":"OpenAI","models":[{"id":"gpt-x","match":)"
                            R"({"equals":"gpt-x"},"prices":{"input_mtok":2.5,"output_mtok":)"
                            R"({"base":10,"tiers":[{"start":200000,"price":20}]}}}]}])");
  corpus.add("trace",
             "TIMESTAMP,ContextTokens,GeneratedTokens\n"
             "2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n");
  corpus.add("trace",
             "row,timestamp_ms,input_tokens,output_tokens,prefix_blocks_512,"
             "derived_cached_input_tokens\n0,0,6755,500,14,0\n1,3000,7319,490,14,6144\n");
  corpus.add(
      "stripe_event",
      R"({"id":"evt_1","object":"event","type":"charge.refunded","created":1,"livemode":true,)"
      R"("data":{"object":{"id":"ch_1","object":"charge","amount":500,"currency":"usd",)"
      R"("paid":true,"captured":true,"payment_intent":"pi_1","refunds":{"data":[)"
      R"({"id":"re_1","amount":5,"currency":"usd","status":"pending"}]}}}})");
  corpus.add(
      "stripe_event",
      R"({"object":"list","data":[{"id":"txn_1","object":"balance_transaction","amount":5,)"
      R"("fee":1,"net":4,"currency":"usd","reporting_category":"charge","source":"ch_1"}]})");
  corpus.add("text_values", "2026-01-02T03:04:05.678+02:00");
  corpus.add("text_values", "-12.50e-7");
  corpus.add("text_values", "aGVsbG8gd29ybGQ=");
  corpus.add("text_values", "sk-nemo-acme.AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE");
  corpus.add("http_request",
             "POST /v1/orgs/a%2Fb/keys?x=1+2&y HTTP/1.1\r\nHost: [::1]:8443\r\n"
             "Content-Type: application/json\r\nContent-Length: 5\r\n"
             "Authorization: Bearer key\r\nExpect: 100-continue\r\n\r\n");
  corpus.add("http_request",
             "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
             "Connection: keep-alive, close\r\nAccept: a/b\r\nAccept: c/d\r\n\r\n");
  corpus.add("http_chunks", "5\r\nhello\r\n0A\r\n0123456789\r\n0\r\n\r\nGET /");
  corpus.add("settings_file",
             "data = \"ledger\"\ncheckpoint-records = 1000\n[apply]\nquiet = true\n"
             "[log.export]\nquiet = false\n");
  corpus.add("kafka_settings", "kafka://127.0.0.1:9092,[::1]:9093/");
  corpus.add("kafka_settings", "# TLS\nsecurity.protocol = SSL\nssl.ca.location=ca.pem\n");
  add_tokens(corpus);
}

}  // namespace
}  // namespace nemo::fuzz

int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "usage: fuzz_corpus FOLDER < records.ndjson\n";
    return 2;
  }
  nemo::fuzz::Corpus corpus(words[1]);
  nemo::fuzz::add_records(std::cin, corpus);
  nemo::fuzz::add_texts(corpus);
  return 0;
}
