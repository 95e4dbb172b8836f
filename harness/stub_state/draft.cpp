#include "harness/stub_state/draft.h"

#include "contracts/core/pointer.h"
#include "contracts/core/utf8.h"
#include "contracts/match/body_reader.h"
#include "contracts/match/body_writer.h"
#include "contracts/match/media_choice.h"
#include "contracts/match/validate.h"
#include "contracts/match/wished_response.h"

namespace squall::harness {

using contracts::Value;
using contracts::http::Response;
using contracts::openapi::Contract;
using contracts::openapi::Operation;

std::optional<Response> own_answer(const Contract& contract, const Operation& operation, int status,
                                   const contracts::Random& random, std::string_view accept) {
  contracts::match::ResponseWish wish;
  wish.status = status;
  wish.accept = accept;
  wish.flavour = contracts::schema::Flavour::sample;
  auto made = contracts::match::wished_response(contract, operation, wish, random);
  return made ? std::optional(std::move(*made)) : std::nullopt;
}

std::optional<Draft> draft_of(const Contract& contract, const Operation& operation, int status,
                              const contracts::Random& random, std::string_view accept) {
  auto made = own_answer(contract, operation, status, random, accept);
  if (!made) return std::nullopt;
  Draft draft;
  draft.response = std::move(*made);
  const auto* declared = operation.response_for(draft.response.status);
  const auto type = contracts::http::parse_media_type(draft.response.headers.get("Content-Type"));
  if (declared == nullptr || !type) return draft;
  const auto* media = contracts::match::find_media(declared->content, *type);
  if (media == nullptr) return draft;
  const auto read = contracts::match::read_body(draft.response.body, *type, *media);
  if (!read.instance) return draft;
  draft.media = media;
  draft.body = Value(read.instance->root());
  return draft;
}

std::optional<Response> told(const Contract& contract, const Operation& operation, const Draft& draft,
                             const Value& body) {
  auto written = contracts::match::write_body(*draft.media, body);
  if (!written) return std::nullopt;
  Response response = draft.response;
  response.body = std::move(written->text);
  // A form, or a path, may say any bytes; JSON is UTF-8 (RFC 8259, section 8.1).
  if (contracts::http::is_json(draft.media->type) && !contracts::is_utf8(response.body))
    response.body = contracts::valid_utf8(response.body);
  response.headers.set("Content-Type", std::move(written->content_type));
  if (!contracts::match::validate_response(contract, operation, operation.method, response).empty())
    return std::nullopt;
  return response;
}

void put_at(Value& body, const std::string& place, Value value) {
  Value* at = &body;
  std::string_view rest = place;
  while (!rest.empty()) {
    rest.remove_prefix(1);  // the slash
    const std::string name = contracts::pointer_unescape(rest.substr(0, rest.find('/')));
    rest.remove_prefix(std::min(rest.size(), rest.find('/')));
    if (!at->is_object()) *at = Value(contracts::Object{});
    if (at->find(name) == nullptr) at->set(name, Value());
    at = at->find(name);
  }
  *at = std::move(value);
}

}  // namespace squall::harness
