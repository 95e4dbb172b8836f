#include "harness/verify/given_values.h"

#include <algorithm>

#include "contracts/core/pointer.h"
#include "contracts/core/random.h"
#include "contracts/core/suggest.h"
#include "contracts/http/media_type.h"
#include "harness/check/shown_path.h"
#include "harness/verify/message_parts.h"

namespace squall::harness {

namespace {

using contracts::Document;
using contracts::Node;
using contracts::Value;
using contracts::match::RequestCase;
using contracts::openapi::Contract;
using contracts::openapi::Operation;

// "path.orderId" as (path, orderId); the first is "" for other texts.
std::pair<std::string, std::string> part_of(std::string_view key) {
  const std::size_t dot = key.find('.');
  const std::string in(key.substr(0, dot));
  if (dot == std::string_view::npos || (in != "path" && in != "query" && in != "header" && in != "cookie"))
    return {"", std::string(key)};
  return {in, std::string(key.substr(dot + 1))};
}

bool has_parameter(const Operation& operation, const std::string& in, const std::string& name) {
  return std::any_of(operation.parameters.begin(), operation.parameters.end(), [&](const auto& parameter) {
    return to_string(parameter.in) == in &&
           (in == "header" ? contracts::http::equal_ignoring_case(parameter.name, name) : parameter.name == name);
  });
}

std::vector<Value> choices_of(const Node& node) {
  std::vector<Value> choices;
  for (const Node& item : node.items()) choices.emplace_back(item);
  if (!node.is_array()) choices.emplace_back(node);
  return choices;
}

const Value& choose(const std::vector<Value>& choices, std::uint64_t index) {
  return choices[index % choices.size()];
}

std::string text_of(const Value& value) {
  return value.is_string() || value.is_number() ? value.text() : contracts::to_json(value);
}

// Is one pointer the other, or above it?
bool overlap(const std::string& a, const std::string& b) {
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  return longer.compare(0, shorter.size(), shorter) == 0 &&
         (longer.size() == shorter.size() || longer[shorter.size()] == '/');
}

bool is_json_body(const contracts::http::Request& request) {
  const auto type = contracts::http::parse_media_type(request.headers.get("Content-Type"));
  return type && contracts::http::is_json(*type);
}

}  // namespace

struct GivenValues::Reading {
  const Document& document;
  const Contract& contract;
  GivenValues& values;
  Errors& errors;

  void mistake(const Node& object, std::string_view key, std::string message, std::string hint) const {
    errors.push_back(
        {contracts::ErrorKind::malformed, std::move(message), document.locate_key(object, key), std::move(hint)});
  }

  std::vector<const Operation*> named(std::string_view name) const {
    std::vector<const Operation*> found;
    for (const Operation& operation : contract.operations) {
      if (operation.name() == name || (!name.empty() && operation.operation_id == name)) found.push_back(&operation);
    }
    return found;
  }

  void unknown_parameter(const Node& object, std::string_view key, const std::vector<const Operation*>& among) const {
    std::vector<std::string> known;
    for (const Operation* operation : among) {
      for (const auto& parameter : operation->parameters)
        known.push_back(std::string(to_string(parameter.in)) + "." + parameter.name);
    }
    const std::string near = contracts::nearest(key, known);
    mistake(object, key, "there is no parameter '" + std::string(key) + "'",
            near.empty() ? "write path.NAME, query.NAME, header.NAME or cookie.NAME" : "did you mean '" + near + "'?");
  }

  void parameter(const Node& object, const contracts::Member& member,
                 const std::vector<const Operation*>& among) const {
    const auto [in, name] = part_of(member.key);
    const auto choices = choices_of(member.value);
    bool used = false;
    for (const Operation* operation : among) {
      if (!has_parameter(*operation, in, name)) continue;
      // What is said of one operation comes before what is said of all.
      Choices& known = values.by_operation_[operation].parameters[{in, name}];
      if (known.empty() || among.size() == 1) known = choices;
      used = true;
    }
    if (!used) return unknown_parameter(object, member.key, among);
    if (choices.empty()) mistake(object, member.key, "no value is given", "");
  }

  void body(const Node& object, const Operation& operation) const {
    const Node& node = *object.find("body");
    if (!node.is_object()) return mistake(object, "body", "expected an object of JSON Pointers and values", "");
    for (const contracts::Member& member : node.members()) {
      auto choices = choices_of(member.value);
      if (member.key.empty() || !contracts::is_json_pointer(member.key)) {
        mistake(node, member.key, "'" + std::string(member.key) + "' is no JSON Pointer",
                "write it as in /customer/id");
      } else if (choices.empty()) {
        mistake(node, member.key, "no value is given", "");
      } else {
        values.by_operation_[&operation].body[std::string(member.key)] = std::move(choices);
      }
    }
  }

