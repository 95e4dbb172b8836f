// The control API, call by call, before an engine but without a socket of its own.
#include "chaos/toxiproxy/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

namespace squall::chaos::toxiproxy {
namespace {

using testing::HasSubstr;

class Routes : public testing::Test {
 protected:
  ApiResponse ask(const std::string& method, const std::string& target, const std::string& body = "") {
    ApiRequest request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (target.find('?') != std::string::npos) request.query = target.substr(target.find('?') + 1);
    request.body = body;
    return answer(api, request);
  }
  // Names of toxics of the proxy "a", as the API lists them.
  std::string toxics() {
    std::string names;
    const auto proxy = proxies.find("a").value();
    for (const auto& toxic : proxy.toxics) names += toxic.name + " ";
    return names;
  }

  Timeline timeline;
  Engine engine{EngineOptions{}, timeline};
  Proxies proxies{engine, {}};
  Api api{proxies, [] { return std::string("metrics"); }, [](const std::string& edge) { return "[" + edge + "]"; }};
};

const char* const kProxy = R"({"name":"a","listen":"127.0.0.1:0","upstream":"127.0.0.1:9"})";

struct Row {
  const char* name;
  const char* method;
  const char* target;
  const char* body;
  int status;
  const char* answer;  // all of it, or a part after "..."
};

const Row kRows[] = {
    {"create_not_json", "POST", "/proxies", "{", 400, "...{\"error\":\"bad request body: "},
    {"create_nothing", "POST", "/proxies", "", 400, R"({"error":"bad request body: EOF","status":400})"},
    {"create_no_object", "POST", "/proxies", "[]", 400, "...bad request body: "},
    {"create_wrong_type", "POST", "/proxies", R"({"name":1})", 400, "...bad request body: name: expected a string"},
    {"create_without_name", "POST", "/proxies", R"({"upstream":"b:1"})", 400,
     R"({"error":"missing required field: name","status":400})"},
    {"create_with_null", "POST", "/proxies", R"({"name":null,"upstream":"b:1"})", 400,
     R"({"error":"missing required field: name","status":400})"},
    {"create_without_upstream", "POST", "/proxies", R"({"name":"b"})", 400,
     R"({"error":"missing required field: upstream","status":400})"},
    {"create_twice", "POST", "/proxies", kProxy, 409, R"({"error":"proxy already exists","status":409})"},
    {"create_bad_listen", "POST", "/proxies", R"({"name":"b","upstream":"b:1","listen":"nowhere"})", 500, "...listen"},
    {"create_listen_without_address", "POST", "/proxies",
     R"({"name":"b","upstream":"b:1","listen":"no-such-host.invalid:0"})", 500,
     "...listen tcp: lookup no-such-host.invalid: no such host"},
    {"create_disabled_listen", "POST", "/proxies",
     R"({"name":"b","upstream":"b:1","listen":"nowhere","enabled":false})", 201,
     R"({"name":"b","listen":"nowhere","upstream":"b:1","enabled":false,"toxics":[]})"},
    {"create_any_upstream", "POST", "/proxies", R"({"name":"b","upstream":"example.com","listen":"x","enabled":false})",
     201, R"({"name":"b","listen":"x","upstream":"example.com","enabled":false,"toxics":[]})"},
    {"create_in_another_case", "POST", "/proxies", R"({"Name":"b","Upstream":"b:1","Listen":"x","Enabled":false})", 201,
     R"({"name":"b","listen":"x","upstream":"b:1","enabled":false,"toxics":[]})"},
    {"create_in_two_cases", "POST", "/proxies",
     R"({"NAME":"c","name":"b","Name":"d","upstream":"b:1","listen":"x","enabled":false})", 201,
     R"({"name":"b","listen":"x","upstream":"b:1","enabled":false,"toxics":[]})"},
    {"create_with_more_behind", "POST", "/proxies",
     R"({"name":"}\"{","upstream":"b:1","listen":"x","enabled":false} and more})", 201,
     R"({"name":"}\"{","listen":"x","upstream":"b:1","enabled":false,"toxics":[]})"},
    {"create_null", "POST", "/proxies", "null", 400, R"({"error":"missing required field: name","status":400})"},
    {"create_disabled", "POST", "/proxies", R"({"name":"b","upstream":"b:1","listen":"127.0.0.1:0","enabled":false})",
     201, R"({"name":"b","listen":"127.0.0.1:0","upstream":"b:1","enabled":false,"toxics":[]})"},
    {"create_bounded", "POST", "/proxies",
     R"({"name":"b","upstream":"b:1","listen":":0","enabled":false,"protocol":"http","connect_timeout":"2s","head_timeout":500,"max_faulted_share":"10%"})",
     201,
     R"({"name":"b","listen":":0","upstream":"b:1","enabled":false,"protocol":"http","connect_timeout":"2s","head_timeout":"500ms","max_faulted_share":0.1,"toxics":[]})"},
    {"create_no_patience", "POST", "/proxies", R"({"name":"b","upstream":"b:1","connect_timeout":0})", 400,
     "...connect_timeout: expected more than 0"},
    {"create_bad_patience", "POST", "/proxies", R"({"name":"b","upstream":"b:1","connect_timeout":"soon"})", 400,
     "...connect_timeout: expected a time such as"},
    {"create_head_of_tcp", "POST", "/proxies", R"({"name":"b","upstream":"b:1","head_timeout":"1s"})", 400,
     "...head_timeout: only http proxies read heads"},
    {"create_bad_share", "POST", "/proxies", R"({"name":"b","upstream":"b:1","max_faulted_share":2})", 400,
     "...max_faulted_share: expected a share such as"},
    {"populate_without_name", "POST", "/populate", R"([{"name":"b","upstream":"b:1"},{"upstream":"b:1"}])", 400,
     R"({"error":"missing required field: name at proxy 2","status":400,"proxies":[]})"},
    {"populate_without_upstream", "POST", "/populate", R"([{"name":"b"}])", 400,
     R"({"error":"missing required field: upstream at proxy 1","status":400,"proxies":[]})"},
    {"populate_no_array", "POST", "/populate", "{}", 400, "...bad request body: expected an array"},
    {"populate_nothing", "POST", "/populate", "[]", 201, R"({"proxies":[]})"},
    {"populate_null", "POST", "/populate", "null", 201, R"({"proxies":[]})"},
    {"populate_with_null", "POST", "/populate", "[null]", 400, "...missing required field: name at proxy 1"},
    {"show_unknown", "GET", "/proxies/b", "", 404, R"({"error":"proxy not found","status":404})"},
    {"update_unknown", "POST", "/proxies/b", "{}", 404, R"({"error":"proxy not found","status":404})"},
    {"update_not_json", "PATCH", "/proxies/a", "x", 400, "...bad request body: "},
    {"update_wrong_type", "PATCH", "/proxies/a", R"({"enabled":"no"})", 400, "...enabled: expected true or false"},
    {"update_null", "PATCH", "/proxies/a", "null", 200, "...{\"name\":\"a\","},
    {"update_in_another_case", "PATCH", "/proxies/a", R"({"Enabled":false,"Upstream":"nobody"})", 200,
     R"(..."upstream":"nobody","enabled":false)"},
    {"update_to_no_port", "PATCH", "/proxies/a", R"({"listen":"x"})", 500, "...listen"},
    {"delete_unknown", "DELETE", "/proxies/b", "", 404, R"({"error":"proxy not found","status":404})"},
    {"toxics_of_unknown", "GET", "/proxies/b/toxics", "", 404, R"({"error":"proxy not found","status":404})"},
    {"toxic_of_unknown", "POST", "/proxies/b/toxics", "{}", 404, R"({"error":"proxy not found","status":404})"},
    {"toxic_not_json", "POST", "/proxies/a/toxics", "x", 400, "...bad request body: "},
    {"toxic_histogram", "POST", "/proxies/a/toxics", R"({"type":"latency","attributes":{"histogram":{"10ms":1}}})", 200,
     R"({"attributes":{"histogram":{"10ms":1}},"name":"latency_downstream","type":"latency","stream":"downstream","toxicity":1})"},
    {"toxic_histogram_and_mean", "POST", "/proxies/a/toxics",
     R"({"type":"latency","attributes":{"latency":5,"histogram":{"10ms":1}}})", 400, "...a histogram says it already"},
    {"toxic_without_type", "POST", "/proxies/a/toxics", "{}", 400, R"({"error":"invalid toxic type","status":400})"},
    {"toxic_of_no_type", "POST", "/proxies/a/toxics", R"({"type":"latensy"})", 400,
     R"({"error":"invalid toxic type","status":400})"},
    {"toxic_stream", "POST", "/proxies/a/toxics", R"({"type":"latency","stream":"walrustream"})", 400,
     R"({"error":"stream was invalid, can be either upstream or downstream","status":400})"},
    {"toxic_fraction", "POST", "/proxies/a/toxics", R"({"type":"latency","attributes":{"latency":1.5}})", 400,
     "...attributes.latency: expected a whole number"},
    {"toxic_below_nothing", "POST", "/proxies/a/toxics", R"({"type":"latency","attributes":{"latency":-5}})", 200,
     R"(..."attributes":{"latency":-5,"jitter":0})"},
    {"toxic_of_ages", "POST", "/proxies/a/toxics", R"({"type":"timeout","attributes":{"timeout":9223372036854775807}})",
     200, R"(..."attributes":{"timeout":9223372036854775807})"},
    {"toxic_beyond_numbers", "POST", "/proxies/a/toxics",
     R"({"type":"timeout","attributes":{"timeout":9223372036854775808}})", 400, "...expected a whole number"},
    {"toxic_toxicity", "POST", "/proxies/a/toxics", R"({"type":"noop","toxicity":80})", 200, R"(..."toxicity":80})"},
    {"toxic_toxicity_below", "POST", "/proxies/a/toxics", R"({"type":"noop","toxicity":-1})", 200,
     R"(..."toxicity":-1})"},
    {"toxic_toxicity_text", "POST", "/proxies/a/toxics", R"({"type":"noop","toxicity":"1"})", 400,
     "...toxicity: expected a number"},
    {"toxic_in_another_case", "POST", "/proxies/a/toxics",
     R"({"Name":"u","Type":"latency","Stream":"UpStream","Toxicity":0.5,"Attributes":{"Latency":7,"JITTER":2}})", 200,
     R"({"attributes":{"latency":7,"jitter":2},"name":"u","type":"latency","stream":"upstream","toxicity":0.5})"},
    {"toxic_in_two_cases", "POST", "/proxies/a/toxics",
     R"({"type":"latency","attributes":{"Latency":1,"latency":2,"LATENCY":3}})", 200,
     R"(..."attributes":{"latency":2,"jitter":0})"},
    {"toxic_null", "POST", "/proxies/a/toxics", "null", 400, R"({"error":"invalid toxic type","status":400})"},
    {"toxic_for_http", "POST", "/proxies/a/toxics", R"({"type":"abort"})", 400, "...needs an http edge"},
    {"toxic_match", "POST", "/proxies/a/toxics", R"({"type":"noop","match":{"methd":"GET"}})", 400,
     "...unknown condition 'methd'"},
    {"toxic_ttl", "POST", "/proxies/a/toxics", R"({"type":"noop","ttl":"soon"})", 400, "...ttl"},
    {"toxic_default", "POST", "/proxies/a/toxics", R"({"type":"latency"})", 200,
     R"({"attributes":{"latency":0,"jitter":0},"name":"latency_downstream","type":"latency","stream":"downstream","toxicity":1})"},
    {"toxic_unknown_members", "POST", "/proxies/a/toxics",
     R"({"type":"slow_close","stream":"upstream","x":1,"attributes":{"delay":7,"x":2}})", 200,
     R"({"attributes":{"delay":7},"name":"slow_close_upstream","type":"slow_close","stream":"upstream","toxicity":1})"},
    {"toxic_of_ours", "POST", "/proxies/a/toxics", R"({"type":"blackhole","first":2,"ttl":"1h"})", 200,
     R"({"attributes":{},"name":"blackhole_downstream","type":"blackhole","stream":"downstream","toxicity":1,"first":2,"ttl":"1h"})"},
    {"toxic_twice", "POST", "/proxies/a/toxics", R"({"name":"t","type":"noop"})", 409,
     R"({"error":"toxic already exists","status":409})"},
    {"toxic_twice_and_wrong", "POST", "/proxies/a/toxics",
     R"({"name":"t","type":"latency","attributes":{"latency":"x"}})", 409,
     R"({"error":"toxic already exists","status":409})"},
    {"toxic_show_unknown", "GET", "/proxies/a/toxics/u", "", 404, R"({"error":"toxic not found","status":404})"},
    {"toxic_show", "GET", "/proxies/a/toxics/t", "", 200,
     R"({"attributes":{"latency":5,"jitter":1},"name":"t","type":"latency","stream":"downstream","toxicity":0.5})"},
    {"toxic_patch_unknown", "PATCH", "/proxies/a/toxics/u", "{}", 404, R"({"error":"toxic not found","status":404})"},
    {"toxic_patch_merges", "PATCH", "/proxies/a/toxics/t", R"({"name":"n","attributes":{"latency":9}})", 200,
     R"({"attributes":{"latency":9,"jitter":1},"name":"t","type":"latency","stream":"downstream","toxicity":0.5})"},
    {"toxic_patch_null", "PATCH", "/proxies/a/toxics/t", "null", 200, R"(..."toxicity":0.5})"},
    {"toxic_patch_in_another_case", "PATCH", "/proxies/a/toxics/t", R"({"Toxicity":0.25,"Attributes":{"Jitter":3}})",
     200,
     R"({"attributes":{"latency":5,"jitter":3},"name":"t","type":"latency","stream":"downstream","toxicity":0.25})"},
    {"toxic_post_updates", "POST", "/proxies/a/toxics/t", R"({"toxicity":0.25})", 200,
     R"({"attributes":{"latency":5,"jitter":1},"name":"t","type":"latency","stream":"downstream","toxicity":0.25})"},
    {"toxic_delete_unknown", "DELETE", "/proxies/a/toxics/u", "", 404, R"({"error":"toxic not found","status":404})"},
    {"toxic_delete", "DELETE", "/proxies/a/toxics/t", "", 204, ""},
    {"delete", "DELETE", "/proxies/a", "", 204, ""},
    {"reset", "POST", "/reset", "", 204, ""},
    {"version", "GET", "/version", "", 200, "{\"version\": \"2.12.0\"}\n"},
    {"metrics", "GET", "/metrics", "", 200, "metrics"},
    {"journal", "GET", "/journal?edge=a%20b", "", 200, "[a b]"},
    {"unknown_path", "GET", "/nowhere", "", 404, "404 page not found\n"},
    {"empty_name", "GET", "/proxies/", "", 404, "404 page not found\n"},
    {"wrong_method", "PUT", "/proxies/a", "", 405, ""},
    {"wrong_method_of_reset", "GET", "/reset", "", 405, ""},
};

