#include "contracts/pact/write.h"

#include <algorithm>
#include <array>
#include <map>

#include "contracts/core/base64.h"
#include "contracts/core/pointer.h"
#include "contracts/core/utf8.h"
#include "contracts/http/percent.h"
#include "contracts/pact/content.h"
#include "contracts/pact/query.h"

namespace squall::contracts::pact {
namespace {

bool begins(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && http::equal_ignoring_case(text.substr(0, start.size()), start);
}

// Decoded, where the path can be read back from that.
std::string path_of(const http::Request& request) {
  const std::string_view raw = http::path_of(request.target);
  std::string decoded = http::percent_decode(raw);
  const auto slashes = [](std::string_view text) { return std::count(text.begin(), text.end(), '/'); };
  const bool same = decoded.find('%') == std::string::npos && slashes(decoded) == slashes(raw) && is_utf8(decoded);
  return same ? decoded : std::string(raw);
}

// A rule of the type alone, as it stands beside a value's path.
Value type_rule() {
  const Object type{{"match", Value("type")}};
  return Value(Object{{"matchers", Value(Array{Value(type)})}, {"combine", Value("AND")}});
}

// $['a'][0] of /a/0; digits are an index.
std::string path_expression(std::string_view pointer) {
  std::string path = "$";
  while (!pointer.empty()) {
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    const std::string token = pointer_unescape(pointer.substr(1, end - 1));
    path += pointer_index(token) ? "[" + token + "]" : "['" + token + "']";
    pointer.remove_prefix(end);
  }
  return path;
}

// Null at one time says nothing of the type at another.
Value without_nulls(Value value) {
  if (value.is_array()) {
    for (Value& item : value.items()) item = without_nulls(std::move(item));
  } else if (value.is_object()) {
    std::erase_if(value.members(), [](const auto& member) { return member.second.is_null(); });
    for (auto& [name, member] : value.members()) member = without_nulls(std::move(member));
  }
  return value;
}

bool is_any(std::string_view name, std::span<const std::string_view> names) {
  return std::any_of(names.begin(), names.end(),
                     [name](std::string_view one) { return http::equal_ignoring_case(one, name); });
}

bool is_asked_for(std::string_view name) {
  constexpr std::array<std::string_view, 3> plain = {"accept", "content-type", "prefer"};
  // Proxies, tracing and keys: not the consumer's question.
  constexpr std::array<std::string_view, 4> not_these = {"x-forwarded", "x-request-id", "x-api-key", "x-auth"};
  const bool excluded =
      std::any_of(not_these.begin(), not_these.end(), [name](std::string_view one) { return begins(name, one); });
  return is_any(name, plain) || begins(name, "if-") || (begins(name, "x-") && !excluded);
}

bool is_answer(std::string_view name) {
  constexpr std::array<std::string_view, 2> names = {"content-type", "location"};
  return is_any(name, names);
}

class Writer {
 public:
  explicit Writer(const WriteOptions& options) : options_(options) {}

  Value interaction(const Exchange& exchange, std::string description) const {
    Object members;
    if (v4()) members.emplace_back("type", Value("Synchronous/HTTP"));
    members.emplace_back("description", Value(std::move(description)));
    if (!exchange.states.empty()) members.emplace_back("providerStates", states(exchange.states));
    members.emplace_back("request", request(exchange));
    members.emplace_back("response", response(exchange.response));
    return Value(std::move(members));
  }

 private:
  bool v4() const { return options_.version == Version::v4; }

  static Value states(const std::vector<ProviderState>& states) {
    Array list;
    for (const ProviderState& state : states) {
      Object one{{"name", Value(state.name)}};
      if (state.params.is_object() && !state.params.members().empty()) one.emplace_back("params", state.params);
      list.emplace_back(std::move(one));
    }
    return Value(std::move(list));
  }

  // One value is a text in version 3 and a list of one in version 4.
  Value headers(const http::Headers& from, bool (*wanted)(std::string_view)) const {
    Value object{Object{}};
    for (const http::Header& header : from) {
      if (!wanted(header.name) || object.find(header.name) != nullptr) continue;
      Array values;
      for (const std::string_view value : from.all(header.name)) values.emplace_back(std::string(value));
      if (v4() || values.size() > 1) {
        object.set(header.name, Value(std::move(values)));
      } else {
        object.set(header.name, std::move(values.front()));
      }
    }
    return object;
  }

