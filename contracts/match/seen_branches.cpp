#include "contracts/match/seen_branches.h"

#include "contracts/match/body_reader.h"
#include "contracts/match/request_assembly.h"

namespace squall::contracts::match {
namespace {

using openapi::HeaderObject;
using openapi::Operation;
using openapi::Parameter;
using schema::BranchCount;
using schema::Direction;

// Of a parameter or a header.
const std::optional<schema::Schema>& schema_of(const auto& field) {
  return field.content ? field.content->schema : field.schema;
}

// Adds up the parts of a message.
class Counting {
 public:
  Counting(Direction direction, const SeenBranches& seen, std::size_t most_unseen)
      : direction_(direction), seen_(seen), most_unseen_(most_unseen) {}

  void add(const std::string& part, const std::optional<schema::Schema>& schema) {
    if (!schema) return;
    static const schema::Branches none;
    const auto found = seen_.find(&*schema);
    const bool never = found == seen_.end();
    const std::size_t room = most_unseen_ - sum_.unseen.size();
    const BranchCount count = count_branches(*schema, direction_, never ? none : found->second, never ? 0 : room);
    sum_.seen += count.seen;
    sum_.total += count.total;
    for (const std::string& unseen : count.unseen) sum_.unseen.push_back(part + (unseen[0] == '/' ? " " : "") + unseen);
    if (never && count.total > 0 && room > 0) sum_.unseen.push_back(part + ": all " + std::to_string(count.total));
  }
  void add(const std::string& message, const std::vector<MediaTypeObject>& content) {
    for (const MediaTypeObject& media : content) {
      const std::string part = message + (content.size() > 1 ? media.name + " body" : "body");
      add(part, media.schema);
      add(part + " item", media.item_schema);
    }
  }
  BranchCount take() { return std::move(sum_); }

 private:
  Direction direction_;
  const SeenBranches& seen_;
  std::size_t most_unseen_;
  BranchCount sum_;
};

}  // namespace

void add_branches(const RequestCase& sent, SeenBranches& seen) {
  if (sent.origin == nullptr) return;
  const RequestValues& values = sent.origin->values;
  schema::ValidateOptions options;
  options.direction = Direction::request;
  for (const auto& [parameter, value] : values.parameters) {
    const auto& schema = schema_of(*parameter);
    if (!schema) continue;
    options.branches = &seen[&*schema];
    if (options.branches->complete(*schema, Direction::request)) continue;
    schema->valid(Document::of(value).root(), options);
  }
  if (values.media == nullptr || !values.body || values.raw_body) return;
  const auto is_complete = [&seen](const std::optional<schema::Schema>& schema) {
    return !schema || seen[&*schema].complete(*schema, Direction::request);
  };
  if (is_complete(values.media->schema) && is_complete(values.media->item_schema)) return;
  std::vector<Violation> none;  // it was judged when it was made
  judge_body(Document::of(*values.body).root(), values.media->type, *values.media, Direction::request, {}, none, &seen);
}

BranchCount request_branches(const Operation& operation, const SeenBranches& seen, std::size_t most_unseen) {
  Counting counting(Direction::request, seen, most_unseen);
  for (const Parameter& parameter : operation.parameters)
    counting.add(std::string(to_string(parameter.in)) + "." + parameter.name, schema_of(parameter));
  if (operation.request_body) counting.add("", operation.request_body->content);
  return counting.take();
}

BranchCount response_branches(const Operation& operation, const SeenBranches& seen, std::size_t most_unseen) {
  Counting counting(Direction::response, seen, most_unseen);
  for (const auto& response : operation.responses) {
    for (const HeaderObject& header : response.headers)
      counting.add(response.status + " header." + header.name, schema_of(header));
    counting.add(response.status + " ", response.content);
  }
  return counting.take();
}

}  // namespace squall::contracts::match