class ApiCalls : public Routes, public testing::WithParamInterface<Row> {};

TEST_P(ApiCalls, AreAnsweredAsToxiproxyDoes) {
  const auto& row = GetParam();
  ASSERT_EQ(ask("POST", "/proxies", kProxy).status, 201);
  ASSERT_EQ(ask("POST", "/proxies/a/toxics",
                R"({"name":"t","type":"latency","toxicity":0.5,"attributes":{"latency":5,"jitter":1}})")
                .status,
            200);
  const auto answered = ask(row.method, row.target, row.body);
  EXPECT_EQ(answered.status, row.status) << answered.body;
  const std::string expected = row.answer;
  if (expected.starts_with("...")) {
    EXPECT_THAT(answered.body, HasSubstr(expected.substr(3)));
  } else {
    EXPECT_EQ(answered.body, expected);
  }
  if (row.status >= 400 && expected.find("error") != std::string::npos) {
    EXPECT_EQ(answered.content_type, "application/json");
  }
}

INSTANTIATE_TEST_SUITE_P(Api, ApiCalls, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST_F(Routes, SayWhereAProxyReallyListens) {
  const auto created = ask("POST", "/proxies", kProxy);
  EXPECT_THAT(proxies.find("a").value().listen, testing::MatchesRegex("127.0.0.1:[1-9][0-9]*"));
  EXPECT_EQ(ask("GET", "/proxies/a").body, created.body);
  EXPECT_EQ(ask("GET", "/proxies").body, "{\"a\":" + created.body + "}");
}

TEST_F(Routes, TakeToxicsWithAProxy) {
  const auto created = ask("POST", "/proxies",
                           R"({"name":"a","upstream":"127.0.0.1:9","protocol":"http","toxics":[
                             {"type":"latency","attributes":{"latency":5}},
                             {"type":"abort","attributes":{"status":429},"match":{"method":"POST"}}]})");
  EXPECT_EQ(created.status, 201) << created.body;
  EXPECT_THAT(created.body, HasSubstr(R"("protocol":"http")"));
  EXPECT_THAT(created.body, HasSubstr(R"("match":{"method":"POST"})"));
  EXPECT_EQ(toxics(), "latency_downstream abort_downstream ");
}

