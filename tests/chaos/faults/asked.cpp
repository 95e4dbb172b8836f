#include "tests/chaos/faults/asked.h"

#include <stdexcept>

#include "contracts/core/document.h"
#include "tests/support/contracts.h"

namespace squall::chaos {

using contracts::Value;
using std::chrono::milliseconds;

Value json(const std::string& text) {
  auto document = contracts::Document::parse_json(text);
  if (!document) throw std::runtime_error(text + ": " + document.error().message);
  return Value(document->root());
}

std::string text_of(const Steps& steps) {
  std::string text;
  for (const auto& step : steps) {
    std::string one = to_string(step);
    if (const auto* pass = std::get_if<Pass>(&step)) one = "pass " + std::to_string(pass->bytes);
    if (std::get_if<Again>(&step)) one = "again";
    if (const auto* closes = std::get_if<CloseAfter>(&step))
      one = "close after " + std::to_string(closes->time / milliseconds(1)) + "ms";
    if (one.empty()) continue;
    text += (text.empty() ? "" : ", ") + one;
  }
  return text;
}

const contracts::openapi::Contract& sample() {
  static const auto contract = tests::contract_of(R"(
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    get:
      responses:
        '200':
          description: ok
          headers: {X-A: {required: true, schema: {type: string}}}
          content:
            application/json:
              schema:
                type: object
                required: [a]
                properties:
                  a: {type: integer, enum: [1, 2]}
                  b: {type: array, minItems: 0, maxItems: 3, nullable: true, items: {type: integer, enum: [7, 2]}}
        '409': {description: conflict, content: {application/json: {schema: {enum: [taken]}}}}
)");
  return *contract;
}

Steps ask(const Fault& fault, Hook hook, Context& context) {
  static const contracts::http::Headers headers{
      {"Content-Type", "application/json"}, {"Content-Length", "10"}, {"X-A", "1"}};
  switch (hook) {
    case Hook::hello:
      return fault.on_handshake(context, HandshakeStage::client_hello);
    case Hook::hello_back:
      return fault.on_handshake(context, HandshakeStage::server_hello);
    case Hook::message:
      return fault.on_message(context, {Direction::down, 200, headers, R"({"a":1,"b":[2]})"});
    case Hook::listen:
      return fault.on_listen(context);
    case Hook::accept:
      return fault.on_accept(context);
    case Hook::begin:
      return fault.on_begin(context, Direction::down);
    case Hook::connect:
      return fault.on_connect(context);
    case Hook::request:
      return fault.on_request(context);
    case Hook::head:
      return fault.on_response_head(context, {200, headers});
    case Hook::head_bytes:
      return fault.on_chunk(context, {Direction::down, Chunk::Kind::head, "0123456789"});
    case Hook::framing:
      return fault.on_chunk(context, {Direction::down, Chunk::Kind::framing, "a\r\n"});
    case Hook::down:
      return fault.on_chunk(context, {Direction::down, Chunk::Kind::payload, "0123456789"});
    case Hook::up:
      return fault.on_chunk(context, {Direction::up, Chunk::Kind::payload, "0123456789"});
    case Hook::end:
      return fault.on_end(context, Direction::down);
    case Hook::removed:
      return fault.on_removed(context);
  }
  return {};
}

}  // namespace squall::chaos
