#include "contracts/pact/read.h"

#include "contracts/core/ascii.h"
#include "contracts/pact/reading.h"

namespace squall::contracts::pact {
namespace {

const Node* path_to(const Node& root, std::initializer_list<std::string_view> keys) {
  const Node* node = &root;
  for (const std::string_view key : keys) {
    node = node->find(key);
    if (node == nullptr) return nullptr;
  }
  return node;
}

// Nothing: a version that came after the last one known here.
std::optional<Version> version_of(const Node& root) {
  std::string text;
  for (const Node* node : {path_to(root, {"metadata", "pactSpecification", "version"}),
                           path_to(root, {"metadata", "pact-specification", "version"}),
                           path_to(root, {"metadata", "pactSpecificationVersion"})}) {
    if (node != nullptr && text.empty()) text = std::string(node->text());
  }
  if (text.starts_with("1.1")) return Version::v1_1;
  if (text.starts_with('1')) return Version::v1;
  if (text.starts_with('2')) return Version::v2;
  if (text.starts_with('4')) return Version::v4;
  if (text >= "5" && is_digit(text.front())) return std::nullopt;
  // Files from before versions were noted have neither messages nor rules by categories.
  return text.empty() && root.find("messages") == nullptr ? Version::v2 : Version::v3;
}

std::vector<ProviderState> states_of(Reader& reader, const Node& node) {
  std::vector<ProviderState> states;
  for (const std::string_view key : {"providerState", "provider_state"}) {
    const Node* name = node.find(key);
    if (name != nullptr && name->is_string() && states.empty()) states.push_back({std::string(name->text()), Object{}});
  }
  const Node* list = node.find("providerStates");
  if (list == nullptr || list->is_null()) return states;
  if (list->is_string()) return {{std::string(list->text()), Object{}}};
  if (!list->is_array()) reader.wrong(*list, "'providerStates' must be a list");
  for (const Node& item : list->items()) {
    ProviderState state;
    state.name = item.is_string() ? std::string(item.text()) : reader.text(item, "name");
    if (const Node* params = reader.member(item, "params", Kind::object, "'params'")) state.params = Value(*params);
    if (state.name.empty()) reader.wrong(item, "a provider state without a name");
    states.push_back(std::move(state));
  }
  return states;
}

Interaction begin(Reader& reader, const Node& node) {
  Interaction interaction;
  interaction.location = reader.locate(node);
  if (!node.is_object()) {
    reader.wrong(node, "an interaction must be an object");
    return interaction;
  }
  interaction.description = reader.text(node, "description");
  interaction.states = states_of(reader, node);
  const Node* pending = node.find("pending");
  interaction.pending = pending != nullptr && pending->boolean();
  return interaction;
}

Interaction http_interaction(Reader& reader, const Node& node) {
  Interaction interaction = begin(reader, node);
  if (!node.is_object()) return interaction;
  if (const Node* request = reader.member(node, "request", Kind::object, "'request'")) {
    interaction.request = reader.request(*request);
  } else if (node.find("request") == nullptr) {
    reader.wrong(node, "an interaction without 'request'");
  }
  if (const Node* response = reader.member(node, "response", Kind::object, "'response'")) {
    interaction.response = reader.response(*response);
  } else if (node.find("response") == nullptr) {
    reader.wrong(node, "an interaction without 'response'");
  }
  return interaction;
}

Interaction message_interaction(Reader& reader, const Node& node) {
  Interaction interaction = begin(reader, node);
  interaction.kind = InteractionKind::message;
  if (node.is_object()) interaction.messages.push_back(reader.message(node));
  return interaction;
}

Interaction synchronous_interaction(Reader& reader, const Node& node) {
  Interaction interaction = begin(reader, node);
  interaction.kind = InteractionKind::synchronous_message;
  const Node* request = reader.member(node, "request", Kind::object, "'request'");
  if (request == nullptr) {
    reader.wrong(node, "a synchronous message without 'request'");
    return interaction;
  }
  interaction.messages.push_back(reader.message(*request));
  if (const Node* responses = reader.member(node, "response", Kind::array, "'response'")) {
    for (const Node& response : responses->items()) interaction.messages.push_back(reader.message(response));
  }
  return interaction;
}

Interaction interaction_of(Reader& reader, const Node& node) {
  const Node* plugin = node.find("pluginConfiguration");
  if (plugin != nullptr && plugin->size() > 0)
    reader.wrong(*plugin, "the interaction needs a Pact plugin to be read, which is not supported");
  const Node* type = node.find("type");
  if (type == nullptr || type->text() == "Synchronous/HTTP") return http_interaction(reader, node);
  if (type->text() == "Asynchronous/Messages") return message_interaction(reader, node);
  if (type->text() == "Synchronous/Messages") return synchronous_interaction(reader, node);
  reader.wrong(*type, "interactions of the type '" + std::string(type->text()) + "' are not known",
               "Synchronous/HTTP, Asynchronous/Messages and Synchronous/Messages are");
  return begin(reader, node);
}

std::string name_of(Reader& reader, const Node& root, std::string_view who) {
  const Node* party = reader.member(root, who, Kind::object, "'" + std::string(who) + "'");
  return party != nullptr ? reader.text(*party, "name") : std::string{};
}

template <class T>
Reading<T> finished(Reader& reader, T value) {
  std::vector<Error> errors = reader.take_errors();
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return value;
}

}  // namespace

bool is_pact(const Document& document) {
  const Node& root = document.root();
  const bool parties = root.find("consumer") != nullptr && root.find("provider") != nullptr;
  return parties && (root.find("interactions") != nullptr || root.find("messages") != nullptr) &&
         root.find("openapi") == nullptr && root.find("swagger") == nullptr;
}

Reading<Pact> read_pact(std::shared_ptr<const Document> document) {
  const Node& root = document->root();
  Pact pact;
  pact.document = document;
  const auto version = root.is_object() ? version_of(root) : Version::v3;
  pact.version = version.value_or(Version::v4);
  Reader reader(*document, pact.version);
  if (!version) reader.wrong(*root.find("metadata"), "a pact of a version that is not known", "1 to 4 are");
  if (!root.is_object()) {
    reader.wrong(root, "a pact is an object with 'consumer', 'provider' and 'interactions'");
    return finished(reader, std::move(pact));
  }
  pact.consumer = name_of(reader, root, "consumer");
  pact.provider = name_of(reader, root, "provider");
  const Node* interactions = reader.member(root, "interactions", Kind::array, "'interactions'");
  const Node* messages = reader.member(root, "messages", Kind::array, "'messages'");
  if (root.find("interactions") == nullptr && root.find("messages") == nullptr)
    reader.wrong(root, "a pact without 'interactions' or 'messages'");
  if (interactions != nullptr) {
    for (const Node& node : interactions->items()) pact.interactions.push_back(interaction_of(reader, node));
  }
  if (messages != nullptr) {
    for (const Node& node : messages->items()) pact.interactions.push_back(message_interaction(reader, node));
  }
  return finished(reader, std::move(pact));
}

Reading<Pact> load_pact(const std::string& path) {
  auto document = Document::load(path);
  if (!document) return tl::unexpected(std::vector<Error>{document.error()});
  return read_pact(std::make_shared<const Document>(std::move(*document)));
}

Reading<ExpectedRequest> read_request(const Document& document, const Node& node, Version version) {
  Reader reader(document, version);
  ExpectedRequest request = reader.request(node);
  return finished(reader, std::move(request));
}

Reading<ExpectedResponse> read_response(const Document& document, const Node& node, Version version) {
  Reader reader(document, version);
  ExpectedResponse response = reader.response(node);
  return finished(reader, std::move(response));
}

Reading<ExpectedMessage> read_message(const Document& document, const Node& node, Version version) {
  Reader reader(document, version);
  ExpectedMessage message = reader.message(node);
  return finished(reader, std::move(message));
}

}  // namespace squall::contracts::pact
