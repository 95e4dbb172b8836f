#include "reports/model/redact.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "contracts/core/base64.h"
#include "reports/model/each_text.h"

namespace squall::reports {
namespace {

constexpr std::size_t shortest_secret = 4;

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

// RFC 3986, section 2.3: everything but unreserved characters.
std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                            c == '.' || c == '_' || c == '~';
    out += unreserved ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// Bodies in base64 hide their secrets from a search.
void redact_encoded(auto& message, const Redactor& redact) {
  if (message.body_encoding != BodyEncoding::base64) return;
  if (const auto bytes = contracts::base64_decode(message.body))
    message.body = contracts::base64_encode(redact(*bytes));
}

}  // namespace

Redactor::Redactor(const std::map<std::string, std::string>& value_to_name) {
  std::set<std::string> seen;
  for (const auto& [value, name] : value_to_name) {
    if (value.size() < shortest_secret) continue;
    for (auto& form : {value, json_escaped(value), percent_encoded(value)}) {
      if (seen.insert(form).second) replacements_.emplace_back(form, name);
    }
  }
  std::stable_sort(replacements_.begin(), replacements_.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

std::string Redactor::operator()(std::string_view text) const {
  std::string out(text);
  for (const auto& [value, name] : replacements_) {
    for (std::size_t at = out.find(value); at != std::string::npos; at = out.find(value, at + name.size())) {
      out.replace(at, value.size(), name);
    }
  }
  return out;
}

void Redactor::apply(RunReport& report) const {
  if (replacements_.empty()) return;
  each_text(report, [this](std::string& text) { text = (*this)(text); });
  for (auto& check : report.checks) {
    for (auto& finding : check.findings) {
      for (auto& exchange : finding.exchanges) {
        redact_encoded(exchange.request, *this);
        redact_encoded(exchange.response, *this);
      }
    }
  }
}

}  // namespace squall::reports
