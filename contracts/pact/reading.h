#pragma once
// What the readers of a pact's parts share. Internal to this room.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/error.h"
#include "contracts/pact/pact.h"

namespace squall::contracts::pact {

class Reader {
 public:
  Reader(const Document& document, Version version) : document_(document), version_(version) {}

  Version version() const { return version_; }
  Location locate(const Node& node) const { return document_.locate(node); }
  void wrong(const Node& node, std::string message, std::string hint = {});
  std::vector<Error> take_errors() { return std::move(errors_); }

  // A member of that kind; absent or null: nullptr. Of another kind: nullptr and an error.
  const Node* member(const Node& object, std::string_view key, Kind kind, std::string_view what);
  std::string text(const Node& object, std::string_view key, std::string fallback = {});
  std::optional<std::int64_t> integer(const Node& object, std::string_view key, std::int64_t least, std::int64_t most);

  ExpectedRequest request(const Node& node);
  ExpectedResponse response(const Node& node);
  ExpectedMessage message(const Node& node);
  Body body(const Node& part, std::string_view member, const Fields& headers, const std::string& declared);
  Fields fields(const Node& part, std::string_view member, bool split_query);
  // Also under the name that they had in files from before version 2 was settled, where there is one.
  PartRules rules(const Node& part, std::string_view older_name);
  Generators generators(const Node& part);

 private:
  // What requests and responses share.
  template <class Part>
  void http_part(const Node& node, std::string_view older_rules, Part& part);
  Body body_value(const Node& value, const std::string& declared);
  void body_content(const Node& value, Body& body);
  void finish(Body& body);

  void rules_v2(const Node& node, PartRules& rules);
  void rules_of_category(const Node& node, std::string_view category, Rules& rules);
  void rule(const Node& node, std::string_view path, bool is_name, Rules& rules);
  std::optional<Rule> rule_body(const Node& node);
  std::optional<Matcher> matcher(const Node& node);
  bool argument(const Node& node, const MatcherType& type, Matcher& matcher);
  bool pattern(const Node& node, Matcher& matcher);
  void statuses(const Node& node, Matcher& matcher);
  void variants(const Node& node, Matcher& matcher);
  void generators_of(const Node& node, bool names, std::vector<Generator>& generators);
  std::optional<Generator> generator(const Node& node);

  const Document& document_;
  Version version_;
  std::vector<Error> errors_;
  unsigned depth_ = 0;  // of rules inside rules
};

// The path of a rule or generator for a header or query parameter: `name`, `name[0]` or `$.name`. The first that is
// given is meant; where a name ends in brackets both readings are.
std::vector<PathExpression> named_paths(std::string_view key);

}  // namespace squall::contracts::pact
