#pragma once
// Reads Pact files, versions 1 to 4. What is malformed is told, with its place: all at once, at most 50. Members nobody
// knows are ignored, as the specification wants it.

#include <memory>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "contracts/pact/pact.h"

namespace squall::contracts::pact {

template <class T>
using Reading = tl::expected<T, std::vector<Error>>;

// JSON with "consumer", "provider" and "interactions" or "messages" at its root.
bool is_pact(const Document& document);
Reading<Pact> read_pact(std::shared_ptr<const Document> document);
// Errors beyond read_pact's: io when the file cannot be read.
Reading<Pact> load_pact(const std::string& path);

// Parts by themselves, by a version's rules.
Reading<ExpectedRequest> read_request(const Document& document, const Node& node, Version version);
Reading<ExpectedResponse> read_response(const Document& document, const Node& node, Version version);
Reading<ExpectedMessage> read_message(const Document& document, const Node& node, Version version);

}  // namespace squall::contracts::pact
