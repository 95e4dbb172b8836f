// Bytes that a client sends to a stub with memory, rules and faults: through HTTP, routing, judging and answering. The
// first byte says in how large pieces they come; however they are cut, the same requests get the same answers. No
// answer is a 5xx that nobody asked for, JSON is JSON, and what the contract alone answers keeps the contract.

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/faults/notation.h"
#include "chaos/http/server.h"
#include "contracts/core/document.h"
#include "contracts/match/validate.h"
#include "harness/stub/stub.h"
#include "harness/stub_faults/stub_fault.h"
#include "harness/stub_rules/rule_answers.h"
#include "harness/stub_state/state_answers.h"

namespace {

using namespace squall;
using namespace squall::harness;
using contracts::http::Request;
using contracts::http::Response;
using RouterPointer = std::shared_ptr<const contracts::match::Router>;

constexpr const char* kContract = R"(
openapi: 3.1.0
info: {title: Library, version: '1'}
servers: [{url: /v1}]
paths:
  /books:
    get:
      parameters:
        - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 100}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {genre: {type: string}}}}
        - {name: ids, in: query, style: pipeDelimited, schema: {type: array, items: {type: integer}}}
        - {name: X-Tenant, in: header, schema: {type: string, pattern: '^[a-z]+$'}}
        - {name: session, in: cookie, schema: {type: string}}
      responses:
        '200': {description: some, content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Book'}}}}}
    post:
      requestBody:
        required: true
        content:
          application/json: {schema: {$ref: '#/components/schemas/NewBook'}}
          application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/NewBook'}}
          multipart/form-data: {schema: {$ref: '#/components/schemas/NewBook'}}
          application/xml: {schema: {$ref: '#/components/schemas/NewBook'}}
      responses:
        '201':
          description: made
          headers: {Location: {required: true, schema: {type: string}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}
        '422': {description: not one, content: {application/json: {schema: {type: object, required: [error], properties: {error: {type: string}}}}}}
  /books/{book_id}:
    parameters: [{name: book_id, in: path, required: true, schema: {type: integer}}]
    get:
      responses:
        '200':
          description: it
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Book'}
              examples: {one: {value: {id: 1, title: Emma}}, two: {value: {id: 2, title: Persuasion, genre: novel}}}
            text/plain: {schema: {type: string}}
        '404': {description: none}
    patch:
      requestBody: {content: {application/merge-patch+json: {schema: {type: object}}, application/json-patch+json: {schema: {type: array}}}}
      responses: {'200': {description: changed, content: {application/json: {schema: {$ref: '#/components/schemas/Book'}}}}}
    delete: {responses: {'204': {description: gone}}}
  /files/{path}:
    parameters: [{name: path, in: path, required: true, style: matrix, schema: {type: array, items: {type: string}}}]
    put:
      security: [{key: []}]
      requestBody: {content: {'*/*': {}}}
      responses: {2XX: {description: kept}, 4XX: {description: else}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    NewBook:
      type: object
      required: [title]
      properties: {title: {type: string, maxLength: 40}, genre: {type: [string, 'null']}, tags: {type: array, items: {type: string}}}
    Book:
      allOf: [{$ref: '#/components/schemas/NewBook'}, {type: object, required: [id], properties: {id: {type: integer}}}]
)";
constexpr const char* kRules = R"(
squall: 1
rules:
  - {request: {path: '/books/{book_id}', query: {rule: echo}}, response: {headers: {X-Id: '{{request.path.book_id}}'}, body: {id: '{{sequence}}', title: '{{request.query.title | none}}'}}}
  - {request: {method: POST, body: {/title: {matches: '^(a+)+$'}}}, response: {status: 201, body: '{{request.body}}'}}
  - {request: {path: /books, headers: {X-Tenant: slow}}, response: {latency: {mean: 200ms, jitter: 50ms, distribution: normal}}}
  - {request: {path: /books/7}, scenario: loan, state: start, next: lent, response: {example: two}}
  - {request: {path: /books/7}, scenario: loan, state: lent, response: {status: 404}}
  - {request: {path: /nowhere}, even_refused: true, response: {status: 200, body: '{{random.uuid}} {{request.header.X-Any | no}}'}}
)";

RouterPointer router() {
  static const RouterPointer one = [] {
    const std::string path = "/tmp/squall-stub-fuzz-" + std::to_string(::getpid()) + ".yaml";
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) std::abort();
    std::fputs(kContract, file);
    std::fclose(file);
    const auto loaded = contracts::openapi::load(path);
    std::remove(path.c_str());
    if (!loaded) std::abort();
    return std::make_shared<const contracts::match::Router>(*loaded);
  }();
  return one;
}

const Rules& rules() {
  static const Rules one = [] {
    auto read = parse_rules(kRules, "rules.yaml", router()->contract());
    if (!read) std::abort();
    return std::move(*read);
  }();
  return one;
}