TEST_F(Routes, PopulateLeavesWhatIsTheSame) {
  ask("POST", "/proxies", kProxy);
  ask("POST", "/proxies/a/toxics", R"({"type":"noop"})");
  const auto before = ask("GET", "/proxies/a").body;
  EXPECT_EQ(ask("POST", "/populate", "[" + std::string(kProxy) + "]").body, R"({"proxies":[)" + before + "]}");
  EXPECT_EQ(toxics(), "noop_downstream ");
  const auto replaced = ask("POST", "/populate", R"([{"name":"a","listen":"127.0.0.1:0","upstream":"127.0.0.1:10"}])");
  EXPECT_EQ(replaced.status, 201);
  EXPECT_EQ(toxics(), "");
}

std::string in_other_words(std::string listen) {
  return listen.replace(0, listen.find(':'), "localhost");
}

TEST_F(Routes, PopulateKnowsAnAddressInOtherWords) {
  ask("POST", "/proxies", R"({"name":"a","listen":"localhost:0","upstream":"127.0.0.1:9"})");
  ask("POST", "/proxies/a/toxics", R"({"type":"noop"})");
  const auto before = proxies.find("a").value();
  EXPECT_THAT(before.listen, testing::MatchesRegex("127.0.0.1:[1-9][0-9]*"));
  for (const auto& listen : {before.listen, in_other_words(before.listen), std::string("localhost:0")}) {
    ask("POST", "/populate", R"([{"name":"a","upstream":"127.0.0.1:9","listen":")" + listen + R"("}])");
    EXPECT_EQ(proxies.find("a").value(), before) << listen;
  }
}

