// What Squall generates for the contracts named, and how it judges that, as JSON lines for check.mjs:
//   {"document": NAME, "dialect": "3.0" | "3.1", "json": {...}}        each document, before what refers to it
//   {"operation": ..., "part": ..., "document": NAME, "pointer": ..., "direction": "request" | "response",
//    "valid": [...], "invalid": [{"keyword": ..., "at": ..., "instance": ...}],
//    "judged": [{"valid": true | false, "instance": ...}]}              changed at random
//   {"end": FILE, "operations": n, ...}                                 after all of a contract
// Instances are what stands on the wire, read as Squall reads it.
// Usage: ajv_dump EACH FILE...   EACH: how many of a kind per operation

#include <cstdio>
#include <iostream>
#include <map>

#include "contracts/match/body_reader.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/parameter_reader.h"
#include "contracts/match/router.h"
#include "contracts/match/validate.h"
#include "contracts/schema/program.h"
#include "tests/contracts/ajv/mutate.h"

namespace {
using namespace squall;
using namespace squall::contracts;
using openapi::Contract;
using openapi::Operation;
using schema::Direction;
using schema::Schema;

struct Part {
  std::vector<Value> valid;
  Array invalid;
};

struct Counts {
  std::uint64_t operations = 0, requests = 0, responses = 0, request_mutants = 0, response_mutants = 0;
};

// At most `most` of a list, evenly spread over it.
template <class T>
std::vector<const T*> spread(const std::vector<T>& all, std::size_t most) {
  std::vector<const T*> some;
  const std::size_t count = std::min(all.size(), most);
  for (std::size_t i = 0; i < count; ++i) some.push_back(&all[i * all.size() / count]);
  return some;
}

class Dump {
 public:
  Dump(std::shared_ptr<const Contract> contract, std::uint64_t each)
      : contract_(std::move(contract)), router_(contract_), each_(each) {}

  void run() {
    for (const Operation& operation : contract_->operations) {
      ++counts_.operations;
      requests(operation);
      responses(operation);
    }
    std::cout << to_json(Value(Object{{"end", contract_->file},
                                      {"operations", counts_.operations},
                                      {"requests", counts_.requests},
                                      {"responses", counts_.responses},
                                      {"request_mutants", counts_.request_mutants},
                                      {"response_mutants", counts_.response_mutants}}))
              << "\n";
  }

 private:
  using Parts = std::map<std::string, std::pair<const Schema*, Part>>;

  Random random(const Operation& operation, const char* domain, std::uint64_t index) const {
    return Random(1, domain, operation.name(), index);
  }

  void requests(const Operation& operation) {
    Parts parts;
    for (std::uint64_t i = 0; i < each_; ++i) {
      const auto flavour = i == 0   ? schema::Flavour::minimal
                           : i == 1 ? schema::Flavour::maximal
                                    : schema::Flavour::typical;
      const auto made = match::valid_request(*contract_, operation, random(operation, "ajv.valid", i), flavour);
      if (made) counts_.requests += take(*made, parts, nullptr) ? 1 : 0;
    }
    const auto covering = match::coverage_requests(*contract_, operation, random(operation, "ajv.coverage", 0));
    for (const auto* made : spread(covering, each_)) counts_.requests += take(*made, parts, nullptr) ? 1 : 0;
    const auto negatives = match::negative_requests(*contract_, operation, random(operation, "ajv.negative", 0));
    for (const auto* made : spread(negatives, each_)) counts_.request_mutants += take(*made, parts, made) ? 1 : 0;
    write(operation, "request", parts);
  }

  // The instances of a request, part by part; of a negative only that of the part which is wrong.
  bool take(const match::RequestCase& made, Parts& parts, const match::RequestCase* negative) {
    const auto route = router_.route(made.request.method, made.request.target);
    if (route.operation != made.operation) return false;  // another path of the contract covers it, too
    const match::RequestParts read(*made.operation, route, made.request);
    bool taken = negative == nullptr;
    for (const auto& parameter : made.operation->parameters) {
      const std::string name = std::string(to_string(parameter.in)) + "." + parameter.name;
      const auto& schema = parameter.content ? parameter.content->schema : parameter.schema;
      if (!schema || (negative != nullptr && negative->where != name)) continue;
      const auto reading = read.read(parameter);
      if (!reading.value) continue;
      put(parts, name, *schema, *reading.value, negative);
      taken = true;
    }
    if (negative != nullptr && negative->where != "body") return taken;
    const auto type = http::parse_media_type(made.request.headers.get("Content-Type"));
    const auto* media = type && made.operation->request_body
                            ? match::find_media(made.operation->request_body->content, *type)
                            : nullptr;
    if (media == nullptr || !media->schema) return taken;
    const auto reading = match::read_body(made.request.body, *type, *media);
    if (!reading.instance) return taken;
    put(parts, "body " + media->name, *media->schema, Value(reading.instance->root()), negative);
    return true;
  }

