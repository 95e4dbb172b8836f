#include "contracts/match/parameter_reader.h"

#include <algorithm>

#include "contracts/http/percent.h"
#include "contracts/match/deep_object.h"

namespace squall::contracts::match {
namespace {

using openapi::Parameter;
using openapi::ParameterIn;
using openapi::Style;

std::string trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return std::string(text);
}

std::string decoded(const std::string& text, bool decode) {
  return decode ? http::percent_decode(text) : trimmed(text);
}

// "k,v,k,v"
Reading alternating(const std::vector<std::string>& parts, const WireShape* shape) {
  if (parts.size() % 2 != 0)
    return Reading{std::nullopt, "expected names and values in turn, found an odd number of parts"};
  Pairs members;
  for (std::size_t i = 0; i < parts.size(); i += 2) members.emplace_back(parts[i], parts[i + 1]);
  return Reading{object(members, shape), {}};
}

// "k=v" each
Reading assignments(const std::vector<std::string>& parts, const WireShape* shape, bool decode) {
  Pairs members;
  for (const std::string& part : parts) {
    const auto equals = part.find('=');
    if (equals == std::string::npos) return Reading{std::nullopt, "expected name=value, found '" + part + "'"};
    members.emplace_back(decoded(part.substr(0, equals), decode), decoded(part.substr(equals + 1), decode));
  }
  return Reading{object(members, shape), {}};
}

std::vector<std::string> decode_all(std::vector<std::string> parts, bool decode) {
  for (std::string& part : parts) part = decoded(part, decode);
  return parts;
}

// One text in which parts are separated: `separator` between items, `exploded` between exploded ones.
Reading separated(std::string_view text, char separator, bool explode, char exploded, const WireShape* shape,
                  bool decode) {
  if (wants_array(shape))
    return Reading{array(decode_all(split(text, explode ? exploded : separator), decode), shape), {}};
  if (wants_object(shape)) {
    if (explode) return assignments(split(text, exploded), shape, decode);
    return alternating(decode_all(split(text, separator), decode), shape);
  }
  return Reading{scalar(decoded(std::string(text), decode), shape), {}};
}

Reading read_label(std::string_view text, const Parameter& parameter) {
  if (text.empty() || text.front() != '.') return Reading{std::nullopt, "expected '.' before the value (style label)"};
  return separated(text.substr(1), ',', parameter.explode, '.', parameter.wire.get(), true);
}

Reading read_matrix(std::string_view text, const Parameter& parameter) {
  if (text.empty() || text.front() != ';') return Reading{std::nullopt, "expected ';' before the value (style matrix)"};
  const WireShape* shape = parameter.wire.get();
  if (parameter.explode && wants_object(shape)) return assignments(split(text.substr(1), ';'), shape, true);
  std::vector<std::string> values;
  for (const std::string& part : split(text.substr(1), ';')) {
    const auto equals = part.find('=');
    if (http::percent_decode(part.substr(0, equals)) != parameter.name) {
      return Reading{std::nullopt, "expected ';" + parameter.name + "=...' (style matrix), found '" + part + "'"};
    }
    values.push_back(equals == std::string::npos ? std::string{} : part.substr(equals + 1));
  }
  if (parameter.explode && wants_array(shape)) return Reading{array(decode_all(values, true), shape), {}};
  return separated(values.front(), ',', false, ',', shape, true);
}

char separator_of(Style style) {
  if (style == Style::space_delimited) return ' ';
  if (style == Style::pipe_delimited) return '|';
  return style == Style::tab_delimited ? '\t' : ',';
}

std::vector<QueryPair> cookie_pairs(const http::Headers& headers) {
  std::vector<QueryPair> pairs;
  for (const std::string_view line : headers.all("Cookie")) {
    for (const std::string& part : split(line, ';')) {
      const std::string pair = trimmed(part);
      const auto equals = pair.find('=');
      if (equals != std::string::npos) pairs.push_back(QueryPair{pair.substr(0, equals), pair.substr(equals + 1)});
    }
  }
  return pairs;
}

}  // namespace

Reading read_simple(std::string_view text, bool explode, const WireShape* shape, bool decode) {
  return separated(text, ',', explode, ',', shape, decode);
}

