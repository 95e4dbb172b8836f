#include "harness/verify/scenario.h"

namespace squall::harness {
namespace {

constexpr std::size_t walk_length = 7;

std::vector<Move> possible_moves(const Resource& resource) {
  std::vector<Move> moves;
  for (std::size_t thing = 0; thing < 2; ++thing) {
    moves.push_back({Act::create, thing, 0});
    if (resource.read != nullptr) moves.push_back({Act::read, thing, 0});
    if (resource.replace != nullptr) moves.push_back({Act::replace, thing, 0});
    if (resource.change != nullptr) moves.push_back({Act::change, thing, 0});
    if (resource.remove != nullptr) moves.push_back({Act::remove, thing, 0});
    if (resource.list != nullptr) moves.push_back({Act::list, thing, 0});
    for (std::size_t i = 0; i < resource.actions.size(); ++i) moves.push_back({Act::action, thing, i});
  }
  return moves;
}

}  // namespace

std::vector<Script> scripts_for(const Resource& resource, contracts::Random random, std::size_t walks) {
  std::vector<Script> scripts;
  const bool reads = resource.read != nullptr;
  if (reads) {
    scripts.push_back({{Act::create}, {Act::read}});
    scripts.push_back({{Act::create}, {Act::locate}});
    scripts.push_back({{Act::create, 0}, {Act::create, 1}, {Act::read, 0}, {Act::read, 1}});
  }
  scripts.push_back({{Act::create}, {Act::repeat}});
  for (const auto& [operation, act] : {std::pair{resource.replace, Act::replace}, {resource.change, Act::change}}) {
    if (operation == nullptr) continue;
    if (reads) scripts.push_back({{Act::create}, {Act::read}, {act}, {Act::read}});
    if (resource.remove != nullptr) scripts.push_back({{Act::create}, {Act::remove}, {act}});
  }
  if (resource.remove != nullptr) {
    if (reads) scripts.push_back({{Act::create}, {Act::read}, {Act::remove}, {Act::read}});
    scripts.push_back({{Act::create}, {Act::remove}, {Act::remove}});
  }
  for (std::size_t i = 0; i < resource.actions.size(); ++i) {
    scripts.push_back({{Act::create}, {Act::action, 0, i}, {Act::repeat}});
    if (reads) scripts.push_back({{Act::create}, {Act::action, 0, i}, {Act::read}});
    if (resource.remove != nullptr) scripts.push_back({{Act::create}, {Act::remove}, {Act::action, 0, i}});
  }
  if (resource.list != nullptr) {
    scripts.push_back({{Act::create, 0}, {Act::create, 1}, {Act::list, 0}});
    if (resource.remove != nullptr) scripts.push_back({{Act::create}, {Act::remove}, {Act::list}});
  }
  const auto moves = possible_moves(resource);
  for (std::size_t walk = 0; walk < walks; ++walk) {
    contracts::Random own = random.fork("walk", walk);
    Script script{{Act::create}};
    while (script.size() < walk_length) script.push_back(moves[own.below(moves.size())]);
    scripts.push_back(std::move(script));
  }
  return scripts;
}

}  // namespace squall::harness
