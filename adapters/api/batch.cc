#include "adapters/api/batch.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/api/call_reader.h"
#include "adapters/api/ended_key.h"
#include "adapters/api/idempotency.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

constexpr std::size_t kCallsMax = 1'000;

// What is answered so far; the last to come sends it.
struct Gathered {
  explicit Gathered(std::size_t calls, http::Respond respond_with)
      : answers(calls), left(calls), respond(std::move(respond_with)) {}

  void put(std::size_t place, const Writer::Decided& decided) {
    answers[place] = answer_text(decided);
    if (--left > 0) return;
    http::Response response;
    response.body = "{\"answers\":[";
    for (const std::string& answer : answers) {
      if (response.body.back() == '}') response.body.push_back(',');
      response.body.append(answer);
    }
    response.body.append("]}");
    respond(std::move(response));
  }

  static std::string answer_text(const Writer::Decided& decided) {
    try {
      if (decided.fault != nullptr) return fault_text(*decided.fault);
      const CallAnswer answer = answer_of(*decided.line);
      return "{\"status\":" + std::to_string(answer.status) + ",\"body\":" + answer.body + "}";
    } catch (const Fault& fault) {
      return fault_text(fault);
    }
  }
  static std::string fault_text(const Fault& fault) {
    std::string text = "{\"status\":" + std::to_string(kind_of(fault.code).status) + ",\"error\":";
    append_fault(fault, text);
    return text + "}";
  }

  std::vector<std::string> answers;
  std::atomic<std::size_t> left;
  http::Respond respond;
};

std::string_view text_member(const Body& body, const Body::Node& object, std::string_view name) {
  std::string_view text;
  body.tape().each(object, [&](const Body::Node& member) {
    if (member.name() == name && member.kind == Body::Kind::kText) text = member.text();
    return true;
  });
  return text;
}

// The calls of the body, which has nothing else.
const Body::Node& calls_of(const Body& body) {
  const Body::Node* calls = nullptr;
  body.tape().each(body.root(), [&](const Body::Node& member) {
    if (member.name() != "calls" || calls != nullptr || member.kind != Body::Kind::kList) {
      fail_invalid("the body is not {\"calls\": [...]}", "calls");
    }
    calls = &member;
    return true;
  });
  if (calls == nullptr) fail_invalid("the body is not {\"calls\": [...]}", "calls");
  return *calls;
}

}  // namespace

void answer_batch(const Asked& asked, Ledger& ledger, Writer& writer,
                  const http::Respond& respond) {
  const Body body(asked.request.body);
  const Body::Node& calls = calls_of(body);
  std::vector<const Body::Node*> elements;
  body.tape().each(calls, [&](const Body::Node& element) {
    elements.push_back(&element);
    return elements.size() <= kCallsMax;
  });
  if (elements.empty() || elements.size() > kCallsMax) {
    fail_invalid("`calls` has not 1 to 1,000 elements: send several batches", "calls");
  }
  const EventId batch = event_id_of(asked.request, asked.org_id);
  const auto gathered = std::make_shared<Gathered>(elements.size(), respond);
  for (std::size_t place = 0; place < elements.size(); ++place) {
    const auto deliver = [gathered, place](const Writer::Decided& decided) {
      gathered->put(place, decided);
    };
    try {
      const auto operation = call_named(text_member(body, *elements[place], "call"));
      if (!operation)
        fail_invalid("`call` is not one of reserve, settle, release, increase, usage", "call");
      const CallContext context{std::get<KeyHolder>(asked.caller), event_id_within(batch, place)};
      Envelope call = read_call(*operation, body, *elements[place], context, "call");
      check_ended_key(ledger, context.holder, call.payload);
      writer.write(std::move(call), deliver);
    } catch (const Fault& fault) {
      deliver({.fault = &fault});
    }
  }
}

}  // namespace nemo::api
