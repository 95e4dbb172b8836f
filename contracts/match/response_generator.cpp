#include <utility>

#include "contracts/match/message_generator.h"
#include "contracts/match/wished_response.h"

namespace squall::contracts::match {

Result<http::Response> make_response(const openapi::Contract& contract, const openapi::Operation& operation, int status,
                                     Random random, std::string_view accept, std::string_view example) {
  ResponseWish wish;
  wish.status = status;
  wish.accept = accept;
  wish.example = example;
  auto response = wished_response(contract, operation, wish, random);
  if (!response && response.error().what == Unfulfilled::example) {  // any other will do
    wish.example = {};
    response = wished_response(contract, operation, wish, random);
  }
  if (!response) return tl::unexpected(std::move(response).error().error);
  return std::move(*response);
}

}  // namespace squall::contracts::match
