#pragma once
// Schema violations as contract violations: one way for every part of a message.

#include <string>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/violation.h"
#include "contracts/match/seen_branches.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::match {

// Appends what the instance violates. `rule` is "request.query.schema", `where` "query.limit". What a valid one takes
// is added to `seen`, when there is one.
void judge(const schema::Schema& schema, const Node& instance, schema::Direction direction, const std::string& rule,
           const std::string& where, std::vector<Violation>& violations, SeenBranches* seen = nullptr);
void judge(const schema::Schema& schema, const Value& instance, schema::Direction direction, const std::string& rule,
           const std::string& where, std::vector<Violation>& violations, SeenBranches* seen = nullptr);
// The first bytes of a text, for messages.
std::string excerpt(std::string_view text);

}  // namespace squall::contracts::match
