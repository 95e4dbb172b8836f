#include "harness/system/system_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "harness/system/load_system.h"
#include "tests/support/corpora.h"

namespace squall::harness {
namespace {

using namespace std::chrono_literals;

std::optional<std::string> environment(const std::string& name) {
  if (name == "TOKEN") return "s3cr3t-t0ken";
  if (name == "DB_HOST") return "db.internal";
  return std::nullopt;
}

std::string text_of(const std::vector<contracts::Error>& errors) {
  std::string text;
  for (const auto& error : errors) text += contracts::to_string(error) + "\n";
  return text;
}

System good(const std::string& name) {
  auto system = load_system((tests::test_data() / "system" / "good" / name).string(), environment);
  if (!system) ADD_FAILURE() << text_of(system.error());
  return system ? std::move(*system) : System{};
}

TEST(SystemFile, ReadsServices) {
  const System system = good("whole.yaml");
  EXPECT_EQ(system.name, "shop");
  EXPECT_EQ(system.seed, 42u);
  ASSERT_EQ(system.services.size(), 4u);
  const ServiceSpec& orders = *system.service("orders");
  EXPECT_EQ(orders.contract, (tests::test_data() / "system/contract.yaml").lexically_normal().string());
  EXPECT_EQ(orders.port, 0);
  ASSERT_TRUE(orders.start);
  EXPECT_EQ(orders.start->command,
            (std::vector<std::string>{"./orders", "--port", "${services.orders.port}", "--workers", "2"}));
  EXPECT_EQ(orders.start->env.at("PAYMENTS_URL"), "${edges.orders-payments.url}");
  EXPECT_EQ(orders.start->env.at("LITERAL"), "$${HOME}") << "still escaped: it is expanded once more";
  EXPECT_EQ(orders.start->env.at("DEBUG"), "true");
  EXPECT_EQ(orders.start->ready.http_path, "/health");
  EXPECT_EQ(orders.start->ready.within, 10s);
  EXPECT_EQ(system.service("payments")->stub->latency, 5ms);
  EXPECT_TRUE(system.service("inventory")->stub);
  EXPECT_EQ(system.service("inventory")->port, 9301);
  EXPECT_EQ(system.service("db")->url, "http://db.internal:5432");
  EXPECT_EQ(system.service("nobody"), nullptr);
}

TEST(SystemFile, AnEdgeWithReplicasIsAnEdgeToEach) {
  const System system = good("replicas.yaml");
  ASSERT_EQ(system.edges.size(), 3u);
  const EdgeSpec& second = *system.edge("balancer-orders.orders-b");
  EXPECT_EQ(second.to, "orders-b");
  EXPECT_EQ(second.from, "balancer");
  EXPECT_EQ(second.listen_host, "127.0.0.3");
  EXPECT_EQ(second.as_written(), "balancer-orders");
  EXPECT_EQ(system.edge("balancer-orders")->to, "orders-a");
  EXPECT_EQ(system.edges_of("balancer-orders").size(), 2u);
  EXPECT_EQ(system.edges_of("balancer-orders.orders-b").size(), 1u);
  EXPECT_TRUE(system.edges_of("balancer").empty());
  EXPECT_EQ(system.edge("balancer-spare")->as_written(), "balancer-spare");
  ASSERT_EQ(system.resilience.size(), 2u);
  EXPECT_EQ(system.resilience[0].edge, "balancer-orders");
  const auto& faults = system.experiments.at(0).faults;
  ASSERT_EQ(faults.size(), 4u) << "on every replica, on one, and once where there is no edge";
  EXPECT_EQ(faults[0].edge, "balancer-orders.orders-a");
  EXPECT_EQ(faults[1].edge, "balancer-orders.orders-b");
  EXPECT_EQ(faults[2].edge, "balancer-orders.orders-b");
  EXPECT_EQ(faults[2].fault.kind, "refuse");
  EXPECT_EQ(faults[3].edge, "");
}

TEST(SystemFile, ReadsEdgesAndVerify) {
  const System system = good("whole.yaml");
  const EdgeSpec& edge = *system.edge("orders-inventory");
  EXPECT_EQ(edge.listen_host, "127.0.0.1");
  EXPECT_EQ(edge.listen_port, 9102);
  EXPECT_EQ(edge.protocol, EdgeProtocol::http);
  EXPECT_EQ(edge.correlation_header, "x-request-id");
  EXPECT_EQ(edge.max_faulted_share, 1);
  const EdgeSpec& bounded = *system.edge("orders-payments");
  EXPECT_EQ(bounded.connect_timeout, 2s);
  EXPECT_EQ(bounded.head_timeout, 0s);
  EXPECT_EQ(bounded.max_faulted_share, 0.2);
  EXPECT_EQ(system.edge("orders-payments")->protocol, EdgeProtocol::automatic);
  ASSERT_EQ(system.verify.size(), 1u);
  EXPECT_EQ(system.verify[0].phases, (std::vector<std::string>{"examples", "negative"}));
  EXPECT_EQ(system.verify[0].headers.get("authorization"), "s3cr3t-t0ken");
}

TEST(SystemFile, ReadsTlsOfEdges) {
  const System system = good("tls.yaml");
  const std::string file = (tests::test_data() / "system/good/tls.yaml").lexically_normal().string();
  const EdgeSpec& api = *system.edge("web-api");
  ASSERT_TRUE(api.tls && api.upstream_tls);
  EXPECT_EQ(api.tls->hosts, (std::vector<std::string>{"localhost", "*.shop.test"}));
  EXPECT_EQ(std::filesystem::path(api.tls->authority_folder).parent_path(), std::filesystem::path(file).parent_path());
  EXPECT_EQ(api.tls->client_ca_file, file);
  EXPECT_EQ(api.upstream_tls->ca_file, file);
  EXPECT_EQ(api.upstream_tls->server_name, "api.internal");
  EXPECT_EQ(api.upstream_tls->key_file, file);
  EXPECT_FALSE(api.upstream_tls->insecure);
  EXPECT_TRUE(system.edge("api-db")->upstream_tls->insecure);
  EXPECT_EQ(system.edge("web-db")->routes,
            (std::vector<std::pair<std::string, std::string>>{{"db.test", "db"}, {"*.cache.test", "cache"}}));
}

TEST(SystemFile, ReadsAllThatAVerificationCanBeAskedFor) {
  const System system = good("verify.yaml");
  EXPECT_EQ(std::filesystem::path(system.ignore).filename(), "contract.yaml");
  ASSERT_EQ(system.verify.size(), 1u);
  EXPECT_EQ(system.services.at(0).overlays, (std::vector<std::string>{system.ignore}));
  const VerifySpec& verify = system.verify[0];
  ASSERT_EQ(verify.auth.size(), 3u);
  EXPECT_EQ(verify.auth[0].scheme, "main");
  EXPECT_EQ(verify.auth[0].kind, AuthSpec::Kind::bearer);
  EXPECT_EQ(verify.auth[0].secret, "s3cr3t-t0ken");
  EXPECT_EQ(verify.auth[1].kind, AuthSpec::Kind::basic);
  EXPECT_EQ(verify.auth[1].user, "me");
  EXPECT_EQ(verify.auth[1].secret, "a:b");
  EXPECT_EQ(verify.auth[2].token_url, "http://127.0.0.1:1/token");
  EXPECT_EQ(verify.auth[2].scope, "read write");
  EXPECT_EQ(verify.hook, "python3 hook.py");
  ASSERT_EQ(verify.include.size(), 2u);
  EXPECT_EQ(verify.include[1].text, "/orders/*");
  EXPECT_EQ(verify.include[1].location.line, 13u);
  EXPECT_EQ(verify.exclude.at(0).text, "createOrder");
  EXPECT_EQ(verify.workers, 4u);
  EXPECT_EQ(verify.rate, 50.0);
  EXPECT_EQ(verify.wait, 30s);
  EXPECT_EQ(verify.max_time, 1min);
  EXPECT_EQ(verify.response_time, 500ms);
  EXPECT_EQ(verify.stop_after, 3u);
  EXPECT_EQ(verify.max_examples, 100u);
  EXPECT_FALSE(verify.shrink);
}

TEST(SystemFile, ReadsResilience) {
  const System system = good("whole.yaml");
  ASSERT_EQ(system.resilience.size(), 1u);
  const ResilienceSpec& spec = system.resilience[0];
  EXPECT_EQ(spec.edge, "orders-payments");
  EXPECT_EQ(spec.stimulus_service, "orders");
  EXPECT_EQ(spec.stimulus.method, "POST");
  EXPECT_EQ(spec.stimulus.target, "/orders");
  EXPECT_EQ(spec.stimulus.headers.get("X-Tier"), "2");
  EXPECT_EQ(contracts::to_json(*spec.stimulus.body), R"({"sku":"abc","price":1.10,"token":"s3cr3t-t0ken"})");
  ASSERT_EQ(spec.expect.size(), 4u);
  EXPECT_EQ(spec.expect[1].first, "retries");
  EXPECT_EQ(contracts::to_json(spec.expect[1].second), R"({"at_most":2,"backoff":"exponential"})");
  EXPECT_EQ(spec.expect_locations.at("retries").line, 37u);
  EXPECT_EQ(spec.patterns, (std::vector<std::string>{"safe_retries"}));
}

TEST(SystemFile, ReadsExperiments) {
  const System system = good("whole.yaml");
  ASSERT_EQ(system.experiments.size(), 1u);
  const ExperimentSpec& experiment = system.experiments[0];
  EXPECT_EQ(experiment.name, "payments brown-out");
  ASSERT_EQ(experiment.steady_state.size(), 1u);
  EXPECT_EQ(experiment.steady_state[0].service, "orders") << "the one that no edge leads to";
  EXPECT_EQ(experiment.steady_state[0].status, 200);
  EXPECT_EQ(experiment.steady_state[0].within, 300ms);
  ASSERT_TRUE(experiment.load);
  EXPECT_DOUBLE_EQ(experiment.load->rate, 50);
  EXPECT_EQ(experiment.load->duration, 20s);
  ASSERT_EQ(experiment.faults.size(), 3u);
  const ScheduledFault& latency = experiment.faults[0];
  EXPECT_EQ(latency.edge, "orders-payments");
  EXPECT_EQ(latency.fault.kind, "latency");
  EXPECT_EQ(contracts::to_json(latency.fault.parameters), R"({"mean":"800ms","jitter":"200ms"})");
  EXPECT_DOUBLE_EQ(latency.fault.share, 0.3);
  EXPECT_EQ(latency.fault.first, 2u);
  EXPECT_EQ(latency.fault.match.method, "POST");
  EXPECT_EQ(latency.fault.match.path, "/charges");
  EXPECT_EQ(latency.fault.match.header, "x: y");
  EXPECT_EQ(latency.from, 5s);
  EXPECT_EQ(latency.lasts, 10s);
  EXPECT_EQ(contracts::to_json(experiment.faults[1].fault.parameters), R"({"mean":"20ms"})");
  EXPECT_EQ(experiment.faults[2].fault.kind, "reset");
  EXPECT_EQ(experiment.abort_when->success.op, Comparison::Op::less);
  EXPECT_DOUBLE_EQ(experiment.abort_when->success.value, 0.5);
  EXPECT_DOUBLE_EQ(experiment.expect.success->value, 0.99);
  EXPECT_DOUBLE_EQ(experiment.expect.p99->value, 1.0);
  EXPECT_EQ(experiment.expect.in_contract, true);
  ASSERT_EQ(experiment.invariants.size(), 2u);
  EXPECT_EQ(experiment.invariants[0].equals, std::nullopt) << "'before'";
  EXPECT_EQ(contracts::to_json(*experiment.invariants[1].equals), "12");
}

TEST(SystemFile, RemembersWhatCameFromTheEnvironment) {
  const System system = good("whole.yaml");
  EXPECT_EQ(system.secret_names.at("s3cr3t-t0ken"), "${env.TOKEN}");
  EXPECT_EQ(system.secrets.size(), 2u);
}

TEST(SystemFile, OtherGoodFiles) {
  EXPECT_EQ(good("least.yaml").services.size(), 1u);
  EXPECT_EQ(good("json.json").experiments.at(0).steady_state.at(0).service, "web");
}

TEST(SystemFile, ThatIsNotThereIsAnError) {
  const auto system = load_system("/nowhere/squall.yaml", environment);
  ASSERT_FALSE(system);
  EXPECT_EQ(system.error().size(), 1u);
}

TEST(SystemFile, ReportsAtMostFiftyMistakes) {
  std::string text = "squall: 1\nservices:\n";
  for (int i = 0; i < 80; ++i) text += "  s" + std::to_string(i) + ": {prot: 1}\n";
  const auto system = parse_system(text, "squall.yaml", environment);
  ASSERT_FALSE(system);
  EXPECT_EQ(system.error().size(), 50u);
  EXPECT_EQ(system.error()[0].location.line, 3u);
}

TEST(SystemFile, DoesNotShowAValueFromTheEnvironmentInAMessage) {
  const auto system =
      parse_system("squall: 1\nseed: ${env.TOKEN}\nservices: {a: {url: 'http://h'}}\n", "squall.yaml", environment);
  ASSERT_FALSE(system);
  EXPECT_EQ(text_of(system.error()),
            "squall.yaml:2:7: expected a whole number that is not negative, found what ${env.TOKEN} stands for\n");
}

// Bad files end with what is expected of them: "#! LINE:COLUMN: message".
class BadSystemFile : public testing::Test {
 public:
  explicit BadSystemFile(std::filesystem::path path) : path_(std::move(path)) {}
  void TestBody() override {
    const std::string text = tests::read_file(path_);
    std::string expected;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.substr(0, 3) == "#! ") expected += line.substr(3) + "\n";
    }
    const auto system = load_system(path_.string(), environment);
    ASSERT_FALSE(system) << "it was accepted";
    std::string found;
    for (contracts::Error error : system.error()) {
      EXPECT_GT(error.location.line, 0u) << error.message;
      EXPECT_GT(error.location.column, 0u) << error.message;
      error.message =
          std::to_string(error.location.line) + ":" + std::to_string(error.location.column) + ": " + error.message;
      error.location = {};
      found += contracts::to_string(error) + "\n";
    }
    if (std::getenv("SQUALL_UPDATE_GOLDEN") != nullptr) return update(text, found);
    EXPECT_EQ(found, expected);
    EXPECT_FALSE(expected.empty());
  }

 private:
  void update(const std::string& text, const std::string& found) const {
    std::ofstream out(path_);
    out << text.substr(0, text.find("#! "));
    std::istringstream lines(found);
    for (std::string line; std::getline(lines, line);) out << "#! " << line << "\n";
  }
  std::filesystem::path path_;
};

const bool registered = [] {
  for (const auto& path : tests::files_below(tests::test_data() / "system" / "bad", {".yaml"})) {
    testing::RegisterTest("BadSystemFile", path.stem().c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [path]() -> BadSystemFile* { return new BadSystemFile(path); });
  }
  return true;
}();

}  // namespace
}  // namespace squall::harness
