#include <algorithm>
#include <array>

#include "contracts/core/suggest.h"
#include "contracts/pact/date_expression.h"
#include "contracts/pact/reading.h"
#include "contracts/schema/pattern.h"

namespace squall::contracts::pact {
namespace {

const GeneratorType* find_type(std::string_view name) {
  for (const GeneratorType& type : generator_types()) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

constexpr std::int64_t kGreatest = 9'007'199'254'740'991;

// The member that says what a generator of that kind makes its text along.
std::string_view text_key(GeneratorKind kind) {
  switch (kind) {
    case GeneratorKind::regex:
      return "regex";
    case GeneratorKind::provider_state:
      return "expression";
    case GeneratorKind::mock_server_url:
      return "example";
    default:
      return "format";
  }
}

bool makes_moments(GeneratorKind kind) {
  return kind == GeneratorKind::date || kind == GeneratorKind::time || kind == GeneratorKind::date_time;
}

// What it would never make anything of, so that the example would go out as it is; "" when nothing.
std::string unusable(const Generator& generator) {
  if (generator.kind == GeneratorKind::regex) {
    const auto pattern = schema::Pattern::compile(generator.text);
    return pattern ? "" : "the regex '" + generator.text + "' cannot be used: " + pattern.error().message;
  }
  if (!makes_moments(generator.kind)) return "";
  if (!moved({}, generator.expression)) return "the expression '" + generator.expression + "' cannot be read";
  const std::string unknown = DateFormat(generator.text).unknown();
  return unknown.empty() ? ""
                         : "the format '" + generator.text + "' has the letter '" + unknown[0] + "', which none has";
}

}  // namespace

bool Generators::empty() const {
  return body.empty() && headers.empty() && query.empty() && path.empty() && status.empty() && metadata.empty();
}

std::optional<Generator> Reader::generator(const Node& node) {
  const Node* name = node.find("type");
  const GeneratorType* type = name != nullptr ? find_type(name->text()) : nullptr;
  if (type == nullptr) {
    std::vector<std::string> names;
    for (const GeneratorType& one : generator_types()) names.emplace_back(one.name);
    const std::string meant = name != nullptr ? nearest(name->text(), names) : "";
    wrong(name != nullptr ? *name : node,
          name != nullptr ? "the generator '" + std::string(name->text()) + "' is not known"
                          : "a generator without 'type'",
          meant.empty() ? "" : "did you mean '" + meant + "'?");
    return std::nullopt;
  }
  Generator generator;
  generator.kind = type->kind;
  generator.location = locate(node);
  generator.min = integer(node, "min", -kGreatest, kGreatest).value_or(generator.min);
  generator.max = integer(node, "max", -kGreatest, kGreatest).value_or(generator.max);
  for (const std::string_view key : {"digits", "size"})
    generator.size =
        static_cast<std::size_t>(integer(node, key, 1, 100'000).value_or(static_cast<std::int64_t>(generator.size)));
  generator.text = text(node, text_key(type->kind));
  if (type->kind != GeneratorKind::provider_state) generator.expression = text(node, "expression");
  generator.data_type = text(node, "dataType");
  if (generator.min > generator.max) wrong(node, "'min' is greater than 'max'");
  if (std::string problem = unusable(generator); !problem.empty())
    wrong(node, std::move(problem),
          makes_moments(generator.kind) ? "such as: tomorrow + 1 week @ 5 o'clock pm; yyyy-MM-dd'T'HH:mm" : "");
  return generator;
}

void Reader::generators_of(const Node& node, bool names, std::vector<Generator>& generators) {
  for (const Member& member : node.members()) {
    auto one = generator(member.value);
    if (!one) continue;
    std::vector<PathExpression> paths;
    if (names) {
      paths = named_paths(member.key);
    } else if (auto path = PathExpression::parse(member.key)) {
      paths.push_back(std::move(*path));
    } else {
      wrong(member.value, path.error().message);
    }
    for (PathExpression& path : paths) {
      one->path = std::move(path);
      generators.push_back(*one);
    }
  }
}

Generators Reader::generators(const Node& part) {
  Generators generators;
  const Node* node = member(part, "generators", Kind::object, "generators");
  if (node == nullptr) return generators;
  for (const Member& category : node->members()) {
    const std::array<std::pair<std::string_view, std::vector<Generator>*>, 8> parts = {
        {{"body", &generators.body},
         {"content", &generators.body},
         {"header", &generators.headers},
         {"headers", &generators.headers},
         {"query", &generators.query},
         {"path", &generators.path},
         {"status", &generators.status},
         {"metadata", &generators.metadata}}};
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&category](const auto& one) { return one.first == category.key; });
    if (found == parts.end()) {
      wrong(category.value, "generators for '" + std::string(category.key) + "', which is no part of a message");
    } else if (!category.value.is_object()) {
      wrong(category.value, "expected an object of generators");
    } else if (category.key == "path" || category.key == "status") {
      if (auto one = generator(category.value)) found->second->push_back(std::move(*one));
    } else {
      generators_of(category.value, category.key != "body" && category.key != "content", *found->second);
    }
  }
  return generators;
}

}  // namespace squall::contracts::pact
