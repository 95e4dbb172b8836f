// The cases of the Pact specification: {match, expected, actual} for requests, responses and messages, each one a test.

#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <memory>

#include "contracts/pact/content.h"
#include "contracts/pact/match.h"
#include "contracts/pact/query.h"
#include "contracts/pact/read.h"
#include "tests/support/corpora.h"

namespace squall::tests {
namespace {

using namespace contracts;

struct Version {
  const char* folder;
  pact::Version version;
  std::size_t fewest;  // cases that are known to be there
};
constexpr Version kVersions[] = {
    {"version-1", pact::Version::v1, 76},
    {"version-1.1", pact::Version::v1_1, 97},
    {"version-2", pact::Version::v2, 178},
    {"version-3", pact::Version::v3, 226},
};

std::string without_mark(std::string text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

// The message as it would be on the wire: what a case calls "actual" is written as a pact writes its own.
http::Headers headers_of(const pact::Fields& fields) {
  http::Headers headers;
  for (const auto& [name, values] : fields) {
    for (const std::string& value : values) headers.add(name, value);
  }
  return headers;
}

std::string reasons(const std::vector<Violation>& violations) {
  std::string text;
  for (const Violation& one : violations) text += "\n  " + one.where + one.pointer + ": " + one.message;
  return text;
}

template <class T>
T value_of(pact::Reading<T> read) {
  if (read) return std::move(*read);
  ADD_FAILURE() << to_string(read.error().front());
  return T{};
}

std::vector<Violation> verdict(const pact::Pact& pact, const std::string& side, const Node& expected,
                               const Node& actual, pact::Version version) {
  const Document& document = *pact.document;
  if (side == "request") {
    const auto wanted = value_of(pact::read_request(document, expected, version));
    const auto found = value_of(pact::read_request(document, actual, version));
    const Node* query = actual.find("query");
    const std::string raw =
        query != nullptr && query->is_string() ? std::string(query->text()) : pact::write_query(found.query);
    const http::Request request{found.method, found.path + (raw.empty() ? "" : "?" + raw), headers_of(found.headers),
                                found.body.text};
    return pact::match_request(pact, wanted, request);
  }
  if (side == "response") {
    const auto wanted = value_of(pact::read_response(document, expected, version));
    const auto found = value_of(pact::read_response(document, actual, version));
    return pact::match_response(pact, wanted,
                                {found.status.value_or(0), "", headers_of(found.headers), found.body.text});
  }
  const auto wanted = value_of(pact::read_message(document, expected, version));
  const auto found = value_of(pact::read_message(document, actual, version));
  return pact::match_message(pact, wanted, {found.contents.text, found.contents.content_type, found.metadata});
}

class CorpusCase : public testing::Test {
 public:
  CorpusCase(std::filesystem::path path, pact::Version version) : path_(std::move(path)), version_(version) {}
  void TestBody() override {
    auto document = Document::parse_json(without_mark(read_file(path_)));
    ASSERT_TRUE(document) << to_string(document.error());
    pact::Pact pact;
    pact.document = std::make_shared<const Document>(std::move(*document));
    const Node& root = pact.document->root();
    const std::string side = path_.parent_path().parent_path().filename().string();
    const auto violations = verdict(pact, side, *root.find("expected"), *root.find("actual"), version_);
    EXPECT_EQ(violations.empty(), root.find("match")->boolean()) << path_ << reasons(violations);
  }

 private:
  std::filesystem::path path_;
  pact::Version version_;
};

std::vector<std::filesystem::path> cases_of(const Version& version) {
  const auto folder = corpus("pact");
  return folder ? files_below(*folder / version.folder, {".json"}) : std::vector<std::filesystem::path>{};
}

std::string test_name(const std::filesystem::path& path) {
  std::string name;
  auto part = path.end();
  for (int i = 0; i < 4; ++i) name = (--part)->string() + (name.empty() ? "" : "_" + name);
  for (char& c : name) c = std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

const bool registered = [] {
  for (const Version& version : kVersions) {
    for (const auto& path : cases_of(version)) {
      testing::RegisterTest("PactCorpus", test_name(path).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [path, &version]() -> CorpusCase* { return new CorpusCase(path, version.version); });
    }
  }
  return true;
}();

TEST(PactCorpusIsWhole, EveryVersionsCasesAreRun) {
  SQUALL_CORPUS(folder, "pact");
  for (const Version& version : kVersions) {
    const std::size_t count = cases_of(version).size();
    std::cout << "pact " << version.folder << ": " << count << " cases\n";
    EXPECT_GE(count, version.fewest) << version.folder;
  }
}

}  // namespace
}  // namespace squall::tests
