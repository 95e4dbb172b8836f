// Eureka's REST operations: shapes in JSON and XML, deltas, registrations, refusals.

#include <gtest/gtest.h>

#include "contracts/core/document.h"
#include "tests/chaos/catalogue/asked.h"

namespace squall::chaos::catalogue {
namespace {

using namespace std::chrono_literals;
using contracts::http::Headers;

const names::Host kA{"127.0.0.2", 9102, "edge.a"}, kB{"127.0.0.3", 9103, "edge.b"};

class Eureka : public testing::Test {
 protected:
  http::Reply ask(const std::string& target, const std::string& method = "GET", const std::string& body = "",
                  Headers headers = {{"Accept", "application/json"}}, names::Moment now = 2000ms) {
    return tests::asked(*catalogue, all, method, "/eureka" + target, std::move(headers), body, now);
  }
  int status(const std::string& target, const std::string& method, const std::string& body = "") {
    return ask(target, method, body).response.status;
  }
  // "2 UP_2_ edge.a:ADDED edge.b:ADDED"
  std::string told(const std::string& target, names::Moment now = 2000ms) {
    const auto reply = ask(target, "GET", "", {{"Accept", "application/json"}}, now);
    const auto body = contracts::Document::parse_json(reply.response.body);
    const auto* shown = body->root().find("applications");
    std::string text(shown->find("versions__delta")->text());
    text.append(" ").append(shown->find("apps__hashcode")->text());
    for (const auto& application : shown->find("application")->items()) {
      for (const auto& instance : application.find("instance")->items()) {
        text.append(" ").append(instance.find("instanceId")->text());
        text.append(":").append(instance.find("actionType")->text());
      }
    }
    return text;
  }

