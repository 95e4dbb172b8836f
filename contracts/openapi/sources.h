#pragma once
// Sources: the documents a contract is made of, and the references between them.
//
// A reference leads to what names itself so ($self, $id, $anchor), to a local file, or, where there is a fetch, to a
// document on the network. Each is read once. Places stay valid as long as the SchemaSet that owns the documents.

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "contracts/core/document.h"
#include "contracts/core/result.h"
#include "contracts/openapi/identities.h"
#include "contracts/openapi/place.h"
#include "contracts/schema/schema.h"

namespace squall::contracts::openapi {

class Sources {
 public:
  using Fetch = std::function<Result<std::string>(const std::string& uri)>;
  // Without `fetch` a remote reference is an error.
  explicit Sources(schema::SchemaSet& set, Fetch fetch = nullptr) : set_(set), fetch_(std::move(fetch)) {}

  // `path` is also what locations call the file.
  Result<Place> open(const std::string& path);
  // Reads another document where this one was read. Places of the old one stay valid, but are not its own any more.
  Place replace(const Source& source, std::shared_ptr<const Document> document);
  // Where a `$ref` found at `from` leads; one step, the target may be a reference itself.
  // Errors are located at the reference and say which names exist near by.
  Result<Place> resolve(const Place& from, std::string_view reference);
  // Follows `$ref` until something else is reached. A cycle of references is an error.
  Result<Place> follow(Place place);
  // The document itself, whose text `fetch` gives.
  Result<Place> open_remote(const std::string& uri);
  // Schemas that can be referred to by what they call themselves.
  const std::vector<Place>& identified() const { return identities_.schemas(); }

 private:
  Result<const Source*> file(const Place& from, std::string_view relative);
  Result<const Source*> fetched(const Place& from, const std::string& uri);
  Result<Place> document(const Place& from, std::string_view reference);
  Result<Place> walk(const Place& from, Place at, std::string_view fragment, std::string_view reference);
  Place keep(std::unique_ptr<Source>& slot, std::string path, std::string uri, Document document);

  schema::SchemaSet& set_;
  Fetch fetch_;
  Identities identities_;
  std::map<std::string, std::unique_ptr<Source>> by_path_;
};

bool is_remote(std::string_view reference);

}  // namespace squall::contracts::openapi
