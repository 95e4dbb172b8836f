#include "harness/run/redact.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>
#include <vector>

#include "contracts/http/percent.h"
#include "harness/check/base64.h"
#include "reports/model/each_text.h"
#include "reports/model/redact.h"

namespace squall::harness {

namespace {

using contracts::http::equal_ignoring_case;

constexpr std::array<std::string_view, 4> always_secret = {"authorization", "proxy-authorization", "cookie",
                                                           "set-cookie"};
constexpr std::string_view hidden = "[redacted]";

// What the contracts declare as API keys.
struct ApiKeys {
  std::vector<std::string> headers;
  std::vector<std::string> queries;
};

ApiKeys api_keys_of(const Routers& contracts) {
  ApiKeys keys;
  for (const auto& [service, router] : contracts) {
    for (const auto& scheme : router->contract().security_schemes) {
      if (scheme.type != "apiKey") continue;
      if (scheme.in == "header") keys.headers.push_back(scheme.parameter);
      if (scheme.in == "query") keys.queries.push_back(scheme.parameter);
    }
  }
  return keys;
}

bool is_secret_header(std::string_view name, const ApiKeys& keys) {
  const auto same = [&](std::string_view other) { return equal_ignoring_case(name, other); };
  return std::any_of(always_secret.begin(), always_secret.end(), same) ||
         std::any_of(keys.headers.begin(), keys.headers.end(), same);
}

class Collector {
 public:
  Collector(const System& system, const Routers& contracts)
      : keys_(api_keys_of(contracts)), secrets_(system.secret_names) {
    for (const VerifySpec& verify : system.verify) {
      headers(verify.headers);
      for (const AuthSpec& auth : verify.auth) credentials(auth);
    }
    for (const ResilienceSpec& spec : system.resilience) request(spec.stimulus);
    for (const ExperimentSpec& experiment : system.experiments) {
      for (const SteadyState& steady : experiment.steady_state) request(steady.request);
      if (experiment.load) request(experiment.load->request);
      for (const Invariant& invariant : experiment.invariants) request(invariant.probe);
    }
  }
  std::map<std::string, std::string> take() { return std::move(secrets_); }

 private:
  void add(const std::string& value) {
    if (!value.empty()) secrets_.emplace(value, hidden);
  }
  void headers(const contracts::http::Headers& headers) {
    for (const auto& header : headers) {
      if (!is_secret_header(header.name, keys_)) continue;
      add(header.value);
      if (equal_ignoring_case(header.name, "cookie")) pairs(header.value, ';');
      // "Bearer abc": the token also without its scheme.
      const std::size_t space = header.value.find(' ');
      if (space != std::string::npos && header.value.find('=') == std::string::npos)
        add(header.value.substr(space + 1));
    }
  }
  void credentials(const AuthSpec& auth) {
    add(auth.secret);
    if (auth.kind == AuthSpec::Kind::basic) add(base64(auth.user + ":" + auth.secret));
  }
  // Cookie: the values of all; a query: those of declared API keys.
  void pairs(std::string_view text, char separator) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find(separator, at), text.size());
      const std::string_view pair = text.substr(at, end - at);
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && (separator == ';' || is_secret_query(pair.substr(0, equals)))) {
        add(std::string(pair.substr(equals + 1)));
        add(contracts::http::percent_decode(pair.substr(equals + 1), true));
      }
      at = end + 1;
    }
  }
  bool is_secret_query(std::string_view name) const {
    const std::string decoded = contracts::http::percent_decode(name, true);
    return std::find(keys_.queries.begin(), keys_.queries.end(), decoded) != keys_.queries.end();
  }
  void request(const RequestSpec& spec) {
    headers(spec.headers);
    pairs(contracts::http::query_of(spec.target), '&');
  }

  ApiKeys keys_;
  std::map<std::string, std::string> secrets_;
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
    if (value == end || text.compare(value, end - value, hidden) == 0 || text.find("${env.", value) < end) continue;
    text.replace(value, end - value, hidden);
  }
}

void blank_lines(std::vector<reports::HeaderLine>& headers) {
  for (auto& header : headers) {
    const bool secret = std::any_of(always_secret.begin(), always_secret.end(),
                                    [&](std::string_view name) { return equal_ignoring_case(header.name, name); });
    if (secret && header.value.find("${env.") == std::string::npos) header.value = hidden;
  }
}

}  // namespace

std::map<std::string, std::string> secrets_of(const System& system, const Routers& contracts) {
  return Collector(system, contracts).take();
}

std::string redacted(std::string text, const std::map<std::string, std::string>& secrets) {
  text = reports::Redactor(secrets)(text);
  for (const std::string_view name : always_secret) blank_header(text, name);
  return text;
}

void redact(reports::RunReport& report, const std::map<std::string, std::string>& secrets) {
  reports::Redactor(secrets).apply(report);
  reports::each_text(report, [](std::string& text) {
    for (const std::string_view name : always_secret) blank_header(text, name);
  });
  for (auto& check : report.checks) {
    for (auto& finding : check.findings) {
      for (auto& exchange : finding.exchanges)
        blank_lines(exchange.request.headers), blank_lines(exchange.response.headers);
    }
  }
}

}  // namespace squall::harness
