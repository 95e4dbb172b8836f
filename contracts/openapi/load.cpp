#include <algorithm>
#include <tuple>

#include "contracts/openapi/contract.h"
#include "contracts/openapi/model_builder.h"
#include "contracts/openapi/object_checks.h"
#include "contracts/openapi/overlay.h"
#include "contracts/openapi/structure.h"
#include "contracts/openapi/swagger.h"

namespace squall::contracts::openapi {
namespace {

constexpr std::size_t most_errors = 50;

Result<Version> version_of(const Place& root) {
  const Node& node = *root.node;
  const auto unsupported = [&](std::string message, const char* key, std::string hint) {
    const Node* at = node.find(key);
    return fail(ErrorKind::unsupported, std::move(message), root.source->document->locate(at != nullptr ? *at : node),
                std::move(hint));
  };
  if (const Node* swagger = node.find("swagger")) {
    if (swagger->text() == "2.0" || swagger->text() == "2") return Version::v2_0;
    return unsupported("Swagger version '" + std::string(swagger->text()) + "' is not known", "swagger",
                       "Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are");
  }
  if (node.find("asyncapi") != nullptr) {
    return unsupported("this is an AsyncAPI document; OpenAPI 3 or Swagger 2.0 is needed", "asyncapi", "");
  }
  const Node* field = node.find("openapi");
  const auto text = field != nullptr ? field->text() : std::string_view{};
  if (text.substr(0, 4) == "3.0." || text == "3.0") return Version::v3_0;
  if (text.substr(0, 4) == "3.1." || text == "3.1") return Version::v3_1;
  if (text.substr(0, 4) == "3.2." || text == "3.2") return Version::v3_2;
  if (node.find("openapi") == nullptr) {
    return fail(ErrorKind::malformed, "this is no OpenAPI document: there is no 'openapi' field at its top",
                root.location(), "it begins with, for instance, openapi: 3.1.0");
  }
  return unsupported("OpenAPI version '" + std::string(node.find("openapi")->text()) + "' is not known", "openapi",
                     "3.0.x, 3.1.x and 3.2.x are, written as a string; so is Swagger 2.0");
}

Versions bit_of(Version version) {
  switch (version) {
    case Version::v2_0:
      return v20;
    case Version::v3_0:
      return v30;
    case Version::v3_1:
      return v31;
    case Version::v3_2:
      return v32;
  }
  return v30;
}

// In the order a reader of the file meets them; the contract's own file first.
std::vector<Error> in_order(std::vector<Error> errors, const std::string& root_file) {
  std::stable_sort(errors.begin(), errors.end(), [&](const Error& a, const Error& b) {
    const auto key = [&](const Error& error) {
      return std::make_tuple(error.location.file != root_file, std::string_view(error.location.file),
                             error.location.line, error.location.column);
    };
    return key(a) < key(b);
  });
  if (errors.size() > most_errors) errors.resize(most_errors);
  return errors;
}

std::vector<Error> all_of(const Diagnostics& diagnostics, bool strict) {
  std::vector<Error> errors = diagnostics.errors();
  if (strict) errors.insert(errors.end(), diagnostics.warnings().begin(), diagnostics.warnings().end());
  return errors;
}

Result<std::shared_ptr<const Document>> overlaid(const std::shared_ptr<const Document>& document,
                                                 const std::string& path, Diagnostics& diagnostics) {
  SQUALL_TRY_ASSIGN(Document overlay, Document::load(path));
  return apply_overlay(document, std::make_shared<const Document>(std::move(overlay)), diagnostics);
}

Result<Place> open(Sources& sources, const std::string& path, const LoadOptions& options) {
  if (!is_on_network(path)) return sources.open(path);
  if (options.fetch != nullptr) return sources.open_remote(path);
  return fail(ErrorKind::unsupported, "contract '" + path + "' is on the network, where nothing is looked for", {},
              "allow it with --allow-remote, or keep a copy of the document");
}

}  // namespace

bool is_on_network(std::string_view path) {
  return path.starts_with("http://") || path.starts_with("https://");
}

tl::expected<std::shared_ptr<const Contract>, std::vector<Error>> load(const std::string& path,
                                                                       const LoadOptions& options) {
  auto contract = std::make_shared<Contract>();
  contract->file = path;
  contract->schemas = std::make_shared<schema::SchemaSet>(schema::Dialect::draft2020_12);
  Sources sources(*contract->schemas, options.fetch);
  Diagnostics diagnostics;
  const auto refuse = [&](std::vector<Error> errors) { return tl::unexpected(in_order(std::move(errors), path)); };

  auto root = open(sources, path, options);
  if (!root) return refuse({std::move(root).error()});
  for (const std::string& overlay : options.overlays) {
    auto document = overlaid(root->source->document, overlay, diagnostics);
    if (!document) return refuse({std::move(document).error()});
    root = sources.replace(*root->source, std::move(*document));
  }
  const auto version = version_of(*root);
  if (!version) return refuse({version.error()});
  contract->version = *version;
  check_structure(Scene{sources, diagnostics, bit_of(*version), root->node}, *root);
  if (auto errors = all_of(diagnostics, options.strict); !errors.empty()) return refuse(std::move(errors));
  if (*version == Version::v2_0) root = sources.replace(*root->source, upgrade_swagger(sources, *root));
  if (!options.strict) {
    contract->schemas->tolerate([&diagnostics](Error error) {
      diagnostics.forbidden(std::move(error.message), std::move(error.location), std::move(error.hint));
    });
  }
  if (*version != Version::v2_0 && *version != Version::v3_0) {
    for (const Place& place : sources.identified()) {
      schema::declare(*contract->schemas, place.source->uri, place.pointer, schema::Dialect::draft2020_12);
    }
  }
  ModelBuilder builder(sources, diagnostics, *contract);
  builder.build(*root);
  contract->schemas->tolerate(nullptr);
  if (options.strict) builder.compile_components(*root);
  if (auto errors = all_of(diagnostics, options.strict); !errors.empty()) return refuse(std::move(errors));
  auto warnings = diagnostics.warnings();
  warnings.insert(warnings.end(), diagnostics.notices().begin(), diagnostics.notices().end());
  contract->warnings = in_order(std::move(warnings), path);
  return contract;
}

}  // namespace squall::contracts::openapi
