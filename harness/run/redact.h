#pragma once
// What must never appear in a report, and what is printed instead. The one place where it is decided.

#include <map>
#include <string>

#include "harness/run/contracts_of.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Values and what stands for them: what came from ${env...}, and the values of Authorization, Proxy-Authorization,
// Cookie and declared API key headers, query parameters and cookies among the headers and targets that the system file
// sends.
std::map<std::string, std::string> secrets_of(const System& system, const Routers& contracts);

// Removes them from every text of the report, and the values of sensitive header lines ("Authorization: ...",
// "Set-Cookie: ...") wherever such a line stands.
void redact(reports::RunReport& report, const std::map<std::string, std::string>& secrets);
std::string redacted(std::string text, const std::map<std::string, std::string>& secrets);

}  // namespace squall::harness
