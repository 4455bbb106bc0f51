#include "adapters/api/batch.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "adapters/api/call_reader.h"
#include "adapters/api/ended_key.h"
#include "adapters/api/idempotency.h"
#include "adapters/api/limits.h"
#include "events/log/partitioner.h"
#include "events/wire/json_members.h"

namespace nemo::api {
namespace {

constexpr std::size_t kCallsMax = 1'000;

// What is answered so far; the last to come sends it.
struct Gathered {
  Gathered(std::size_t calls, Ledger& of, KeyHolder who, http::Respond respond_with)
      : answers(calls),
        left(calls),
        ledger(of),
        holder(std::move(who)),
        respond(std::move(respond_with)) {}

  void put(std::size_t place, const Writer::Decided& decided) {
    answers[place] = answer_text(decided);
    if (decided.line != nullptr) note(decided.line->position.offset);
    if (--left > 0) return;
    http::Response response;
    if (seen >= 0) {
      response.fields.push_back(
          {"x-nemo-position", format_position({partition_of(holder.org_id), seen})});
    }
    if (decided.line != nullptr) {
      add_limits(ledger, holder, *decided.line, decided.within_done, response);
    }
    response.body = "{\"answers\":[";
    for (const std::string& answer : answers) {
      if (response.body.back() == '}') response.body.push_back(',');
      response.body.append(answer);
    }
    response.body.append("]}");
    respond(std::move(response));
  }

  void note(Offset offset) {
    Offset last = seen;
    while (last < offset && !seen.compare_exchange_weak(last, offset)) {
    }
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
  std::atomic<Offset> seen = -1;  // of the last record decided
  Ledger& ledger;
  KeyHolder holder;
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

// A call of the body, as a record. Throws Fault.
Envelope call_of(const Body& body, const Body::Node& element, const CallContext& context,
                 Ledger& ledger) {
  const auto operation = call_named(text_member(body, element, "call"));
  if (!operation) {
    fail_invalid("`call` is not one of reserve, settle, release, increase, usage", "call");
  }
  Envelope call = read_call(*operation, body, element, context, "call");
  check_ended_key(ledger, context.holder, call.payload);
  return call;
}

// A key that has ended may end what it reserved: a batch in which it does not is not the key's.
void check_any_allowed(const Body& body, const std::vector<const Body::Node*>& elements,
                       const CallContext& context, Ledger& ledger) {
  if (!context.holder.ended) return;
  for (const Body::Node* element : elements) {
    try {
      call_of(body, *element, context, ledger);
      return;
    } catch (const Fault&) {
      continue;
    }
  }
  fail_key();
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
  CallContext context{std::get<KeyHolder>(asked.caller), batch};
  check_any_allowed(body, elements, context, ledger);
  const auto gathered =
      std::make_shared<Gathered>(elements.size(), ledger, context.holder, respond);
  for (std::size_t place = 0; place < elements.size(); ++place) {
    const auto deliver = [gathered, place](const Writer::Decided& decided) {
      gathered->put(place, decided);
    };
    try {
      context.event_id = event_id_within(batch, place);
      writer.write(call_of(body, *elements[place], context, ledger), deliver);
    } catch (const Fault& fault) {
      deliver({.fault = &fault});
    }
  }
}

}  // namespace nemo::api