Reading read_content(std::string text, const openapi::MediaTypeObject& media) {
  if (!http::is_json(media.type)) return Reading{scalar(std::move(text), media.wire.get()), {}};
  auto parsed = Document::parse_json(std::move(text));
  if (!parsed) return Reading{std::nullopt, parsed.error().message};
  return Reading{Value(parsed->root()), {}};
}

RequestParts::RequestParts(const openapi::Operation& operation, const Route& route, const http::Request& request)
    : operation_(operation),
      route_(route),
      request_(request),
      query_(query_pairs(http::query_of(request.target))),
      cookies_(cookie_pairs(request.headers)) {}

Reading RequestParts::read(const Parameter& parameter) const {
  if (parameter.in == ParameterIn::path) {
    for (const auto& [name, raw] : route_.path_parameters) {
      if (name != parameter.name) continue;
      if (parameter.content) return read_content(http::percent_decode(raw), *parameter.content);
      if (parameter.style == Style::label) return read_label(raw, parameter);
      if (parameter.style == Style::matrix) return read_matrix(raw, parameter);
      return read_simple(raw, parameter.explode, parameter.wire.get(), true);
    }
    return Reading{};
  }
  if (parameter.in == ParameterIn::header) {
    const auto lines = request_.headers.all(parameter.name);
    if (lines.empty()) return Reading{};
    std::string text;
    for (const std::string_view line : lines) text += (text.empty() ? "" : ",") + std::string(line);
    if (parameter.content) return read_content(std::move(text), *parameter.content);
    return read_simple(text, parameter.explode, parameter.wire.get(), false);
  }
  return read_query(parameter);
}

Reading RequestParts::read_exploded_object(const Parameter& parameter, const std::vector<QueryPair>& pairs) const {
  const WireShape* shape = parameter.wire.get();
  Value result{Object{}};
  for (const QueryPair& pair : pairs) {
    const bool another =
        std::any_of(operation_.parameters.begin(), operation_.parameters.end(), [&](const Parameter& other) {
          return &other != &parameter && other.in == parameter.in && other.name == pair.name;
        });
    const WireShape* property = shape->property(pair.name);
    if (another || property == nullptr) continue;
    if (!wants_array(property)) {
      result.set(pair.name, scalar(decode_query(pair.raw), property));
      continue;
    }
    // Not in the specification, and what servers do: a list inside an exploded object repeats its name.
    if (result.find(pair.name) == nullptr) result.set(pair.name, Value(Array{}));
    result.find(pair.name)->items().push_back(scalar(decode_query(pair.raw), property->items.get()));
  }
  if (result.members().empty()) return Reading{};
  return Reading{std::move(result), {}};
}

Reading RequestParts::read_query(const Parameter& parameter) const {
  const auto& pairs = parameter.in == ParameterIn::cookie ? cookies_ : query_;
  const WireShape* shape = parameter.wire.get();
  if (parameter.style == Style::deep_object) {
    auto value = read_deep_object(parameter.name, pairs, shape);
    return Reading{std::move(value), {}};
  }
  if (!parameter.content && parameter.explode && wants_object(shape)) return read_exploded_object(parameter, pairs);
  std::vector<std::string> raws;
  for (const QueryPair& pair : pairs) {
    if (pair.name == parameter.name) raws.push_back(pair.raw);
  }
  if (raws.empty()) return Reading{};
  Reading reading;
  if (parameter.content) {
    reading = read_content(decode_query(raws.front()), *parameter.content);
  } else if (wants_array(shape)) {
    if (!parameter.explode) raws = split_at(raws.front(), separator_of(parameter.style));
    for (std::string& raw : raws) raw = decode_query(raw);
    reading.value = array(raws, shape);
  } else if (wants_object(shape)) {
    auto parts = split_at(raws.front(), separator_of(parameter.style));
    for (std::string& part : parts) part = decode_query(part);
    reading = alternating(parts, shape);
  } else {
    reading.value = scalar(decode_query(raws.front()), shape);
  }
  reading.empty_text = raws.size() == 1 && raws.front().empty();
  return reading;
}

}  // namespace squall::contracts::match
