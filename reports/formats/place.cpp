#include "reports/formats/place.h"

#include <fmt/format.h>

#include <algorithm>

namespace squall::reports {
namespace {

bool is_url(std::string_view file) {
  return file.starts_with("http://") || file.starts_with("https://");
}

// RFC 3986, section 2: unreserved characters and those of `also` stay.
std::string encoded(std::string_view text, std::string_view also) {
  std::string out;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    const bool stays =
        letter || std::string_view("-._~").find(c) != std::string_view::npos || also.find(c) != std::string_view::npos;
    out += stays ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

}  // namespace

std::string plain_path(std::string_view file) {
  std::string out(file);
  if (is_url(out)) return out;
  for (auto at = out.find("/./"); at != std::string::npos; at = out.find("/./", at)) out.erase(at, 2);
  while (out.starts_with("./")) out.erase(0, 2);
  return out;
}

std::string uri_reference(std::string_view file) {
  if (is_url(file)) return encoded(file, ":/?#[]@!$&'()*+,;=%");
  const std::string path = plain_path(file);
  return (path.starts_with('/') ? "file://" : "") + encoded(path, "/");
}

Location place_of(const RunReport& report, const Check& check, const Finding& finding) {
  if (!finding.location.file.empty()) return finding.location;
  const auto about = std::find_if(report.services.begin(), report.services.end(), [&](const ServiceNode& service) {
    return !service.contract.empty() && check.id == "verify/" + service.name;
  });
  return about == report.services.end() ? Location{} : Location{about->contract, 0, 0, ""};
}

bool untold(const Check& check) {
  return check.outcome == Outcome::errored || check.outcome == Outcome::inconclusive ||
         (check.outcome == Outcome::failed && check.findings.empty());
}

}  // namespace squall::reports