  void responses(const Operation& operation) {
    Parts parts;
    std::vector<std::pair<std::string, const Schema*>> schemas;
    for (const auto& response : operation.responses) {
      for (const auto& media : response.content) {
        if (http::is_json(media.type) && media.schema)
          schemas.emplace_back(response.status + " " + media.name, &*media.schema);
      }
    }
    const std::uint64_t share = schemas.empty() ? 0 : (each_ + schemas.size() - 1) / schemas.size();
    for (const auto& [name, schema] : schemas) {
      schema::GenerateOptions options;
      options.direction = Direction::response;
      for (std::uint64_t i = 0; i < share; ++i) {
        options.flavour = i == 0   ? schema::Flavour::minimal
                          : i == 1 ? schema::Flavour::maximal
                                   : schema::Flavour::typical;
        const auto value = schema::generate(*schema, random(operation, "ajv.response", i).fork(name), options);
        if (!value) continue;
        put(parts, name, *schema, std::move(*value), nullptr);
        ++counts_.responses;
      }
      const auto wrong = schema::negatives(*schema, random(operation, "ajv.wrong", 0).fork(name), options);
      for (const auto* negative : spread(wrong, share)) {
        match::RequestCase described;
        described.keyword = negative->keyword;
        described.pointer = negative->pointer;
        put(parts, name, *schema, negative->instance, &described, Direction::response);
        ++counts_.response_mutants;
      }
    }
    write(operation, "response", parts);
  }

  static void put(Parts& parts, const std::string& name, const Schema& schema, Value instance,
                  const match::RequestCase* negative, Direction direction = Direction::request) {
    auto& [its_schema, part] = parts[name];
    its_schema = &schema;
    if (negative == nullptr) {
      part.valid.push_back(std::move(instance));
    } else {
      schema::ValidateOptions options;
      options.direction = direction;
      part.invalid.push_back(Object{{"keyword", negative->keyword},
                                    {"at", negative->pointer},
                                    {"discriminated", is_discriminated(schema, instance, options)},
                                    {"instance", to_json(instance)}});
    }
  }

  void write(const Operation& operation, const char* direction, const Parts& parts) {
    for (const auto& [name, found] : parts) {
      const auto& [schema, part] = found;
      const auto& [document, pointer] = declare(*schema);
      Array valid;
      for (const Value& instance : part.valid) valid.emplace_back(to_json(instance));
      std::cout << to_json(Value(Object{{"operation", operation.name()},
                                        {"part", name},
                                        {"document", document},
                                        {"pointer", pointer},
                                        {"direction", direction},
                                        {"valid", std::move(valid)},
                                        {"invalid", part.invalid},
                                        {"judged", judged(operation, *schema, direction, part)}}))
                << "\n";
    }
  }

  Array judged(const Operation& operation, const Schema& schema, std::string_view direction, const Part& part) const {
    Array list;
    schema::ValidateOptions options;
    options.direction = direction == "request" ? Direction::request : Direction::response;
    for (std::uint64_t i = 0; i < each_ && !part.valid.empty(); ++i) {
      const auto changed = tests::mutated(part.valid[i % part.valid.size()], random(operation, "ajv.mutated", i));
      const bool valid = schema.valid(Document::of(changed).root(), options);
      list.push_back(Object{{"valid", valid},
                            {"discriminated", !valid && is_discriminated(schema, changed, options)},
                            {"instance", to_json(changed)}});
    }
    return list;
  }

  // Where the schema stands in its document as it was compiled: a Swagger 2.0 contract was put into newer words, so not
  // where it stands in its file.
  std::pair<std::string, std::string> declare(const Schema& schema) {
    const auto& resource = *schema.program().root->resource;
    const auto [place, fresh] = documents_.try_emplace(resource.document.get());
    Written& written = place->second;
    if (fresh) {
      written.name = resource.document->name() + "#" + std::to_string(documents_.size());
      index(resource.document->root(), "", written.pointers);
      const bool old = resource.dialect == schema::Dialect::openapi30;
      std::cout << "{\"document\":" << to_json(Value(written.name)) << ",\"dialect\":\"" << (old ? "3.0" : "3.1")
                << "\",\"json\":" << to_json(resource.document->root()) << "}\n";
    }
    return {written.name, written.pointers.at(&schema.node())};
  }

  static void index(const Node& node, const std::string& pointer, std::map<const Node*, std::string>& pointers) {
    pointers.emplace(&node, pointer);
    for (const Member& member : node.members()) index(member.value, pointer_child(pointer, member.key), pointers);
    for (std::size_t i = 0; i < node.items().size(); ++i) index(node.items()[i], pointer_child(pointer, i), pointers);
  }

  // Only a discriminator makes it invalid: ajv knows none as OpenAPI means it.
  static bool is_discriminated(const Schema& schema, const Value& instance, const schema::ValidateOptions& options) {
    const Document document = Document::of(instance);
    for (const auto& violation : schema.validate(document.root(), options)) {
      const bool chosen = violation.message.ends_with(")") && violation.message.find(" ('") != std::string::npos;
      if (violation.keyword == "discriminator" || chosen) return true;
    }
    return false;
  }

  std::shared_ptr<const Contract> contract_;
  match::Router router_;
  std::uint64_t each_;
  Counts counts_;
  struct Written {
    std::string name;
    std::map<const Node*, std::string> pointers;
  };
  std::map<const Document*, Written> documents_;
};

}  // namespace

int main(int count, char** arguments) {
  std::ios::sync_with_stdio(false);
  if (count < 3) {
    std::cerr << "usage: ajv_dump EACH FILE...\n";
    return 2;
  }
  for (int i = 2; i < count; ++i) {
    auto loaded = openapi::load(arguments[i]);
    if (loaded) Dump(std::move(*loaded), std::stoull(arguments[1])).run();
  }
}