TEST_F(Routes, UpdatesMoveToAnotherAddressAlone) {
  ask("POST", "/proxies", kProxy);
  const auto listen = proxies.find("a").value().listen;
  const auto updated = [&](const std::string& wanted) {
    EXPECT_EQ(ask("PATCH", "/proxies/a", R"({"listen":")" + wanted + "\"}").status, 200);
    return proxies.find("a").value().listen;
  };
  EXPECT_EQ(updated(listen), listen);
  EXPECT_EQ(updated(in_other_words(listen)), listen);
  const auto moved = updated("localhost:0");
  EXPECT_NE(moved, listen) << "port 0 is another one each time";
  EXPECT_THAT(moved, testing::MatchesRegex("127.0.0.1:[1-9][0-9]*"));
}

TEST_F(Routes, DisabledProxiesKeepTheirPort) {
  ask("POST", "/proxies", kProxy);
  const auto listen = proxies.find("a").value().listen;
  for (const char* enabled : {"false", "true"}) {
    ask("PATCH", "/proxies/a", std::string(R"({"enabled":)") + enabled + "}");
    EXPECT_EQ(proxies.find("a").value().listen, listen);
  }
  EXPECT_THAT(ask("PATCH", "/proxies/a", R"({"enabled":false,"listen":"localhost:0"})").body,
              HasSubstr(R"("listen":"localhost:0")"));
  EXPECT_THAT(ask("PATCH", "/proxies/a", R"({"enabled":true})").body, HasSubstr(R"("listen":"127.0.0.1:)"));
}

TEST_F(Routes, SayThatAPortIsTakenAsGoDoes) {
  ask("POST", "/proxies", kProxy);
  const auto taken = proxies.find("a").value().listen;
  const std::string error = R"({"error":"listen tcp )" + taken + R"(: bind: address already in use","status":500})";
  const std::string body = R"({"name":"b","upstream":"127.0.0.1:9","listen":")" + in_other_words(taken) + "\"}";
  EXPECT_EQ(ask("POST", "/proxies", body).body, error);
  ask("POST", "/proxies", R"({"name":"b","upstream":"127.0.0.1:9"})");
  const auto before = ask("GET", "/proxies/b").body;
  EXPECT_EQ(ask("PATCH", "/proxies/b", body).body, error);
  EXPECT_EQ(ask("GET", "/proxies/b").body, before);
}

