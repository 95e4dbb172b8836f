#pragma once
// An issuer with a clock that a test sets.

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "contracts/core/document.h"
#include "contracts/core/value.h"
#include "harness/issuer/issuer.h"

namespace squall::tests {

struct LocalIssuer {
  std::shared_ptr<std::atomic<std::int64_t>> clock = std::make_shared<std::atomic<std::int64_t>>(1'800'000'000);
  std::shared_ptr<harness::Issuer> issuer;

  explicit LocalIssuer(harness::IssuerSettings settings = {}) {
    settings.algorithm = harness::Algorithm::es256;
    settings.now = [clock = clock] { return clock->load(); };
    issuer = *harness::Issuer::create(std::move(settings));
    issuer->served_at("http://127.0.0.1:9400");
  }

  chaos::http::Reply ask(const contracts::http::Request& request) { return issuer->answer({request, "127.0.0.1:1"}); }
  contracts::http::Response get(const std::string& target, contracts::http::Headers headers = {}) {
    return ask({"GET", target, std::move(headers), ""}).response;
  }
  contracts::http::Response post(const std::string& target, const std::string& form) {
    return ask({"POST", target, {{"Content-Type", "application/x-www-form-urlencoded"}}, form}).response;
  }
  // The access token of client credentials.
  std::string token(const std::string& scope = "") {
    const auto answer = post("/token", "grant_type=client_credentials&client_id=web&client_secret=s&scope=" + scope);
    return json(answer).find("access_token") == nullptr ? "" : json(answer).find("access_token")->text();
  }

  static contracts::Value json(const contracts::http::Response& response) {
    const auto document = contracts::Document::parse_json(response.body);
    if (!document) {
      ADD_FAILURE() << response.body;
      return {};
    }
    return contracts::Value(document->root());
  }
};

}  // namespace squall::tests
