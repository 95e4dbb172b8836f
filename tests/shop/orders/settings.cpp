#include "tests/shop/orders/settings.h"

#include <utility>

namespace shop {

namespace {

using std::chrono::milliseconds;

// Flaws of the client of payments.
struct ClientFlaw {
  const char* name;
  void (*plant)(UpstreamSettings&);
};
constexpr ClientFlaw kClientFlaws[] = {
    {"no-timeout", [](UpstreamSettings& settings) { settings.timeout.reset(); }},
    {"timeout-too-long", [](UpstreamSettings& settings) { settings.timeout = milliseconds(900); }},
    {"timeout-of-head-only", [](UpstreamSettings& settings) { settings.timeout_ends_with_head = true; }},
    {"no-retries", [](UpstreamSettings& settings) { settings.retries = 0; }},
    {"unbounded-retries",
     [](UpstreamSettings& settings) { settings.retries = 12, settings.max_backoff = milliseconds(100); }},
    {"constant-backoff", [](UpstreamSettings& settings) { settings.backoff_factor = 1; }},
    {"retry-post-without-key", [](UpstreamSettings& settings) { settings.fresh_key_for_each_attempt = true; }},
    {"retries-rejections", [](UpstreamSettings& settings) { settings.retries_rejections = true; }},
    {"breaker-never-opens", [](UpstreamSettings& settings) { settings.breaker.failures_to_open = 0; }},
    {"breaker-opens-late", [](UpstreamSettings& settings) { settings.breaker.failures_to_open = 15; }},
    {"breaker-stays-open", [](UpstreamSettings& settings) { settings.breaker.open_for = milliseconds(1500); }},
    {"breaker-never-closes", [](UpstreamSettings& settings) { settings.breaker.closes = false; }},
};

// Those of the saga, the outbox, the keys and the answers.
constexpr const char* kOtherFlaws[] = {
    "no-fallback",          "fallback-on-answers-only", "fallback-off-contract", "undeclared-500-under-fault",
    "error-off-contract",   "missing-compensation",     "forgets-refund",        "refunds-once",
    "drops-failed-release", "stumbles-after-retry",     "forgets-keys",          "forgets-unfinished"};

UpstreamSettings settings_of(const std::string& name, const char* variable, const char* fallback) {
  UpstreamSettings settings;
  settings.name = name;
  settings.base_url = environment(variable, fallback);
  return settings;
}

}  // namespace

const std::vector<std::string>& orders_flaws() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all(std::begin(kOtherFlaws), std::end(kOtherFlaws));
    for (const ClientFlaw& flaw : kClientFlaws) all.emplace_back(flaw.name);
    return all;
  }();
  return names;
}

UpstreamSettings payments_settings(const Options& options, const Equipment& equipment) {
  UpstreamSettings settings = settings_of("payments", "PAYMENTS_URL", "http://127.0.0.1:8082");
  for (const ClientFlaw& flaw : kClientFlaws) {
    if (options.has_flaw(flaw.name)) flaw.plant(settings);
  }
  settings.honours_retry_after = equipment.has("retry-after");
  return settings;
}

UpstreamSettings inventory_settings(const Equipment& equipment) {
  UpstreamSettings settings = settings_of("inventory", "INVENTORY_URL", "http://127.0.0.1:8083");
  const bool keeps_loser = equipment.has("hedging-keeps-loser");
  if (equipment.has("hedging") || keeps_loser)
    settings.hedge = {.after = milliseconds(100), .ends_loser = !keeps_loser};
  if (equipment.has("hedging-always")) settings.hedge.after = milliseconds(0);
  const bool for_good = equipment.has("failover-for-good");
  if (equipment.has("failover") || for_good)
    settings.replicas = {.fails_over = true, .sits_out = milliseconds(4000), .returns = !for_good};
  if (equipment.has("failover-keeps-on")) settings.replicas.fails_over = true;
  return settings;
}

SagaFlaws saga_flaws(const Options& options) {
  return {.no_compensation = options.has_flaw("missing-compensation"),
          .forgets_refund = options.has_flaw("forgets-refund"),
          .undeclared_500 = options.has_flaw("undeclared-500-under-fault"),
          .error_off_contract = options.has_flaw("error-off-contract"),
          .drops_failed_release = options.has_flaw("drops-failed-release"),
          .stumbles_after_retry = options.has_flaw("stumbles-after-retry")};
}

}  // namespace shop
