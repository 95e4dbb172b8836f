#include "contracts/pact/pact.h"

namespace squall::contracts::pact {

std::string_view to_string(Version version) {
  switch (version) {
    case Version::v1:
      return "1.0";
    case Version::v1_1:
      return "1.1";
    case Version::v2:
      return "2.0";
    case Version::v3:
      return "3.0";
    case Version::v4:
      return "4.0";
  }
  return "";
}

std::string title_of(const Interaction& interaction) {
  std::string title = interaction.description;
  if (title.empty())
    title = interaction.kind == InteractionKind::http ? interaction.request.method + " " + interaction.request.path
                                                      : "a message";
  std::string given;
  for (const ProviderState& state : interaction.states) given += (given.empty() ? "" : ", ") + state.name;
  return given.empty() ? title : title + " (given " + given + ")";
}

Location location_in(const Pact& pact, const Body& body, const Node& node) {
  if (body.parsed != nullptr || pact.document == nullptr || !pact.document->owns(node)) return body.location;
  return pact.document->locate(node);
}

}  // namespace squall::contracts::pact
