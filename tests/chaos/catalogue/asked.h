#pragma once
// One call of a catalogue, and the names that it is asked about.

#include <string>

#include "chaos/catalogue/catalogue.h"

namespace squall::tests {

inline chaos::names::Names two_hosts() {
  return {{"payments", {{"127.0.0.2", 9102, "edge.a"}, {"127.0.0.3", 9103, "edge.b"}}}};
}

inline chaos::http::Reply asked(chaos::catalogue::Catalogue& catalogue, const chaos::names::Register& all,
                                const std::string& method, const std::string& target,
                                contracts::http::Headers headers = {}, const std::string& body = "",
                                chaos::names::Moment now = std::chrono::milliseconds(2000)) {
  return catalogue.answer({method, target, std::move(headers), body}, all, now);
}

}  // namespace squall::tests