  void add_headers(const http::Headers& from, bool (*wanted)(std::string_view), Object& members) const {
    Value object = headers(from, wanted);
    if (!object.members().empty()) members.emplace_back("headers", std::move(object));
  }

  // True: it is JSON, and rules may speak of its parts.
  bool add_body(const std::string& text, std::string_view type, bool nulls, Object& members) const {
    if (text.empty()) return false;
    const auto media = http::parse_media_type(type);
    const auto document = !media || content_kind(*media) == ContentKind::json
                              ? Document::parse_json(text)
                              : Result<Document>(fail(ErrorKind::malformed, ""));
    const bool readable = is_utf8(text);
    Value content(readable ? text : base64_encode(text));
    if (document) content = nulls ? Value(document->root()) : without_nulls(Value(document->root()));
    if (!v4()) {
      if (document || readable) members.emplace_back("body", std::move(content));
      return document.has_value();
    }
    Object body;
    if (media) body.emplace_back("contentType", Value(std::string(type)));
    if (!media && document) body.emplace_back("contentType", Value("application/json"));
    body.emplace_back("encoded", readable ? Value(false) : Value("base64"));
    body.emplace_back("content", std::move(content));
    members.emplace_back("body", Value(std::move(body)));
    return document.has_value();
  }

  Value request(const Exchange& exchange) const {
    const http::Request& request = exchange.request;
    Object members{{"method", Value(request.method)}, {"path", Value(path_of(request))}};
    Value query{Object{}};
    for (auto& [name, values] : read_query(http::query_of(request.target))) {
      Array list;
      for (const std::string& value : values) list.emplace_back(value);
      query.set(name, Value(std::move(list)));
    }
    if (!query.members().empty()) members.emplace_back("query", std::move(query));
    add_headers(request.headers, is_asked_for, members);
    const bool json = add_body(request.body, request.headers.get("content-type"), true, members);
    Object rules;
    for (const std::string& pointer : exchange.any_of_its_type)
      rules.emplace_back(path_expression(pointer), type_rule());
    if (json && !rules.empty()) members.emplace_back("matchingRules", Value(Object{{"body", Value(std::move(rules))}}));
    return Value(std::move(members));
  }

  Value response(const http::Response& response) const {
    Object members{{"status", Value(response.status)}};
    add_headers(response.headers, is_answer, members);
    const bool json = add_body(response.body, response.headers.get("content-type"), !options_.by_type, members);
    Object rules;
    // Where a thing was made is another place the next time.
    if (options_.by_type && response.headers.contains("location"))
      rules.emplace_back("header", Value(Object{{"Location", type_rule()}}));
    if (options_.by_type && json) rules.emplace_back("body", Value(Object{{"$", type_rule()}}));
    if (!rules.empty()) members.emplace_back("matchingRules", Value(std::move(rules)));
    return Value(std::move(members));
  }

  const WriteOptions& options_;
};

std::string described(const Exchange& exchange) {
  if (!exchange.description.empty()) return exchange.description;
  return exchange.request.method + " " + std::string(http::path_of(exchange.request.target)) + ", answered " +
         std::to_string(exchange.response.status);
}

}  // namespace

Value write_pact(const std::string& consumer, const std::string& provider, std::span<const Exchange> exchanges,
                 const WriteOptions& options) {
  const Writer writer(options);
  Array interactions;
  std::map<std::string, int> names;   // a description is an interaction's name: there is one of each
  std::map<std::string, bool> known;  // what was written, by its content
  for (const Exchange& exchange : exchanges) {
    const std::string name = described(exchange);
    const std::string written = to_json(writer.interaction(exchange, name));
    if (!is_utf8(written) || !known.emplace(written, true).second) continue;
    const int times = ++names[name];
    interactions.push_back(writer.interaction(exchange, times == 1 ? name : name + " (" + std::to_string(times) + ")"));
  }
  const std::string version = std::string(to_string(options.version)) + (options.version == Version::v3 ? ".0" : "");
  Object pact{{"consumer", Value(Object{{"name", Value(consumer)}})},
              {"provider", Value(Object{{"name", Value(provider)}})},
              {"interactions", Value(std::move(interactions))}};
  Object specification{{"version", Value(version)}};
  pact.emplace_back("metadata", Value(Object{{"pactSpecification", Value(std::move(specification))}}));
  return Value(std::move(pact));
}

}  // namespace squall::contracts::pact
