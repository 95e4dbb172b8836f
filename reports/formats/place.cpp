#include "reports/formats/place.h"

#include <algorithm>

#include "contracts/http/percent.h"

namespace squall::reports {
namespace {

using contracts::http::percent_encode_allowing;

bool is_url(std::string_view file) {
  return file.starts_with("http://") || file.starts_with("https://");
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
  if (is_url(file)) return percent_encode_allowing(file, ":/?#[]@!$&'()*+,;=%");
  const std::string path = plain_path(file);
  return (path.starts_with('/') ? "file://" : "") + percent_encode_allowing(path, "/");
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
