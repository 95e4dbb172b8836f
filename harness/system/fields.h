#pragma once
// An object of the system file, read member by member. What is absent or not what its form asks for (that was reported
// by form_check) comes out as absent.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/http/message.h"
#include "harness/system/source.h"
#include "harness/system/system_file.h"

namespace squall::harness {

class Fields {
 public:
  Fields(Source& source, const contracts::Node& node) : source_(source), node_(node) {}

  const contracts::Node& node() const { return node_; }
  const contracts::Node* find(std::string_view key) const { return node_.find(key); }
  Location location() const { return source_.locate(node_); }

  std::string text(std::string_view key) const;  // "" when absent
  std::string late_text(std::string_view key) const;
  std::optional<Duration> duration(std::string_view key) const;
  std::optional<std::uint64_t> integer(std::string_view key) const;  // integer, port ("auto" is 0), status, calls
  std::optional<double> share(std::string_view key) const;
  std::optional<double> rate(std::string_view key) const;
  std::optional<bool> boolean(std::string_view key) const;
  std::optional<Comparison> comparison(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;  // a list
  std::vector<std::string> late_texts(std::string_view key) const;
  contracts::http::Headers headers(std::string_view key) const;  // a map

 private:
  Source& source_;
  const contracts::Node& node_;
};

}  // namespace squall::harness
