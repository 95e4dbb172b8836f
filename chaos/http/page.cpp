#include "chaos/http/page.h"

namespace squall::chaos::http {

bool sent_by_a_page(const contracts::http::Headers& headers) {
  const auto* const site = headers.find("Sec-Fetch-Site");
  return headers.contains("Origin") || (site != nullptr && *site != "none") ||
         headers.get("User-Agent").starts_with("Mozilla/");
}

}  // namespace squall::chaos::http