  void operation(const Node& object, const contracts::Member& member) const {
    const auto operations = named(member.key);
    if (operations.empty()) {
      std::vector<std::string> names;
      for (const Operation& known : contract.operations) {
        names.push_back(known.name());
        if (!known.operation_id.empty()) names.push_back(known.operation_id);
      }
      const std::string near = contracts::nearest(member.key, names);
      return mistake(object, member.key, "there is no operation '" + std::string(member.key) + "'",
                     near.empty() ? "name an operation, or a parameter as path.NAME" : "did you mean '" + near + "'?");
    }
    if (!member.value.is_object())
      return mistake(object, member.key, "expected an object of parameters and 'body'", "as in {path.id: 7}");
    for (const contracts::Member& inner : member.value.members()) {
      if (inner.key == "body") {
        body(member.value, *operations.front());
      } else {
        parameter(member.value, inner, {operations.front()});
      }
    }
  }

  void all(const Node& root) const {
    std::vector<const Operation*> everywhere;
    for (const Operation& operation : contract.operations) everywhere.push_back(&operation);
    for (const contracts::Member& member : root.members()) {
      if (!part_of(member.key).first.empty() && named(member.key).empty()) {
        parameter(root, member, everywhere);
      } else {
        operation(root, member);
      }
    }
  }
};

tl::expected<GivenValues, GivenValues::Errors> GivenValues::load(const std::string& path, const Contract& contract) {
  auto document = Document::load(shown_path(path));
  if (!document && document.error().kind == contracts::ErrorKind::io)
    document.error().kind = contracts::ErrorKind::usage;
  if (!document) return tl::unexpected<Errors>(Errors{document.error()});
  return read(*document, contract);
}

tl::expected<GivenValues, GivenValues::Errors> GivenValues::read(const Document& document, const Contract& contract) {
  GivenValues values;
  Errors errors;
  const Reading reading{document, contract, values, errors};
  const Node& root = document.root();
  if (root.is_object()) {
    reading.all(root);
  } else if (!root.is_null()) {
    errors.push_back({contracts::ErrorKind::malformed, "expected an object of parameters and operations",
                      document.locate(root), "as in path.orderId: [1, 2]"});
  }
  if (!errors.empty()) return tl::unexpected<Errors>(std::move(errors));
  return values;
}

contracts::match::KnownValues GivenValues::path_values(const Operation& operation, std::uint64_t index) const {
  contracts::match::KnownValues known;
  const auto given = by_operation_.find(&operation);
  if (given == by_operation_.end()) return known;
  for (const auto& [part, choices] : given->second.parameters) {
    if (part.first == "path") known.emplace_back(part.second, choose(choices, index));
  }
  return known;
}

void GivenValues::put_into(const RequestCase& request_case, contracts::http::Request& request) const {
  const auto given = by_operation_.find(request_case.operation);
  if (given == by_operation_.end()) return;
  // Which of several follows from the request alone: from neither the thread nor the order.
  const std::uint64_t index = contracts::stable_hash(request.target, contracts::stable_hash(request.body));
  for (const auto& [part, choices] : given->second.parameters) {
    if (part.first != "path") put_parameter(request_case, request, part.first, part.second, choose(choices, index));
  }
  for (const auto& [pointer, choices] : given->second.body)
    put_body_member(request_case, request, pointer, choose(choices, index));
}

void put_parameter(const RequestCase& request_case, contracts::http::Request& request, const std::string& in,
                   const std::string& name, const Value& value) {
  const bool sent = std::any_of(request_case.parameters.begin(), request_case.parameters.end(),
                                [&](const std::string& part) { return is_part(part, in, name); });
  if (sent && !is_part(request_case.where, in, name)) set_part(request, in, name, text_of(value));
}

void put_body_member(const RequestCase& request_case, contracts::http::Request& request, const std::string& pointer,
                     const Value& value) {
  if (!is_json_body(request) || request_case.where == "header.Content-Type") return;
  if (request_case.where == "body" && overlap(request_case.pointer, pointer)) return;
  const auto document = Document::parse_json(request.body);
  if (!document || document->root().resolve(pointer) == nullptr) return;
  Value body(document->root());
  *body.resolve(pointer) = value;
  request.body = contracts::to_json(body);
}

}  // namespace squall::harness
