#include "contracts/match/parameter_reader.h"

#include <algorithm>

#include "contracts/http/percent.h"
#include "contracts/match/deep_object.h"
#include "contracts/match/nested_list.h"
#include "contracts/match/open_values.h"

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

char separator_of(Style style) {
  if (style == Style::space_delimited) return ' ';
  if (style == Style::pipe_delimited) return '|';
  return style == Style::tab_delimited ? '\t' : ',';
}

// What a text may be read as.
enum class As : std::uint8_t { scalar, list, object };

// The likeliest first.
std::vector<As> readings_of(const WireShape* shape) {
  if (wants_array(shape)) return {As::list};
  std::vector<As> list{wants_object(shape) ? As::object : As::scalar};
  if (may_be_array(shape)) list.push_back(As::list);
  if (may_be_object(shape) && !wants_object(shape)) list.push_back(As::object);
  return list;
}

bool allows(const std::optional<schema::Schema>& schema, const Value& value) {
  return !schema || schema->valid(Document::of(value).root());
}

// The first reading that the schema allows, else the first that could be made.
Reading fitting(std::vector<Reading> readings, const WireShape* shape, const std::optional<schema::Schema>& schema) {
  Reading* chosen = nullptr;
  for (Reading& reading : readings) {
    if (!reading.value) continue;
    if (schema) split_nested(*reading.value, shape, &schema->node());
    OpenValues open;
    open.add("", *reading.value, shape);
    open.settle(*reading.value, schema);
    const bool fits = readings.size() == 1 || allows(schema, *reading.value);
    if (chosen == nullptr || fits) chosen = &reading;
    if (fits) break;
  }
  return std::move(chosen != nullptr ? *chosen : readings.front());
}

// What a text is by the schema; `read` makes one reading of it.
template <class Read>
Reading read_by(const WireShape* shape, const std::optional<schema::Schema>& schema, Read read) {
  std::vector<Reading> readings;
  for (const As as : readings_of(shape)) readings.push_back(read(as));
  return fitting(std::move(readings), shape, schema);
}

Reading one_value_expected(std::size_t found) {
  return Reading{std::nullopt, "expected one value, found " + std::to_string(found)};
}

// One text in which parts are separated: `separator` between items, `exploded` between exploded ones.
Reading separated(As as, std::string_view text, char separator, bool explode, char exploded, const WireShape* shape,
                  bool decode) {
  if (as == As::list) return Reading{array(decode_all(split(text, explode ? exploded : separator), decode), shape), {}};
  if (as == As::object) {
    if (explode) return assignments(split(text, exploded), shape, decode);
    return alternating(decode_all(split(text, separator), decode), shape);
  }
  return Reading{scalar(decoded(std::string(text), decode), shape), {}};
}

Reading read_label(As as, std::string_view text, const Parameter& parameter) {
  if (text.empty() || text.front() != '.') return Reading{std::nullopt, "expected '.' before the value (style label)"};
  return separated(as, text.substr(1), ',', parameter.explode, '.', parameter.wire.get(), true);
}

Reading read_matrix(As as, std::string_view text, const Parameter& parameter) {
  if (text.empty() || text.front() != ';') return Reading{std::nullopt, "expected ';' before the value (style matrix)"};
  const WireShape* shape = parameter.wire.get();
  if (parameter.explode && as == As::object) return assignments(split(text.substr(1), ';'), shape, true);
  std::vector<std::string> values;
  for (const std::string& part : split(text.substr(1), ';')) {
    const auto equals = part.find('=');
    if (http::percent_decode(part.substr(0, equals)) != parameter.name) {
      return Reading{std::nullopt, "expected ';" + parameter.name + "=...' (style matrix), found '" + part + "'"};
    }
    values.push_back(equals == std::string::npos ? std::string{} : part.substr(equals + 1));
  }
  if (parameter.explode && as == As::list) return Reading{array(decode_all(values, true), shape), {}};
  if (values.size() > 1) return one_value_expected(values.size());
  return separated(as, values.front(), ',', false, ',', shape, true);
}

Reading read_path(As as, std::string_view raw, const Parameter& parameter) {
  if (parameter.style == Style::label) return read_label(as, raw, parameter);
  if (parameter.style == Style::matrix) return read_matrix(as, raw, parameter);
  return separated(as, raw, ',', parameter.explode, ',', parameter.wire.get(), true);
}

// Cookies of one name may come from several paths (RFC 6265, section 5.4): each must be right.
Reading read_cookies(const Parameter& parameter, const std::vector<std::string>& raws) {
  for (const std::string& raw : raws) {
    Reading reading =
        fitting({Reading{scalar(decode_query(raw), parameter.wire.get()), {}}}, parameter.wire.get(), parameter.schema);
    if (&raw == &raws.back() || !allows(parameter.schema, *reading.value)) return reading;
  }
  return Reading{};
}

