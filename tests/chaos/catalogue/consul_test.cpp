// Consul's HTTP API: shapes, blocking queries, refusals.

#include <gtest/gtest.h>

#include <optional>

#include "tests/chaos/catalogue/asked.h"

namespace squall::chaos::catalogue {
namespace {

using namespace std::chrono_literals;
using contracts::http::Headers;

class Consul : public testing::Test {
 protected:
  http::Reply ask(const std::string& target, const std::string& method = "GET", const std::string& body = "",
                  Headers headers = {}) {
    return tests::asked(*catalogue, all, method, target, std::move(headers), body);
  }
  std::string index(const std::string& target) {
    return std::string(ask(target).response.headers.get("X-Consul-Index"));
  }

  names::Register all{tests::two_hosts(), 1000ms};
  std::unique_ptr<Catalogue> catalogue = make_consul({"v1", "Fast"});
};

TEST_F(Consul, ShowsTheHealthOfAService) {
  all.set({{"payments", {{"127.0.0.2", 9102, "edge.a"}}}}, 1500ms);
  const auto reply = ask("/v1/health/service/payments?passing");
  EXPECT_EQ(reply.response.status, 200);
  EXPECT_EQ(reply.response.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(reply.response.headers.get("X-Consul-Index"), "2");
  EXPECT_EQ(reply.response.headers.get("X-Consul-KnownLeader"), "true");
  EXPECT_EQ(
      reply.response.body,
      R"([{"Node":{"ID":"","Node":"edge.a","Address":"127.0.0.2","Datacenter":"dc1",)"
      R"("TaggedAddresses":{"lan":"127.0.0.2","wan":"127.0.0.2"},"Meta":{},"CreateIndex":1,"ModifyIndex":1},)"
      R"("Service":{"ID":"edge.a","Service":"payments","Tags":["v1","Fast"],"Address":"127.0.0.2",)"
      R"("TaggedAddresses":{"lan":{"Address":"127.0.0.2","Port":9102},"wan":{"Address":"127.0.0.2","Port":9102}},)"
      R"("Meta":{},"Port":9102,"Weights":{"Passing":1,"Warning":1},"EnableTagOverride":false,)"
      R"("Proxy":{"Mode":"","MeshGateway":{},"Expose":{}},"Connect":{},"CreateIndex":1,"ModifyIndex":1},)"
      R"("Checks":[{"Node":"edge.a","CheckID":"service:edge.a","Name":"Service 'payments' check",)"
      R"("Status":"passing","Notes":"","Output":"","ServiceID":"edge.a","ServiceName":"payments",)"
      R"("ServiceTags":["v1","Fast"],"Type":"http","Definition":{},"CreateIndex":1,"ModifyIndex":1}]}])");
}

TEST_F(Consul, ShowsTheCatalog) {
  all.set({{"payments", {{"127.0.0.3", 9103, "edge.b"}}}}, 1500ms);
  EXPECT_EQ(ask("/v1/catalog/service/payments").response.body,
            R"([{"ID":"","Node":"edge.b","Address":"127.0.0.3","Datacenter":"dc1",)"
            R"("TaggedAddresses":{"lan":"127.0.0.3","wan":"127.0.0.3"},"NodeMeta":{},"ServiceKind":"",)"
            R"("ServiceID":"edge.b","ServiceName":"payments","ServiceTags":["v1","Fast"],"ServiceAddress":"127.0.0.3",)"
            R"("ServiceTaggedAddresses":{"lan":{"Address":"127.0.0.3","Port":9103},"wan":{"Address":"127.0.0.3",)"
            R"("Port":9103}},"ServiceWeights":{"Passing":1,"Warning":1},"ServiceMeta":{},"ServicePort":9103,)"
            R"("ServiceEnableTagOverride":false,"ServiceProxy":{"Mode":"","MeshGateway":{},"Expose":{}},)"
            R"("ServiceConnect":{},"CreateIndex":1,"ModifyIndex":1}])");
  EXPECT_EQ(ask("/v1/catalog/services").response.body, R"({"payments":["v1","Fast"]})");
  all.set({}, 1600ms);
  EXPECT_EQ(ask("/v1/catalog/services").response.body, "{}");
  EXPECT_EQ(ask("/v1/catalog/service/payments").response.body, "[]");
}

TEST_F(Consul, SaysWhatItIs) {
  EXPECT_EQ(ask("/v1/status/leader").response.body, R"("127.0.0.1:8300")");
  EXPECT_NE(ask("/v1/agent/self").response.body.find(R"({"Config":{"Datacenter":"dc1",)"), std::string::npos);
}

struct Row {
  const char* name;
  std::string target;
  int status = 200;
  const char* part = "";                                     // of the body
  std::optional<std::chrono::seconds> waits = std::nullopt;  // for a change; at once when absent
  const char* method = "GET";
};
class ConsulQueries : public Consul, public testing::WithParamInterface<Row> {};

TEST_P(ConsulQueries, AreAnswered) {
  const auto reply = ask(GetParam().target, GetParam().method);
  EXPECT_EQ(reply.response.status, GetParam().status);
  EXPECT_NE(reply.response.body.find(GetParam().part), std::string::npos) << reply.response.body;
  EXPECT_EQ(reply.until_woken, GetParam().waits.has_value());
  if (GetParam().waits) {
    EXPECT_EQ(reply.delay, *GetParam().waits);
  }
}

const std::string kHealth = "/v1/health/service/payments";
INSTANTIATE_TEST_SUITE_P(
    All, ConsulQueries,
    testing::Values(Row{"capitals", "/v1/health/service/Payments", 200, "edge.b"},
                    Row{"unknown", "/v1/health/service/rates", 200, "[]"},
                    Row{"with_a_tag", kHealth + "?tag=v1&tag=fast", 200, "edge.a"},
                    Row{"other_tag", kHealth + "?tag=v1&tag=v2", 200, "[]"},
                    Row{"index_zero", kHealth + "?index=0&wait=10s", 200, "edge.a"},
                    Row{"index_before", kHealth + "?index=&wait=10s", 200, "edge.a"},
                    Row{"waits", kHealth + "?index=1&wait=10s", 200, "edge.a", 10s},
                    Row{"waits_in_parts", kHealth + "?index=1&wait=1m30s", 200, "edge.a", 90s},
                    Row{"waits_as_usual", kHealth + "?index=1", 200, "edge.a", 300s},
                    Row{"waits_as_usual_for_nothing", kHealth + "?index=1&wait=0s", 200, "edge.a", 300s},
                    Row{"waits_at_most", kHealth + "?index=1&wait=1h", 200, "edge.a", 600s},
                    Row{"waits_for_one_that_may_come", "/v1/health/service/rates?index=1&wait=5s", 200, "[]", 5s},
                    Row{"waits_for_the_catalog", "/v1/catalog/services?index=1&wait=5s", 200, "payments", 5s},
                    Row{"bad_index", kHealth + "?index=x", 400, "Invalid index"},
                    Row{"negative_index", kHealth + "?index=-1", 400, "Invalid index"},
                    Row{"huge_index", kHealth + "?index=99999999999999999999", 400, "Invalid index"},
                    Row{"bad_wait", kHealth + "?index=1&wait=10", 400, "Invalid wait time"},
                    Row{"negative_wait", kHealth + "?index=1&wait=-1s", 400, "Invalid wait time"},
                    Row{"filter", kHealth + "?filter=Service.Port==1", 400, "'filter' is not understood"},
                    Row{"datacenter", kHealth + "?dc=dc1", 200, "edge.a"},
                    Row{"other_datacenter", "/v1/catalog/services?dc=dc2", 500, "No path to datacenter"},
                    Row{"no_name", "/v1/health/service/", 404}, Row{"other_path", "/v1/kv/a", 404},
                    Row{"no_path", "*", 404},
                    Row{"other_method", kHealth, 405, "method POST not allowed", std::nullopt, "POST"}),
    [](const auto& row) { return row.param.name; });

TEST_F(Consul, GivesEachServiceAnIndex) {
  auto more = tests::two_hosts();
  more["rates"] = {{"127.0.0.4", 1, "edge.r"}};
  all.set(more, 1100ms);
  EXPECT_EQ(index("/v1/health/service/rates"), "2");
  EXPECT_EQ(index("/v1/health/service/payments"), "1");
  EXPECT_EQ(index("/v1/catalog/services"), "2");
  EXPECT_TRUE(ask("/v1/health/service/payments?index=1").until_woken) << "another's change does not wake it";
  EXPECT_FALSE(ask("/v1/health/service/rates?index=1").until_woken);
}

TEST_F(Consul, RefusesWebPages) {
  EXPECT_EQ(ask("/v1/catalog/services", "GET", "", {{"Origin", "http://a"}}).response.status, 403);
}

TEST_F(Consul, LetsServicesRegister) {
  const std::string check = "/v1/agent/check/pass/service:me-1", leave = "/v1/agent/service/deregister/me-1";
  EXPECT_EQ(ask(check, "PUT").response.status, 404);
  EXPECT_EQ(ask("/v1/agent/service/register", "PUT", R"({"Name":"me","ID":"me-1","Port":1})").response.status, 200);
  EXPECT_EQ(ask(check, "PUT").response.status, 200);
  EXPECT_EQ(ask("/v1/health/service/me").response.body, "[]") << "what is listed are the edges";
  EXPECT_EQ(ask(leave, "PUT").response.status, 200);
  EXPECT_EQ(ask(leave, "PUT").response.status, 404);
  for (const char* const body : {"", "{", "[]", "{}", R"({"Name":1})", R"({"Name":""})"})
    EXPECT_EQ(ask("/v1/agent/service/register", "PUT", body).response.status, 400) << body;
}

TEST_F(Consul, BoundsWhatItRemembers) {
  int taken = 0;
  for (int i = 0; i < 1100; ++i) {
    const std::string body = R"({"Name":"n)" + std::to_string(i) + "\"}";
    taken += ask("/v1/agent/service/register", "PUT", body).response.status == 200 ? 1 : 0;
  }
  EXPECT_EQ(taken, 1024);
}

}  // namespace
}  // namespace squall::chaos::catalogue