  names::Register all{tests::two_hosts(), 1000ms};
  std::unique_ptr<Catalogue> catalogue = make_eureka();
};

constexpr const char* kInstance =
    R"({"instanceId":"edge.a","hostName":"127.0.0.2","app":"PAYMENTS","ipAddr":"127.0.0.2","status":"UP",)"
    R"("overriddenStatus":"UNKNOWN","port":{"$":9102,"@enabled":"true"},"securePort":{"$":443,"@enabled":"false"},)"
    R"("countryId":1,"dataCenterInfo":{"@class":"com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo",)"
    R"("name":"MyOwn"},"leaseInfo":{"renewalIntervalInSecs":30,"durationInSecs":90,"registrationTimestamp":1000,)"
    R"("lastRenewalTimestamp":1000,"evictionTimestamp":0,"serviceUpTimestamp":1000},)"
    R"("metadata":{"@class":"java.util.Collections$EmptyMap"},"homePageUrl":"http://127.0.0.2:9102/",)"
    R"("vipAddress":"payments","secureVipAddress":"payments","isCoordinatingDiscoveryServer":"false",)"
    R"("lastUpdatedTimestamp":"1000","lastDirtyTimestamp":"1000","actionType":"ADDED"})";

constexpr const char* kXmlInstance =
    R"(<instance><instanceId>edge.a</instanceId><hostName>127.0.0.2</hostName><app>PAYMENTS</app>)"
    R"(<ipAddr>127.0.0.2</ipAddr><status>UP</status><overriddenStatus>UNKNOWN</overriddenStatus>)"
    R"(<port enabled="true">9102</port><securePort enabled="false">443</securePort><countryId>1</countryId>)"
    R"(<dataCenterInfo class="com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo"><name>MyOwn</name>)"
    R"(</dataCenterInfo><leaseInfo><renewalIntervalInSecs>30</renewalIntervalInSecs>)"
    R"(<durationInSecs>90</durationInSecs><registrationTimestamp>1000</registrationTimestamp>)"
    R"(<lastRenewalTimestamp>1000</lastRenewalTimestamp><evictionTimestamp>0</evictionTimestamp>)"
    R"(<serviceUpTimestamp>1000</serviceUpTimestamp></leaseInfo>)"
    R"(<metadata class="java.util.Collections$EmptyMap"/><homePageUrl>http://127.0.0.2:9102/</homePageUrl>)"
    R"(<vipAddress>payments</vipAddress><secureVipAddress>payments</secureVipAddress>)"
    R"(<isCoordinatingDiscoveryServer>false</isCoordinatingDiscoveryServer>)"
    R"(<lastUpdatedTimestamp>1000</lastUpdatedTimestamp><lastDirtyTimestamp>1000</lastDirtyTimestamp>)"
    R"(<actionType>ADDED</actionType></instance>)";

TEST_F(Eureka, ShowsInstancesInJson) {
  all.set({{"payments", {kA}}}, 1500ms);
  const std::string application = R"({"name":"PAYMENTS","instance":[)" + std::string(kInstance) + "]}";
  EXPECT_EQ(ask("/apps/PAYMENTS/edge.a").response.body, R"({"instance":)" + std::string(kInstance) + "}");
  EXPECT_EQ(ask("/apps/payments").response.body, R"({"application":)" + application + "}");
  const auto shown = ask("/apps").response;
  EXPECT_EQ(shown.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(shown.body,
            R"({"applications":{"versions__delta":"2","apps__hashcode":"UP_1_","application":[)" + application + "]}}");
}

TEST_F(Eureka, ShowsInstancesInXml) {
  all.set({{"payments", {kA}}}, 1500ms);
  const std::string application = "<application><name>PAYMENTS</name>" + std::string(kXmlInstance) + "</application>";
  const auto shown = ask("/apps/", "GET", "", {}).response;
  EXPECT_EQ(shown.headers.get("Content-Type"), "application/xml");
  EXPECT_EQ(shown.body, "<applications><versions__delta>2</versions__delta><apps__hashcode>UP_1_</apps__hashcode>" +
                            application + "</applications>");
  EXPECT_EQ(ask("/v2/apps/PAYMENTS", "GET", "", {}).response.body, application);
  EXPECT_EQ(ask("/apps/PAYMENTS/edge.a", "GET", "", {{"Accept", "*/*"}}).response.body, kXmlInstance);
}

TEST_F(Eureka, ShowsPortsThatSpeakTls) {
  all.set({{"payments", {{"::1", 9102, "edge.a", true}}}}, 1500ms);
  const std::string body = ask("/apps/PAYMENTS/edge.a").response.body;
  EXPECT_NE(body.find(R"("port":{"$":80,"@enabled":"false"},"securePort":{"$":9102,"@enabled":"true"})"),
            std::string::npos)
      << body;
  EXPECT_NE(body.find(R"("homePageUrl":"https://[::1]:9102/")"), std::string::npos) << body;
}

TEST_F(Eureka, TellsWhatChanged) {
  EXPECT_EQ(told("/apps/delta"), "1 UP_2_ edge.a:ADDED edge.b:ADDED");
  EXPECT_EQ(told("/apps/delta", 182'000ms), "1 UP_2_") << "what is older than three minutes is known";
  all.set({{"payments", {kB}}}, 200'000ms);
  EXPECT_EQ(told("/apps/delta", 201'000ms), "2 UP_1_ edge.a:DELETED");
  EXPECT_EQ(told("/apps"), "2 UP_1_ edge.b:ADDED");
  EXPECT_EQ(status("/apps/PAYMENTS/edge.a", "GET"), 404);
  all.set({{"payments", {{"127.0.0.9", 9102, "edge.a"}, {"127.0.0.9", 9103, "edge.b"}}}}, 210'000ms);
  EXPECT_EQ(told("/apps/delta", 211'000ms), "3 UP_2_ edge.a:ADDED edge.b:MODIFIED");
  all.set({}, 220'000ms);
  EXPECT_EQ(told("/apps/delta", 221'000ms), "4  edge.a:DELETED edge.b:DELETED");
  EXPECT_EQ(told("/apps"), "4 ");
  EXPECT_EQ(status("/apps/PAYMENTS", "GET"), 404);
}

TEST_F(Eureka, LetsServicesRegister) {
  const std::string me = R"({"instance":{"instanceId":"me:1","hostName":"me","app":"ORDERS"}})";
  EXPECT_EQ(status("/apps/ORDERS/me:1", "PUT"), 404) << "so that it registers";
  EXPECT_EQ(status("/apps/ORDERS", "POST", me), 204);
  EXPECT_EQ(status("/apps/ORDERS/me:1", "PUT"), 200);
  EXPECT_EQ(status("/apps/ORDERS/me:1/status?value=OUT_OF_SERVICE", "PUT"), 200);
  EXPECT_EQ(status("/apps/ORDERS/me:1/status?value=ON_HOLIDAY", "PUT"), 400);
  EXPECT_EQ(status("/apps/ORDERS/me:1/status", "PUT"), 400);
  EXPECT_EQ(status("/apps/ORDERS/me:1/status", "DELETE"), 200);
  EXPECT_EQ(status("/apps/ORDERS", "GET"), 404) << "what is listed are the edges";
  EXPECT_EQ(status("/apps/ORDERS/me:1", "DELETE"), 200);
  EXPECT_EQ(status("/apps/ORDERS/me:1", "DELETE"), 404);
  EXPECT_EQ(status("/apps/ORDERS/me:1/status?value=UP", "PUT"), 404);
}

TEST_F(Eureka, KeepsItsInstances) {
  EXPECT_EQ(status("/apps/PAYMENTS/edge.a", "PUT"), 200);
  EXPECT_EQ(status("/apps/PAYMENTS/edge.a", "DELETE"), 403);
  EXPECT_EQ(status("/apps/PAYMENTS/edge.a/status?value=DOWN", "PUT"), 403);
  EXPECT_EQ(told("/apps"), "1 UP_2_ edge.a:ADDED edge.b:ADDED");
}

struct Row {
  const char* name;
  const char* type;
  const char* body;
  int status;
};
class EurekaRegistrations : public Eureka, public testing::WithParamInterface<Row> {};

TEST_P(EurekaRegistrations, AreReadStrictly) {
  const auto reply = ask("/apps/ORDERS", "POST", GetParam().body, {{"Content-Type", GetParam().type}});
  EXPECT_EQ(reply.response.status, GetParam().status) << reply.response.body;
  EXPECT_EQ(status("/apps/ORDERS/me", "PUT"), GetParam().status == 204 ? 200 : 404);
}

constexpr const char* kJson = "application/json";
constexpr const char* kXml = "application/xml";
INSTANTIATE_TEST_SUITE_P(
    All, EurekaRegistrations,
    testing::Values(Row{"by_host", kJson, R"({"instance":{"hostName":"me","app":"orders"}})", 204},
                    Row{"by_id", kJson, R"({"instance":{"hostName":"h","instanceId":"me","app":"ORDERS"}})", 204},
                    Row{"xml", kXml, "<instance><hostName>me</hostName><app>ORDERS</app></instance>", 204},
                    Row{"xml_by_id", "text/xml",
                        "<instance><hostName>h</hostName><app>ORDERS</app><instanceId>me</instanceId></instance>", 204},
                    Row{"nothing", kJson, "", 400}, Row{"no_json", kJson, "<instance/>", 400},
                    Row{"no_object", kJson, R"({"instance":[]})", 400}, Row{"an_array", kJson, "[]", 400},
                    Row{"no_host", kJson, R"({"instance":{"instanceId":"me","app":"ORDERS"}})", 400},
                    Row{"no_app", kJson, R"({"instance":{"hostName":"me"}})", 400},
                    Row{"another_app", kJson, R"({"instance":{"hostName":"me","app":"RATES"}})", 400},
                    Row{"numbers", kJson, R"({"instance":{"hostName":1,"app":2}})", 400},
                    Row{"no_xml", kXml, R"({"instance":{}})", 400}, Row{"cut_xml", kXml, "<instance><app>", 400},
                    Row{"other_xml", kXml, "<host><hostName>me</hostName><app>ORDERS</app></host>", 400}),
    [](const auto& row) { return row.param.name; });

TEST_F(Eureka, BoundsWhatItRemembers) {
  int taken = 0;
  for (int i = 0; i < 1100; ++i) {
    const std::string me = R"({"instance":{"hostName":"h)" + std::to_string(i) + R"(","app":"ORDERS"}})";
    taken += status("/apps/ORDERS", "POST", me) == 204 ? 1 : 0;
  }
  EXPECT_EQ(taken, 1024);
}

TEST_F(Eureka, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(status("/apps/RATES", "GET"), 404);
  EXPECT_EQ(status("/apps/PAYMENTS/nobody", "GET"), 404);
  EXPECT_EQ(status("/apps/PAYMENTS/nobody", "DELETE"), 404);
  EXPECT_EQ(status("/vips", "GET"), 404);
  EXPECT_EQ(status("", "GET"), 404);
  EXPECT_EQ(status("/apps", "POST"), 405);
  EXPECT_EQ(ask("/apps", "GET", "", {{"Origin", "http://a"}}).response.status, 403);
}

}  // namespace
}  // namespace squall::chaos::catalogue
