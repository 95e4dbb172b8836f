#include "contracts/schema/schema.h"

#include "contracts/schema/branches.h"
#include "contracts/schema/compiler.h"
#include "contracts/schema/evaluator.h"

namespace squall::contracts::schema {
namespace {

Result<Schema> compile_target(SchemaSet& set, const Target& target) {
  std::shared_ptr<Library> library = set.impl().library;
  Compiler compiler(*library);
  SQUALL_TRY_ASSIGN(const Block* root, compiler.compile(target));
  auto program = std::make_shared<Schema::Program>();
  program->library = library;
  program->root = root;
  program->dynamic_anchors = dynamic_anchors_of(*library);
  program->directional = library->directional;
  return Schema(std::move(program));
}

}  // namespace

SchemaSet::SchemaSet(Dialect default_dialect, Fetch fetch) : impl_(std::make_unique<Impl>()) {
  impl_->library->default_dialect = default_dialect;
  impl_->library->fetch = std::move(fetch);
}
SchemaSet::~SchemaSet() = default;
SchemaSet::SchemaSet(SchemaSet&&) noexcept = default;
SchemaSet& SchemaSet::operator=(SchemaSet&&) noexcept = default;

const Document& SchemaSet::add(std::string uri, std::shared_ptr<const Document> document) {
  return *impl_->library->documents.insert_or_assign(std::move(uri), std::move(document)).first->second;
}

const Document* SchemaSet::find(const std::string& uri) const {
  const auto found = impl_->library->documents.find(uri);
  return found != impl_->library->documents.end() ? found->second.get() : nullptr;
}

void SchemaSet::tolerate(Tolerate tolerate) {
  impl_->library->tolerate = std::move(tolerate);
}

Result<Schema> compile(SchemaSet& set, const std::string& uri, std::string_view pointer, Dialect dialect) {
  Resources resources(*set.impl().library);
  SQUALL_TRY_ASSIGN(Resource * resource, resources.at(uri, dialect));
  const Target target = resources.walk(*resource, pointer);
  if (target.node == nullptr) {
    return fail(ErrorKind::malformed, "there is no schema at '" + std::string(pointer) + "'",
                Location{resource->document->name(), 0, 0, std::string(pointer)});
  }
  return compile_target(set, target);
}

void declare(SchemaSet& set, const std::string& uri, std::string_view pointer, Dialect dialect) {
  Resources resources(*set.impl().library);
  const auto resource = resources.at(uri, dialect);
  const Target target = resource ? resources.walk(**resource, pointer) : Target{};
  if (target.node != nullptr) resources.index(*target.node, *target.resource);
}

Result<Schema> compile(SchemaSet& set, const std::string& uri) {
  return compile(set, uri, "", set.impl().library->default_dialect);
}

bool Schema::valid(const Node& instance, const ValidateOptions& options) const {
  if (options.branches == nullptr) return Evaluator(*program_, options, nullptr).holds(instance);
  const std::size_t before = options.branches->size();
  Evaluator observed(*program_, options, nullptr);
  if (observed.holds(instance)) return true;
  options.branches->take_back(before);
  if (!observed.gave_up()) return false;
  // To look at every alternative takes more steps: that must not change the verdict.
  ValidateOptions alone = options;
  alone.branches = nullptr;
  return valid(instance, alone);
}

std::vector<SchemaViolation> Schema::validate(const Node& instance, const ValidateOptions& options) const {
  if (valid(instance, options)) return {};
  Report report;
  report.most = std::max<std::size_t>(options.max_violations, 1);
  Evaluator(*program_, options, &report).holds(instance);
  if (report.violations.empty()) {
    report.add(*program_->root, "false schema", program_->root->schema, "does not match the schema");
  }
  return std::move(report.violations);
}

const Node& Schema::node() const {
  return *program_->root->schema;
}

Location Schema::location() const {
  return program_->root->resource->document->locate(*program_->root->schema);
}

}  // namespace squall::contracts::schema
