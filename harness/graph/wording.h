#pragma once
// The graph in words: what an entry operation may come to, and what is wrong on the way. Pure.

#include <optional>
#include <string>
#include <vector>

#include "chaos/graph/amplified.h"
#include "chaos/graph/timeout_order.h"
#include "chaos/patterns/evidence.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// "gateway > orders > payments", from the entry's service to the node's.
std::string path_words(const chaos::CallTree& tree, std::size_t node);

// The entry operation with all its calls; `single_points` stays empty.
reports::EntryOperation entry_words(const chaos::CallTree& tree, std::span<const chaos::EdgeLimits> limits);

// "2 attempts of 302 ms on payments-bank with 41 ms between them"
std::string call_words(const chaos::CallTree& tree, std::size_t node, std::span<const chaos::EdgeLimits> limits);

// "orders waits 303 ms for POST /charges of payments, which may take 647 ms: ..."
std::string order_words(const chaos::CallTree& tree, const chaos::OrderCheck& check,
                        std::span<const chaos::EdgeLimits> limits);
// "payments worked on for 340 ms after orders had given up, and sent POST /authorisations once more"
std::string overstay_words(const chaos::CallTree& tree, const chaos::OrderCheck& check, const chaos::Overstay& seen);

// "3 on orders-payments x 2 on payments-bank"
std::string factor_words(const chaos::Amplified& one, std::span<const chaos::EdgeLimits> limits);

// The call and what it led to, each line with its edge's name; at most 24.
std::vector<chaos::EvidenceLine> timeline_lines(const chaos::Call& call, const std::vector<chaos::Attempt>& attempts);

}  // namespace squall::harness
