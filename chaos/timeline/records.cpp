#include "chaos/timeline/records.h"

namespace squall::chaos {

const char* to_string(Legality legality) {
  switch (legality) {
    case Legality::legal:
      return "legal";
    case Legality::illegal:
      return "illegal";
    case Legality::transport:
      return "transport";
    case Legality::unknown:
      break;
  }
  return "unknown";
}

}  // namespace squall::chaos