// What a client is to the server: it takes everything at once.
class Client final : public chaos::net::Stream {
 public:
  void start(chaos::net::StreamEvents* events) override { events_ = events; }
  void pause() override {}
  void resume() override {}
  void write(std::string_view) override {
    if (over_) std::abort();  // into a connection that the server itself ended
  }
  std::size_t pending() const override { return 0; }
  void half_close() override {}
  void close() override { over_ = true; }
  void reset() override { over_ = true; }
  std::string peer() const override { return "127.0.0.1:1"; }

  void send(std::string_view bytes, std::size_t at_once) {
    for (; !bytes.empty() && !over_; bytes.remove_prefix(std::min(at_once, bytes.size())))
      events_->on_bytes(bytes.substr(0, at_once));
  }
  void end() {
    if (!over_) events_->on_end();
  }

 private:
  chaos::net::StreamEvents* events_ = nullptr;
  bool over_ = false;
};

struct Seen {
  Request request;
  Response response;
  std::chrono::nanoseconds delay{0};
  bool operator==(const Seen&) const = default;
};

bool asks_for_a_fault(const Request& request) {
  return request.headers.contains("Squall-Fault");
}

bool by_rule(const std::vector<std::string>& notes) {
  return std::any_of(notes.begin(), notes.end(), [](const std::string& note) { return note.starts_with("rule"); });
}

void check(const StubExchange& exchange) {
  const Request& request = exchange.incoming.request;
  const Response& response = exchange.reply.response;
  if (asks_for_a_fault(request)) return;
  if (response.status < 200 || response.status >= 500) std::abort();
  const auto type = contracts::http::parse_media_type(response.headers.get("Content-Type"));
  if (!response.body.empty() && type && contracts::http::is_json(*type) && !by_rule(exchange.notes) &&
      !contracts::Document::parse_json(response.body))
    std::abort();
  const bool own = exchange.operation != nullptr && !by_rule(exchange.notes) && exchange.violations.empty() &&
                   response.status < 300 && request.method != "OPTIONS" &&
                   !response.headers.contains("Squall-Violation");
  if (own && !contracts::match::validate_response(router()->contract(), *exchange.operation, exchange.operation->method,
                                                  response)
                  .empty())
    std::abort();
}

chaos::http::Handler new_stub() {
  StubOptions options;
  options.seed = 1;
  auto by_rules = std::make_shared<RuleAnswers>(rules(), 1, router());
  options.responders.push_back([by_rules](JudgedRequest& judged) { return by_rules->answer(judged); });
  auto state = std::make_shared<StateAnswers>(router(), 1);
  options.responders.push_back([state](JudgedRequest& judged) -> std::optional<chaos::http::Reply> {
    if (judged.refused) return std::nullopt;
    StateAnswer said = state->answer(judged.content(), judged.route);
    if (!said.response) return std::nullopt;
    return chaos::http::Reply{std::move(*said.response), {}};
  });
  options.changes.push_back([](const JudgedRequest& judged, chaos::http::Reply& reply) {
    const std::string* text = judged.request().headers.find("Squall-Fault");
    const auto spec = text == nullptr ? decltype(chaos::parse_fault(""))(tl::unexpect, contracts::Error{})
                                      : chaos::parse_fault(*text);
    if (!spec) return;
    if (const auto fault = StubFault::make(*spec, 1)) (*fault)->strike(judged, router(), reply);
  });
  options.observe = check;
  return make_stub(router(), std::move(options));
}

// The exchanges of one connection that sends these bytes, and everything to its end.
std::vector<Seen> play(std::string_view bytes, std::size_t at_once) {
  std::vector<Seen> seen;
  const auto stub = new_stub();
  chaos::net::VirtualTimers timers;
  const auto handler = std::make_shared<const chaos::http::Handler>([&](const chaos::http::Incoming& incoming) {
    try {
      auto reply = stub(incoming);
      seen.push_back({incoming.request, reply.response, reply.delay});
      return reply;
    } catch (...) {
      std::abort();  // the server would make a 500 of it
    }
  });
  auto config = std::make_shared<chaos::http::ServerConfig>();
  config->max_body = 64u * 1024;
  chaos::http::ServerLane lane(config, handler, timers);
  const auto client = std::make_shared<Client>();
  lane.accept(client);
  client->send(bytes, at_once);
  for (int hour = 0; hour < 8; ++hour) timers.advance(std::chrono::hours(1));
  client->end();
  timers.advance(std::chrono::hours(1));
  if (lane.size() != 0) lane.shut_down();
  timers.advance(std::chrono::hours(1));
  if (lane.size() != 0) std::abort();
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::size_t at_once = 1 + data[0] % 64;
  if (play(bytes, bytes.size() + 1) != play(bytes, at_once)) std::abort();
  return 0;
}