TEST_F(Routes, NameToxicsOfTheUpstreamFirst) {
  ask("POST", "/proxies", kProxy);
  for (const char* toxic : {R"({"name":"d1","type":"noop"})", R"({"name":"u1","type":"noop","stream":"upstream"})",
                            R"({"name":"d2","type":"noop"})", R"({"name":"u2","type":"noop","stream":"upstream"})"}) {
    EXPECT_EQ(ask("POST", "/proxies/a/toxics", toxic).status, 200);
  }
  EXPECT_EQ(toxics(), "u1 u2 d1 d2 ");
}

TEST_F(Routes, ResetEnablesAndRemoves) {
  ask("POST", "/proxies", kProxy);
  ask("POST", "/proxies/a/toxics", R"({"type":"noop"})");
  EXPECT_THAT(ask("PATCH", "/proxies/a", R"({"enabled":false})").body, HasSubstr(R"("enabled":false)"));
  EXPECT_EQ(ask("POST", "/reset").status, 204);
  EXPECT_THAT(ask("GET", "/proxies/a").body, HasSubstr(R"("enabled":true,"toxics":[])"));
}

TEST_F(Routes, RefuseWebPages) {
  ApiRequest request{"GET", "/proxies", "", "", true};
  EXPECT_EQ(answer(api, request).status, 403);
  EXPECT_EQ(answer(api, request).body, "User agent not allowed\n");
  request.from_a_page = false;
  EXPECT_EQ(answer(api, request).status, 200);
}

TEST_F(Routes, NameTheMethodsThereAre) {
  EXPECT_EQ(ask("PUT", "/proxies/a").allow, "GET, POST, PATCH, DELETE");
}

TEST_F(Routes, TakeAToxicOffWhenItsTimeIsOver) {
  ask("POST", "/proxies", kProxy);
  ask("POST", "/proxies/a/toxics", R"({"type":"noop","ttl":20})");
  for (int i = 0; i < 2000 && !toxics().empty(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(toxics(), "");
}

}  // namespace
}  // namespace squall::chaos::toxiproxy
