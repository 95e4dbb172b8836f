#pragma once
// A pact: what a consumer says it asks of a provider, and what it needs of the answers. Versions 1 to 4 of the Pact
// specification as one model. Values; nodes belong to `document`, which the pact keeps alive. Immutable once read, and
// then safe to use from any thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/value.h"
#include "contracts/http/media_type.h"
#include "contracts/pact/generator.h"
#include "contracts/pact/matcher.h"

namespace squall::contracts::pact {

enum class Version : std::uint8_t { v1, v1_1, v2, v3, v4 };
std::string_view to_string(Version version);  // "1.1"

struct Body {
  enum class State : std::uint8_t {
    missing,  // nothing is said: anything goes
    null,     // there must be none
    empty,    // the same, said with ""
    present
  };
  State state = State::missing;
  std::string text;                          // as on the wire
  std::string content_type;                  // as declared by the part or its headers; "" when neither does
  std::optional<http::MediaType> type;       // what it is compared as: declared, else as it begins
  const Node* json = nullptr;                // the value, where `type` is JSON; in the pact's document or in `parsed`
  std::shared_ptr<const Document> parsed{};  // when it stands in the pact as text
  Location location;
};

using Fields = std::vector<std::pair<std::string, std::vector<std::string>>>;  // name -> values, in order

struct PartRules {
  Rules body, headers, query, path, status, metadata;
};

struct Generators {
  std::vector<Generator> body, headers, query, path, status, metadata;
  bool empty() const;
};

struct ExpectedRequest {
  std::string method = "GET";
  std::string path = "/";
  Fields query;
  std::optional<std::string> query_text;  // version 1: the whole query, compared as text
  Fields headers;
  Body body;
  PartRules rules;
  Generators generators;
  Location location;
};

struct ExpectedResponse {
  std::optional<int> status;
  Fields headers;
  Body body;
  PartRules rules;
  Generators generators;
  Location location;
};

struct ExpectedMessage {
  Body contents;
  Value metadata = Object{};  // values may be of any type
  PartRules rules;
  Generators generators;
  Location location;
};

struct ProviderState {
  std::string name;
  Value params = Object{};
};

enum class InteractionKind : std::uint8_t { http, message, synchronous_message };

struct Interaction {
  InteractionKind kind = InteractionKind::http;
  std::string description;
  std::vector<ProviderState> states;
  bool pending = false;  // v4: the provider is not held to it yet
  ExpectedRequest request;
  ExpectedResponse response;
  std::vector<ExpectedMessage> messages;  // one of `message`; request and then responses of `synchronous_message`
  Location location;
};

struct Pact {
  std::shared_ptr<const Document> document;
  Version version = Version::v3;
  std::string consumer, provider;
  std::vector<Interaction> interactions;
};

// "GET /orders" or the message, for headings: "a request for an order (given an order exists)".
std::string title_of(const Interaction& interaction);
// Where a part of the expected body stands; of the body itself when it is not JSON written out in the pact.
Location location_in(const Pact& pact, const Body& body, const Node& node);

}  // namespace squall::contracts::pact
