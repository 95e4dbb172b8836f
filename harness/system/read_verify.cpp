// The section `verify`.

#include "contracts/core/suggest.h"
#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Member;
using contracts::Node;

AuthSpec read_client(Reading& reading, const Node& node) {
  const Fields fields(reading.source, node);
  AuthSpec auth;
  auth.kind = AuthSpec::Kind::oauth2;
  auth.token_url = fields.text("token_url");
  auth.user = fields.text("client_id");
  auth.secret = fields.text("client_secret");
  for (const std::string& scope : fields.texts("scopes")) auth.scope += (auth.scope.empty() ? "" : " ") + scope;
  return auth;
}

void read_credentials(Reading& reading, const Node& node, std::string scheme, VerifySpec& verify) {
  if (reading.source.faulty(node)) return;
  AuthSpec auth;
  if (node.is_object()) {
    auth = read_client(reading, node);
  } else if (const auto parsed = parse_auth(reading.source.text(node))) {
    auth = *parsed;
  } else {
    return;  // reported by its form
  }
  if (!scheme.empty()) auth.scheme = std::move(scheme);
  auth.location = reading.source.locate(node);
  verify.auth.push_back(std::move(auth));
}

void read_auth(Reading& reading, const Fields& fields, VerifySpec& verify) {
  const Node* node = fields.find("auth");
  if (node == nullptr) return;
  if (!node->is_object()) return read_credentials(reading, *node, "", verify);
  for (const Member& member : node->members()) read_credentials(reading, member.value, std::string(member.key), verify);
}

std::vector<OperationPattern> read_patterns(Reading& reading, const Fields& fields, std::string_view key) {
  std::vector<OperationPattern> patterns;
  const Node* node = fields.find(key);
  if (node == nullptr) return patterns;
  for (const Node& item : node->items()) patterns.push_back({reading.source.text(item), reading.source.locate(item)});
  return patterns;
}

VerifySpec read_one(Reading& reading, const Member& member) {
  const Fields fields(reading.source, member.value);
  VerifySpec verify;
  verify.service = std::string(member.key);
  verify.phases = fields.texts("phases");
  verify.headers = fields.headers("headers");
  read_auth(reading, fields, verify);
  verify.hook = fields.text("hook");
  verify.directory = reading.folder;
  verify.ca_file = reading.system.ca_file;
  verify.data = read_file_name(reading, fields, "data", "data file");
  verify.include = read_patterns(reading, fields, "include");
  verify.exclude = read_patterns(reading, fields, "exclude");
  verify.workers = fields.integer("workers");
  verify.rate = fields.rate("rate");
  if (verify.rate && *verify.rate <= 0) reading.source.mistake(*fields.find("rate"), "a rate of 0/s sends nothing");
  verify.wait = fields.duration("wait");
  verify.max_time = fields.duration("max_time");
  verify.response_time = fields.duration("response_time");
  verify.stop_after = fields.integer("stop_after");
  verify.requests = fields.integer("requests");
  verify.max_examples = fields.integer("max_examples");
  verify.shrink = fields.boolean("shrink").value_or(true);
  verify.location = reading.source.locate(member.value);
  return verify;
}

void check_service(Reading& reading, const Node& section, const Member& member, const std::string& name) {
  const ServiceSpec* service = reading.system.service(name);
  if (service == nullptr) {
    std::vector<std::string> names;
    for (const ServiceSpec& known : reading.system.services) names.push_back(known.name);
    const std::string near = contracts::nearest(name, names);
    reading.source.mistake_at_key(section, member.key, "there is no service '" + name + "'",
                                  near.empty() ? "declare it under `services`" : "did you mean '" + near + "'?");
  } else if (service->contract.empty()) {
    reading.source.mistake_at_key(section, member.key, "'" + name + "' has no contract to be verified against",
                                  "add `contract` to the service");
  } else if (service->stub) {
    reading.source.mistake_at_key(section, member.key,
                                  "'" + name + "' is a stub made from its contract: verifying it proves nothing",
                                  "remove it here, or start the service");
  }
}

}  // namespace

void read_verify(Reading& reading) {
  const Node* section = reading.source.root().find("verify");
  if (section == nullptr) return;
  for (const Member& member : section->members()) {
    VerifySpec verify = read_one(reading, member);
    check_service(reading, *section, member, verify.service);
    reading.system.verify.push_back(std::move(verify));
  }
}

}  // namespace squall::harness
