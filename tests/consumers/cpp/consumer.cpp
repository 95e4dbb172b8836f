// A consumer of the orders API with its tests. FLAW chooses what it wrongly relies on; without it, it is sound.
#include <httplib.h>

#include <cstdlib>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace {

using Json = nlohmann::json;

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

void expect(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what);
}

const std::map<std::string, std::string> kStates = {{"open", "on its way"}, {"paid", "done"}};

using Reading = std::function<void(const Json& order, const std::string& text)>;
const std::map<std::string, Reading> kFlawed = {
    {"optional", [](const Json& order, const std::string&) { (void)order.at("note").get<std::string>(); }},
    {"enum", [](const Json& order, const std::string&) { (void)kStates.at(order.at("state").get<std::string>()); }},
    {"order",
     [](const Json&, const std::string& text) {
       expect(text.find("\"id\"") < text.find("\"state\""), "the id does not come before the state");
     }},
    {"decimal", [](const Json& order,
                   const std::string&) { expect(order.at("quantity").is_number_integer(), "no whole quantity"); }},
    {"null",
     [](const Json& order, const std::string&) {
       if (order.contains("coupon")) (void)order.at("coupon").get<std::string>();
     }},
    {"added",
     [](const Json& order, const std::string&) {
       for (const auto& [key, value] : order.items())
         expect(key == "id" || key == "state" || key == "quantity" || key == "note" || key == "coupon",
                "unknown " + key);
     }},
};

std::string describe(const Json& order, const std::string& text, const std::string& flaw) {
  if (const auto flawed = kFlawed.find(flaw); flawed != kFlawed.end()) flawed->second(order, text);
  const auto state = kStates.find(order.at("state").get<std::string>());
  return std::to_string(order.at("id").get<long long>()) + ": " +
         std::to_string(static_cast<long long>(order.at("quantity").get<double>())) + " pieces " +
         (state == kStates.end() ? "somewhere" : state->second);
}

void run(const std::string& flaw) {
  httplib::Client client(environment("ORDERS_URL"));
  const auto one = client.Get("/orders/7");
  expect(one && one->status == 200, "no order");
  expect(describe(Json::parse(one->body), one->body, flaw).find(" pieces ") != std::string::npos, "no description");

  const auto list = client.Get("/orders?limit=10");
  expect(list && list->status == 200, "no list");
  const Json orders = Json::parse(list->body).at("orders");
  if (flaw == "empty") expect(orders.at(0).at("id").get<double>() > 0, "no first order");
  if (flaw == "full") expect(orders.size() < 10, "more than a page");
  for (const Json& order : orders) expect(order.at("id").get<double>() > 0, "an order without an id");

  const auto made = client.Post("/orders", R"({"sku":"abc","quantity":1})", "application/json");
  expect(made && made->status >= 200 && made->status < 300, "nothing was made");
  if (flaw == "status") expect(made->status == 201, "not created");
  if (flaw == "header") expect(!made->get_header_value("X-Request-Cost").empty(), "no cost");
  expect(Json::parse(made->body).at("id").get<double>() > 0, "no id");
}

}  // namespace

int main() {
  try {
    run(environment("FLAW"));
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "FAILED: " << error.what() << '\n';
    return 1;
  }
}
