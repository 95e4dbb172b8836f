#pragma once
// How orders calls the other two and undoes what it did: the settings, and what flaws and equipment change of them.

#include <string>
#include <vector>

#include "tests/shop/lib/options.h"
#include "tests/shop/lib/upstream.h"
#include "tests/shop/orders/equipment.h"
#include "tests/shop/orders/saga.h"

namespace shop {

const std::vector<std::string>& orders_flaws();
UpstreamSettings payments_settings(const Options& options, const Equipment& equipment);
UpstreamSettings inventory_settings(const Equipment& equipment);
SagaFlaws saga_flaws(const Options& options);

}  // namespace shop
