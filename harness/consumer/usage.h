#pragma once
// What a consumer uses of its providers, and what of that it needs: the usage file, which usage.schema.json describes.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/result.h"

namespace squall::harness {

enum class Need {
  unknown,    // nobody left it out, or it breaks the tests only together with others
  needed,     // the consumer's tests break without it
  not_needed  // they do not
};
std::string_view to_string(Need need);  // "unknown", "needed", "not needed"

struct UsedStatus {
  std::uint64_t answers = 0;           // in the calm run
  std::map<std::string, Need> fields;  // of its JSON, by JSON Pointer with * for indices: "/items/*/note"
  bool operator==(const UsedStatus&) const = default;
};

struct Reliance {
  std::string variation;  // "absent"
  std::string status;     // of the answer
  std::string place;      // "body/note"; with a tab and the value where there are several (variation.h)
  std::string text;       // "optional field note of GET /orders/{id}"
  bool operator==(const Reliance&) const = default;
};

struct UsedOperation {
  std::string operation;                       // "GET /orders/{id}"
  std::uint64_t requests = 0;                  // in the calm run
  std::map<std::string, UsedStatus> statuses;  // "200"
  std::vector<Reliance> relies_on;
  bool operator==(const UsedOperation&) const = default;
};

struct UsedProvider {
  std::string name, contract, title, version;
  std::vector<UsedOperation> operations;
  std::vector<std::string> unused;  // declared operations
  bool operator==(const UsedProvider&) const = default;
};

struct Usage {
  std::string consumer;  // its command
  std::uint64_t seed = 0;
  std::vector<std::string> varied;  // variations that were played to their end
  std::vector<UsedProvider> providers;
  bool operator==(const Usage&) const = default;
};

// Indented JSON, ends with a line feed.
std::string usage_text(const Usage& usage);
// Reads what usage_text wrote. Members that are missing keep their defaults, unknown ones are ignored. Errors:
// malformed, located; unsupported when the file is of a later version. `name` is what locations call the text.
contracts::Result<Usage> parse_usage(std::string text, const std::string& name);

}  // namespace squall::harness
