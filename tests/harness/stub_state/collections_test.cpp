#include "harness/stub_state/collections.h"

#include <gtest/gtest.h>

#include "tests/harness/stub_state/library_contract.h"

namespace squall::harness {
namespace {

std::string operations_of(const Resource& resource) {
  std::string text;
  const auto add = [&](const char* role, const auto* operation) {
    if (operation != nullptr) text += (text.empty() ? "" : " ") + std::string(role);
  };
  add("create", resource.create);
  add("list", resource.list);
  add("read", resource.read);
  add("replace", resource.replace);
  add("change", resource.change);
  add("remove", resource.remove);
  return text;
}

struct Row {
  const char *path, *item, *id_member, *operations;
};

TEST(Collections, AreFoundInAContract) {
  const Row rows[] = {{"/books", "/books/{book_id}", "id", "create list read replace change remove"},
                      {"/books/{book_id}/loans", "/books/{book_id}/loans/{loan}", "loan", "create list read remove"},
                      {"/shelves", "/shelves/{name}", "", "read replace"}};
  const auto found = collections_of(tests::library_router()->contract());
  ASSERT_EQ(found.size(), std::size(rows));  // what is only read is not remembered
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(found[i].path, rows[i].path);
    EXPECT_EQ(found[i].resource.item, rows[i].item);
    EXPECT_EQ(found[i].id_member, rows[i].id_member) << rows[i].path;
    EXPECT_EQ(operations_of(found[i].resource), rows[i].operations) << rows[i].path;
  }
  EXPECT_EQ(found[1].parents, std::vector<std::string>{"book_id"});
}

using Shape = contracts::openapi::WireShape;
using ShapePtr = std::shared_ptr<const Shape>;

ShapePtr object_with(std::vector<std::pair<std::string, ShapePtr>> members) {
  Shape shape;
  shape.kinds = 1 << static_cast<int>(contracts::Kind::object);
  shape.properties = std::move(members);
  return std::make_shared<const Shape>(std::move(shape));
}
ShapePtr list_of(ShapePtr items) {
  Shape shape;
  shape.kinds = 1 << static_cast<int>(contracts::Kind::array);
  shape.items = std::move(items);
  return std::make_shared<const Shape>(std::move(shape));
}
const ShapePtr text = std::make_shared<const Shape>();

TEST(Collections, FindTheIdByTheNamesInUse) {
  struct {
    const char *parameter, *thing;
    std::vector<std::string> members;
    const char* found;
  } rows[] = {{"id", "order", {"id", "orderId"}, "id"},
              {"orderId", "order", {"id", "order_id"}, "order_id"},
              {"x", "order", {"total", "orderId"}, "orderId"},
              {"sku", "product", {"ID", "name"}, "ID"},
              {"sku", "product", {"name", "price"}, ""}};
  for (const auto& row : rows) {
    std::vector<std::pair<std::string, ShapePtr>> members;
    for (const auto& member : row.members) members.emplace_back(member, text);
    EXPECT_EQ(id_member_of(*object_with(members), row.parameter, row.thing), row.found);
  }
}

TEST(Collections, FindItemsAndListsInBodies) {
  const auto item = object_with({{"id", text}});
  EXPECT_EQ(item_place(*item, "id"), "");
  EXPECT_EQ(item_place(*object_with({{"order", item}, {"meta", object_with({})}}), "id"), "/order");
  EXPECT_EQ(item_place(*object_with({{"order", item}, {"customer", item}}), "id"), std::nullopt);
  EXPECT_EQ(item_place(*object_with({{"status", text}}), "id"), std::nullopt);
  EXPECT_EQ(list_place(*list_of(item), "id"), "");
  EXPECT_EQ(list_place(*object_with({{"items", list_of(text)}, {"total", text}}), "id"), "/items");
  EXPECT_EQ(list_place(*object_with({{"errors", list_of(text)}, {"data", list_of(item)}}), "id"), "/data");
  EXPECT_EQ(list_place(*object_with({{"data", object_with({{"orders", list_of(item)}})}}), "id"), "/data/orders");
  EXPECT_EQ(list_place(*object_with({{"a", list_of(item)}, {"b", list_of(item)}}), "id"), std::nullopt);
}

}  // namespace
}  // namespace squall::harness
