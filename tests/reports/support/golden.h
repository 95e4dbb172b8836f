#pragma once
// Golden files: what a format rendered when someone last looked at it. SQUALL_UPDATE_GOLDEN=1 writes them anew; look at
// the difference before committing it.

#include <string>

namespace squall::tests {

// Compares with tests/data/reports/NAME; a difference fails with the first line that differs.
void expect_golden(const std::string& name, const std::string& text);

}  // namespace squall::tests
