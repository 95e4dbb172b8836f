#include "harness/run/redact.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "harness/check/base64.h"
#include "harness/check/secret_places.h"
#include "reports/model/each_text.h"
#include "reports/model/redact.h"

namespace squall::harness {

namespace {

using contracts::http::equal_ignoring_case;

SecretPlaces places_in(const Routers& contracts) {
  SecretPlaces places;
  for (const auto& [service, router] : contracts) places.add(router->contract());
  return places;
}

class Collector {
 public:
  Collector(const System& system, const Routers& contracts) : values_(places_in(contracts), system.secret_names) {
    for (const VerifySpec& verify : system.verify) {
      values_.add_headers(verify.headers);
      for (const AuthSpec& auth : verify.auth) credentials(auth);
    }
    for (const ResilienceSpec& spec : system.resilience) request(spec.stimulus);
    for (const ExperimentSpec& experiment : system.experiments) {
      for (const SteadyState& steady : experiment.steady_state) request(steady.request);
      if (experiment.load) request(experiment.load->request);
      for (const Invariant& invariant : experiment.invariants) request(invariant.probe);
    }
    for (const ExploreEntry& entry : system.explore.entries) {
      for (const auto& [service, spec] : entry.requests) request(spec);
    }
    for (const ExploreInvariant& invariant : system.explore.invariants) {
      for (const NamedProbe& probe : invariant.values) request(probe.request);
    }
  }
  std::map<std::string, std::string> take() { return values_.take(); }

 private:
  void credentials(const AuthSpec& auth) {
    values_.add(auth.secret);
    if (auth.kind == AuthSpec::Kind::basic) values_.add(base64(auth.user + ":" + auth.secret));
  }
  void request(const RequestSpec& spec) {
    values_.add_headers(spec.headers);
    values_.add_query(contracts::http::query_of(spec.target));
  }

  SecretValues values_;
};

bool begins_a_word(const std::string& text, std::size_t at) {
  return at == 0 || (std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0 && text[at - 1] != '-');
}

// The end of a header's value: of the line, or of the quoted argument or JSON string it stands in.
std::size_t end_of_value(const std::string& text, std::size_t at, char quote) {
  const std::string stops = quote == 0 ? "\r\n" : std::string("\r\n") + quote;
  return std::min(text.find_first_of(stops, at), text.size());
}

std::size_t find_ignoring_case(const std::string& text, std::string_view word, std::size_t from) {
  const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(), word.begin(), word.end(),
                                 [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  return found == text.end() ? std::string::npos : static_cast<std::size_t>(found - text.begin());
}

// Blanks what follows "Name: " wherever such a header line stands, in a curl command too.
void blank_header(std::string& text, std::string_view lower_name) {
  for (std::size_t at = find_ignoring_case(text, lower_name, 0); at != std::string::npos;
       at = find_ignoring_case(text, lower_name, at + 1)) {
    std::size_t value = at + lower_name.size();
    if (!begins_a_word(text, at) || value >= text.size() || text[value] != ':') continue;
    value = std::min(text.find_first_not_of(" \t", value + 1), text.size());
    const char before = at == 0 ? '\0' : text[at - 1];
    const std::size_t end = end_of_value(text, value, before == '\'' || before == '"' ? before : '\0');
    // What stands there already is a name: "${env.TOKEN}".
    if (value == end || text.compare(value, end - value, kHidden) == 0 || text.find("${env.", value) < end) continue;
    text.replace(value, end - value, kHidden);
  }
}

void blank_lines(std::vector<reports::HeaderLine>& headers) {
  for (auto& header : headers) {
    const bool secret = std::any_of(kSecretHeaders.begin(), kSecretHeaders.end(),
                                    [&](std::string_view name) { return equal_ignoring_case(header.name, name); });
    if (secret && header.value.find("${env.") == std::string::npos) header.value = kHidden;
  }
}

}  // namespace

std::map<std::string, std::string> secrets_of(const System& system, const Routers& contracts) {
  return Collector(system, contracts).take();
}

std::string redacted(std::string text, const std::map<std::string, std::string>& secrets) {
  text = reports::Redactor(secrets)(text);
  for (const std::string_view name : kSecretHeaders) blank_header(text, name);
  return text;
}

void redact(reports::RunReport& report, const std::map<std::string, std::string>& secrets) {
  reports::Redactor(secrets).apply(report);
  reports::each_text(report, [](std::string& text) {
    for (const std::string_view name : kSecretHeaders) blank_header(text, name);
  });
  for (auto& check : report.checks) {
    for (auto& finding : check.findings) {
      for (auto& exchange : finding.exchanges)
        blank_lines(exchange.request.headers), blank_lines(exchange.response.headers);
    }
  }
}

}  // namespace squall::harness
