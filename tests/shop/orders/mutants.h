#pragma once
#include <vector>

#include "tests/shop/lib/mutants.h"

namespace shop {
std::vector<Mutant> orders_mutants();
}