// The values of all pairs of one name, at least one. RFC 6570, section 3.2.8: only an exploded list has several.
Reading read_raws(As as, const Parameter& parameter, const std::vector<std::string>& raws) {
  const WireShape* shape = parameter.wire.get();
  const auto decode = [](std::vector<std::string> texts) {
    for (std::string& text : texts) text = decode_query(text);
    return texts;
  };
  const bool unsaid = as == As::scalar && (shape == nullptr || (shape->allows(Kind::array) && !may_be_array(shape)));
  if (parameter.explode && (as == As::list || (unsaid && raws.size() > 1)))
    return Reading{array(decode(raws), shape), {}};
  if (as == As::scalar && parameter.in == ParameterIn::cookie) return read_cookies(parameter, raws);
  if (raws.size() > 1) return one_value_expected(raws.size());
  if (as == As::scalar) return Reading{scalar(decode_query(raws.front()), shape), {}};
  const auto texts = decode(split_at(raws.front(), separator_of(parameter.style)));
  return as == As::list ? Reading{array(texts, shape), {}} : alternating(texts, shape);
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

Reading read_header(std::string text, const openapi::HeaderObject& header) {
  if (header.content) return read_content(std::move(text), *header.content);
  return read_by(header.wire.get(), header.schema,
                 [&](As as) { return separated(as, text, ',', header.explode, ',', header.wire.get(), false); });
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
  const WireShape* shape = parameter.wire.get();
  if (parameter.in == ParameterIn::path) {
    for (const auto& captured : route_.path_parameters) {
      if (captured.first != parameter.name) continue;
      const std::string& raw = captured.second;
      if (raw.empty()) return Reading{};  // as Router::route_with_gaps() has it
      if (parameter.content) return read_content(http::percent_decode(raw), *parameter.content);
      return read_by(shape, parameter.schema, [&](As as) { return read_path(as, raw, parameter); });
    }
    return Reading{};
  }
  if (parameter.in == ParameterIn::header) {
    const auto lines = request_.headers.all(parameter.name);
    if (lines.empty()) return Reading{};
    std::string text;
    for (const std::string_view line : lines) text += (text.empty() ? "" : ",") + std::string(line);
    if (parameter.content) return read_content(std::move(text), *parameter.content);
    return read_by(shape, parameter.schema,
                   [&](As as) { return separated(as, text, ',', parameter.explode, ',', shape, false); });
  }
  return read_pairs(parameter, parameter.in == ParameterIn::cookie ? cookies_ : query_);
}

Reading RequestParts::read_exploded_object(const Parameter& parameter, const std::vector<QueryPair>& pairs) const {
  const WireShape* shape = parameter.wire.get();
  const bool free_form = shape->properties.empty();  // whatever is nobody else's is its own
  std::vector<std::pair<std::string, std::vector<std::string>>> members;
  for (const QueryPair& pair : pairs) {
    const bool another =
        std::any_of(operation_.parameters.begin(), operation_.parameters.end(), [&](const Parameter& other) {
          return &other != &parameter && other.in == parameter.in && other.name == pair.name;
        });
    if (another || (shape->property(pair.name) == nullptr && !free_form)) continue;
    auto known =
        std::find_if(members.begin(), members.end(), [&pair](const auto& member) { return member.first == pair.name; });
    if (known == members.end()) known = members.insert(known, {pair.name, {}});
    known->second.push_back(decode_query(pair.raw));
  }
  if (members.empty()) return Reading{};
  Value result{Object{}};
  for (const auto& [name, texts] : members) {
    const WireShape* property = shape->property(name);
    // Not in the specification, and what servers do: a list inside an exploded object repeats its name.
    const bool list = texts.size() > 1 || wants_array(property);
    result.set(name, list ? array(texts, property) : scalar(texts.front(), property));
  }
  return Reading{std::move(result), {}};
}

Reading RequestParts::read_pairs(const Parameter& parameter, const std::vector<QueryPair>& pairs) const {
  const WireShape* shape = parameter.wire.get();
  if (parameter.style == Style::deep_object)
    return fitting({Reading{read_deep_object(parameter.name, pairs, shape), {}}}, shape, parameter.schema);
  std::vector<std::string> raws;
  for (const QueryPair& pair : pairs) {
    if (pair.name == parameter.name) raws.push_back(pair.raw);
  }
  if (parameter.content) {
    if (raws.empty()) return Reading{};
    if (raws.size() > 1) return one_value_expected(raws.size());
    return read_content(decode_query(raws.front()), *parameter.content);
  }
  Reading reading = read_by(shape, parameter.schema, [&](As as) {
    if (as == As::object && parameter.explode) return read_exploded_object(parameter, pairs);
    return raws.empty() ? Reading{} : read_raws(as, parameter, raws);
  });
  reading.empty_text = raws.size() == 1 && raws.front().empty();
  return reading;
}

}  // namespace squall::contracts::match
