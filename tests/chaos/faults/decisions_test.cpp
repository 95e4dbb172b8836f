// What each fault decides, hook by hook. No sockets, no clock.
#include <gtest/gtest.h>

#include <set>

#include "chaos/faults/registry.h"
#include "tests/chaos/faults/asked.h"

namespace squall::chaos {
namespace {

using std::chrono::milliseconds;

struct Row {
  const char* name;
  const char* kind;
  const char* parameters;
  Protocol protocol;
  Hook hook;
  std::uint64_t passed;  // payload bytes let through before
  const char* expected;  // on a chunk of ten bytes
};

class Decisions : public testing::TestWithParam<Row> {};

TEST_P(Decisions, AreAsDeclared) {
  const auto& row = GetParam();
  const auto fault = find_fault(row.kind)->make(json(row.parameters));
  ASSERT_TRUE(fault) << fault.error().message;
  contracts::Random random(1, "test");
  Memory memory;
  Context context{random, memory};
  context.contract = &sample();
  context.operation = sample().find("GET", "/a");
  context.method = "GET";
  context.target = "/a";
  context.http = row.protocol == Protocol::http;
  context.datagrams = row.protocol == Protocol::udp;
  context.open = 10;
  context.passed = row.passed;
  context.waited = milliseconds(30);
  context.active = milliseconds(1500);
  EXPECT_EQ(text_of(ask(**fault, row.hook, context)), row.expected);
}

constexpr auto kHttp = Protocol::http, kTcp = Protocol::tcp, kUdp = Protocol::udp;

const Row kRows[] = {
    {"latency_delays_the_answer", "latency", R"({"mean":"100ms"})", kHttp, Hook::head, 0, "wait 100ms"},
    {"latency_down_lets_requests_pass", "latency", R"({"mean":"100ms"})", kHttp, Hook::request, 0, ""},
    {"latency_up_delays_requests", "latency", R"({"mean":"100ms","direction":"up"})", kHttp, Hook::request, 0,
     "wait 100ms"},
    {"latency_up_lets_answers_pass", "latency", R"({"mean":"100ms","direction":"up"})", kHttp, Hook::head, 0, ""},
    {"latency_leaves_http_bodies", "latency", R"({"mean":"100ms"})", kHttp, Hook::down, 0, ""},
    {"latency_counts_from_arrival", "latency", R"({"mean":"100ms"})", kTcp, Hook::down, 0, "wait 70ms"},
    {"latency_is_over_for_late_chunks", "latency", R"({"mean":"20ms"})", kTcp, Hook::down, 0, ""},
    {"latency_delays_fin", "latency", R"({"mean":"100ms"})", kTcp, Hook::end, 0, "wait 70ms"},
    {"latency_one_way", "latency", R"({"mean":"100ms"})", kTcp, Hook::up, 0, ""},
    {"latency_both_ways", "latency", R"({"mean":"100ms","direction":"both"})", kTcp, Hook::up, 0, "wait 70ms"},
    {"bandwidth_paces", "bandwidth", R"({"rate":"100B/s"})", kTcp, Hook::down, 0, "wait 20ms, pass 2, again"},
    {"bandwidth_paces_heads", "bandwidth", R"({"rate":"1KB/s"})", kHttp, Hook::head_bytes, 0,
     "wait 10ms, pass 10, again"},
    {"bandwidth_never_stops", "bandwidth", R"({"rate":"1B/s"})", kTcp, Hook::down, 0, "wait 1s, pass 1, again"},
    {"bandwidth_of_nothing_holds", "bandwidth", R"({"rate":"0"})", kTcp, Hook::down, 0, "hold"},
    {"bandwidth_of_nothing_one_way", "bandwidth", R"({"rate":"0"})", kTcp, Hook::up, 0, ""},
    {"bandwidth_of_nothing_drops_datagrams", "bandwidth", R"({"rate":"0"})", kUdp, Hook::down, 0, "drop"},
    {"blackhole_connect", "blackhole", "{}", kTcp, Hook::connect, 0, "hold"},
    {"blackhole_open_connections", "blackhole", "{}", kTcp, Hook::up, 0, "hold"},
    {"blackhole_fin", "blackhole", "{}", kTcp, Hook::end, 0, "hold"},
    {"blackhole_requests", "blackhole", "{}", kHttp, Hook::request, 0, "hold"},
    {"blackhole_spares_answers_under_way", "blackhole", "{}", kHttp, Hook::down, 0, ""},
    {"reset_lets_the_request_pass", "reset", "{}", kHttp, Hook::request, 0, ""},
    {"reset_instead_of_the_answer", "reset", "{}", kHttp, Hook::head, 0, "reset"},
    {"reset_instead_of_bytes", "reset", "{}", kTcp, Hook::down, 0, "reset"},
    {"reset_waits_for_the_provider", "reset", "{}", kTcp, Hook::up, 0, ""},
    {"reset_at_once_requests", "reset", R"({"when":"at_once"})", kHttp, Hook::request, 0, "reset"},
    {"reset_at_once_connect", "reset", R"({"when":"at_once"})", kTcp, Hook::connect, 0, "reset"},
    {"reset_at_once_open_connections", "reset", R"({"when":"at_once"})", kTcp, Hook::up, 0, "reset"},
    {"reset_mid_body", "reset", R"({"when":"mid_body"})", kHttp, Hook::down, 0, "pass 5, reset"},
    {"reset_mid_body_head_passes", "reset", R"({"when":"mid_body"})", kHttp, Hook::head, 0, ""},
    {"reset_after_bytes", "reset", R"({"when":"mid_body","after":"8"})", kHttp, Hook::down, 3, "pass 5, reset"},
    {"reset_not_yet", "reset", R"({"when":"mid_body","after":"80"})", kHttp, Hook::down, 3, ""},
    {"refuse", "refuse", "{}", kTcp, Hook::listen, 0, "refuse connections"},
    {"tls_expired", "tls_expired", "{}", kTcp, Hook::hello, 0, "present an expired certificate"},
    {"tls_expired_once", "tls_expired", "{}", kTcp, Hook::hello_back, 0, ""},
    {"tls_wrong_host", "tls_wrong_host", "{}", kTcp, Hook::hello, 0, "present a certificate for another host"},
    {"tls_self_signed", "tls_self_signed", "{}", kTcp, Hook::hello, 0, "present a self-signed certificate"},
    {"tls_unknown_ca", "tls_unknown_ca", "{}", kTcp, Hook::hello, 0, "present a certificate by an unknown CA"},
    {"tls_old_protocol", "tls_old_protocol", "{}", kTcp, Hook::hello, 0, "offer TLS 1.1 at most"},
    {"tls_stall", "tls_stall", "{}", kTcp, Hook::hello, 0, "hold"},
    {"tls_stall_later", "tls_stall", R"({"stage":"server_hello"})", kTcp, Hook::hello, 0, ""},
    {"tls_stall_for", "tls_stall", R"({"for":"2s","stage":"server_hello"})", kTcp, Hook::hello_back, 0, "wait 2s"},
    {"tls_close", "tls_close", "{}", kTcp, Hook::hello, 0, "close"},
    {"tls_close_rst", "tls_close", R"({"by":"rst","stage":"server_hello"})", kTcp, Hook::hello_back, 0, "reset"},
    {"slicer", "slicer", R"({"average":"4B","delay":"2ms"})", kTcp, Hook::down, 0, "pass 4, wait 2ms, again"},
    {"slicer_small_enough", "slicer", R"({"average":"10B"})", kTcp, Hook::down, 0, ""},
    {"slicer_one_way", "slicer", R"({"average":"4B"})", kTcp, Hook::up, 0, ""},
    {"limit_data_not_reached", "limit_data", R"({"bytes":"20B"})", kTcp, Hook::down, 9, ""},
    {"limit_data_reached", "limit_data", R"({"bytes":"20B"})", kTcp, Hook::down, 10, "pass 10, close"},
    {"limit_data_inside", "limit_data", R"({"bytes":"20B"})", kTcp, Hook::down, 15, "pass 5, close"},
    {"limit_data_spares_heads", "limit_data", R"({"bytes":"0"})", kHttp, Hook::head_bytes, 0, ""},
    {"slow_close", "slow_close", R"({"delay":"2s"})", kTcp, Hook::end, 0, "wait 2s"},
    {"slow_close_one_way", "slow_close", R"({"delay":"2s","direction":"up"})", kTcp, Hook::end, 0, ""},
    {"slow_close_spares_bytes", "slow_close", R"({"delay":"2s"})", kTcp, Hook::down, 0, ""},
    {"timeout_closes_in_time", "timeout", R"({"after":"2s"})", kTcp, Hook::begin, 0, "close after 2000ms"},
    {"timeout_never_closes", "timeout", "{}", kTcp, Hook::begin, 0, ""},
    {"timeout_closes_for_its_direction", "timeout", R"({"after":"2s","direction":"up"})", kTcp, Hook::begin, 0, ""},
    {"timeout_drops", "timeout", R"({"after":"2s"})", kTcp, Hook::down, 0, "drop"},
    {"timeout_drops_the_end", "timeout", "{}", kTcp, Hook::end, 0, "drop"},
    {"timeout_one_way", "timeout", "{}", kTcp, Hook::up, 0, ""},
    {"timeout_removed", "timeout", "{}", kTcp, Hook::removed, 0, "close"},
    {"timeout_answers", "timeout", R"({"after":"2s"})", kHttp, Hook::head, 0, "wait 2s, close"},
    {"timeout_answers_for_ever", "timeout", "{}", kHttp, Hook::head, 0, "hold"},
    {"timeout_lets_requests_pass", "timeout", "{}", kHttp, Hook::request, 0, ""},
    {"timeout_requests", "timeout", R"({"direction":"up"})", kHttp, Hook::request, 0, "hold"},
    {"timeout_has_no_clock_on_http", "timeout", R"({"after":"2s"})", kHttp, Hook::begin, 0, ""},
    {"reset_peer", "reset_peer", "{}", kTcp, Hook::down, 0, "reset"},
    {"reset_peer_later", "reset_peer", R"({"after":"2s"})", kTcp, Hook::down, 0, "wait 2s, reset"},
    {"reset_peer_instead_of_fin", "reset_peer", "{}", kTcp, Hook::end, 0, "reset"},
    {"reset_peer_one_way", "reset_peer", "{}", kTcp, Hook::up, 0, ""},
    {"reset_peer_answers", "reset_peer", R"({"after":"2s"})", kHttp, Hook::head, 0, "wait 2s, reset"},
    {"reset_peer_requests", "reset_peer", R"({"direction":"up"})", kHttp, Hook::request, 0, "reset"},
    {"noop", "noop", "{}", kTcp, Hook::down, 0, ""},
    {"abort", "abort", R"({"status":502})", kHttp, Hook::request, 0, "respond 502"},
    {"abort_default", "abort", "{}", kHttp, Hook::request, 0, "respond 503"},
    {"abort_forwarded_passes", "abort", R"({"forward":true})", kHttp, Hook::request, 0, ""},
    {"abort_forwarded_answers", "abort", R"({"forward":true})", kHttp, Hook::head, 0, "respond 503"},
    {"hold", "hold", "{}", kHttp, Hook::head, 0, "hold"},
    {"hold_bounded", "hold", R"({"for":"2s"})", kHttp, Hook::head, 0, "wait 2s"},
    {"hold_spares_the_body", "hold", R"({"for":"2s"})", kHttp, Hook::down, 0, ""},
    {"delay_before_body_head", "delay", R"({"for":"2s","stage":"before_body"})", kHttp, Hook::head, 0, ""},
    {"delay_before_body_head_bytes", "delay", R"({"for":"2s","stage":"before_body"})", kHttp, Hook::head_bytes, 0, ""},
    {"delay_before_body", "delay", R"({"for":"2s","stage":"before_body"})", kHttp, Hook::framing, 0, "wait 2s"},
    {"delay_mid_body_framing", "delay", R"({"for":"2s","stage":"mid_body"})", kHttp, Hook::framing, 0, ""},
    {"delay_mid_body", "delay", R"({"for":"2s","stage":"mid_body"})", kHttp, Hook::down, 0, "pass 5, wait 2s"},
    {"trickle", "trickle", R"({"gap":"50ms"})", kHttp, Hook::down, 0, "wait 50ms, pass 1, again"},
    {"trickle_spares_heads", "trickle", R"({"gap":"50ms"})", kHttp, Hook::head_bytes, 0, ""},
    {"trickle_heads_too", "trickle", R"({"gap":"50ms","head":true,"size":3})", kHttp, Hook::head_bytes, 0,
     "wait 50ms, pass 3, again"},
    {"stall", "stall", "{}", kHttp, Hook::down, 0, "pass 5, hold"},
    {"stall_after", "stall", R"({"for":"1s","after":"4"})", kHttp, Hook::down, 2, "pass 2, wait 1s"},
    {"stall_not_yet", "stall", R"({"for":"1s","after":"40"})", kHttp, Hook::down, 2, ""},
    {"truncate", "truncate", R"({"bytes":"4"})", kHttp, Hook::down, 0, "pass 4, close"},
    {"truncate_half", "truncate", "{}", kHttp, Hook::down, 0, "pass 5, close"},
    {"truncate_not_yet", "truncate", R"({"bytes":"40"})", kHttp, Hook::down, 0, ""},
    {"corrupt", "corrupt", R"({"bytes":2})", kHttp, Hook::down, 0, "replace by 10 bytes"},
    {"corrupt_one_way", "corrupt", R"({"bytes":2})", kHttp, Hook::up, 0, ""},
    {"corrupt_spares_framing", "corrupt", R"({"bytes":2})", kHttp, Hook::framing, 0, ""},
    {"header_answer", "headers", R"({"set":{"X-B":"2"},"remove":"X-A, ETag"})", kHttp, Hook::head, 0,
     "edit head: -X-A -ETag +X-B"},
    {"header_answer_spares_requests", "headers", R"({"remove":"X-A"})", kHttp, Hook::request, 0, ""},
    {"header_request", "headers", R"({"remove":"X-A","on":"request"})", kHttp, Hook::request, 0, "edit head: -X-A"},
    {"replace_keeps_the_status", "replace", R"({"body":{"wrong":true}})", kHttp, Hook::head, 0, "respond 200"},
    {"replace_status", "replace", R"({"status":404})", kHttp, Hook::head, 0, "respond 404"},
    {"latency_constant", "latency", R"({"mean":"100ms","distribution":"constant"})", kHttp, Hook::head, 0,
     "wait 100ms"},
    {"latency_ramps", "latency", R"({"mean":"10ms -> 30ms over 3s"})", kHttp, Hook::head, 0, "wait 20ms"},
    {"latency_ramp_ends", "latency", R"({"mean":"10ms -> 30ms over 1s"})", kHttp, Hook::head, 0, "wait 30ms"},
    {"bandwidth_ramps", "bandwidth", R"({"rate":"1KB/s -> 3KB/s over 3s"})", kHttp, Hook::head_bytes, 0,
     "wait 5ms, pass 10, again"},
    {"trickle_ramps", "trickle", R"({"gap":"10ms -> 0ms over 3s"})", kHttp, Hook::down, 0, "wait 5ms, pass 1, again"},
    {"slicer_ramps", "slicer", R"({"average":"4B","delay":"2ms -> 4ms over 3s"})", kTcp, Hook::down, 0,
     "pass 4, wait 3ms, again"},
    {"delay_ramps", "delay", R"({"for":"1s -> 3s over 3s"})", kHttp, Hook::head, 0, "wait 2s"},
    {"delay_first_chunk", "delay", R"({"for":"2s","stage":"between_chunks"})", kHttp, Hook::down, 0, ""},
    {"delay_between_chunks", "delay", R"({"for":"2s","stage":"between_chunks"})", kHttp, Hook::framing, 4, "wait 2s"},
    {"delay_between_pieces", "delay", R"({"for":"2s","stage":"between_chunks"})", kHttp, Hook::down, 4, "wait 2s"},
    {"blackhole_later_connect", "blackhole", R"({"after":"8"})", kTcp, Hook::connect, 0, ""},
    {"blackhole_after_bytes", "blackhole", R"({"after":"8"})", kTcp, Hook::up, 3, "pass 5, hold"},
    {"blackhole_not_yet", "blackhole", R"({"after":"80"})", kTcp, Hook::down, 3, ""},
    {"blackhole_in_a_body", "blackhole", R"({"after":"8"})", kHttp, Hook::down, 3, "pass 5, hold"},
    {"reset_at_close", "reset", R"({"when":"at_close"})", kTcp, Hook::end, 0, "reset"},
    {"reset_at_close_bytes_pass", "reset", R"({"when":"at_close"})", kTcp, Hook::down, 0, ""},
    {"reset_at_close_head_passes", "reset", R"({"when":"at_close"})", kHttp, Hook::head, 0, ""},
    {"corrupt_on_tcp", "corrupt", R"({"bytes":2})", kTcp, Hook::down, 0, "replace by 10 bytes"},
    {"drop_chunks", "drop", "{}", kTcp, Hook::down, 0, "drop"},
    {"drop_never", "drop", R"({"chance":"0%"})", kTcp, Hook::down, 0, ""},
    {"drop_one_way", "drop", "{}", kTcp, Hook::up, 0, ""},
    {"drop_answers", "drop", "{}", kHttp, Hook::head, 0, "drop"},
    {"drop_spares_requests", "drop", "{}", kHttp, Hook::up, 0, ""},
    {"duplicate_chunks", "duplicate", "{}", kTcp, Hook::down, 0, "replace by 20 bytes"},
    {"duplicate_never", "duplicate", R"({"chance":"0%"})", kTcp, Hook::down, 0, ""},
    {"duplicate_answers_pass_once", "duplicate", "{}", kHttp, Hook::head, 0, ""},
    {"half_open", "half_open", "{}", kTcp, Hook::up, 0, "pass 0, stop reading"},
    {"half_open_after", "half_open", R"({"after":"8"})", kTcp, Hook::up, 3, "pass 5, stop reading"},
    {"half_open_one_way", "half_open", "{}", kTcp, Hook::down, 0, ""},
    {"flapping_up", "flapping", R"({"up":"2s","down":"1s"})", kTcp, Hook::connect, 0, ""},
    {"flapping_down", "flapping", R"({"up":"1s","down":"1s"})", kTcp, Hook::connect, 0, "reset"},
    {"flapping_down_bytes", "flapping", R"({"up":"1s","down":"1s"})", kTcp, Hook::up, 0, "reset"},
    {"flapping_down_requests", "flapping", R"({"up":"1s","down":"1s"})", kHttp, Hook::request, 0, "reset"},
    {"flapping_up_again", "flapping", R"({"up":"1s","down":"400ms"})", kHttp, Hook::request, 0, ""},
    {"flapping_holds", "flapping", R"({"up":"1s","down":"1s","how":"hold"})", kTcp, Hook::down, 0, "wait 500ms"},
    {"close_early", "close", "{}", kHttp, Hook::head, 0, "close"},
    {"close_after_head", "close", R"({"when":"after_head"})", kHttp, Hook::head_bytes, 0, "pass 10, close"},
    {"close_after_head_not_before", "close", R"({"when":"after_head"})", kHttp, Hook::head, 0, ""},
    {"close_between_requests", "close", R"({"when":"between_requests"})", kHttp, Hook::end, 0, "close"},
    {"close_between_requests_not_inside", "close", R"({"when":"between_requests"})", kHttp, Hook::down, 0, ""},
    {"throttle", "throttle", R"({"retry_after":"1500ms"})", kHttp, Hook::request, 0, "respond 429"},
    {"throttle_unavailable", "throttle", R"({"retry_after":"2s","status":503})", kHttp, Hook::request, 0,
     "respond 503"},
    {"large_headers", "large_headers", R"({"size":"8B","fields":2})", kHttp, Hook::head, 0,
     "edit head: +X-Squall-Padding-1 +X-Squall-Padding-2"},
    {"interim", "interim", R"({"status":102,"count":2})", kHttp, Hook::head, 0, "send 54 bytes"},
    {"wrong_length", "wrong_length", R"({"by":"3"})", kHttp, Hook::head, 0, "edit head: +Content-Length"},
    {"wrong_length_off_by_nothing", "wrong_length", R"({"by":"0"})", kHttp, Hook::head, 0, ""},
    {"broken_chunking_claims", "broken_chunking", "{}", kHttp, Hook::head, 0,
     "edit head: -Content-Length +Transfer-Encoding"},
    {"broken_chunking_size", "broken_chunking", "{}", kHttp, Hook::framing, 0, "replace by 8 bytes"},
    {"broken_chunking_data", "broken_chunking", R"({"how":"data"})", kHttp, Hook::down, 0, "replace by 16 bytes"},
    {"broken_chunking_head_passes", "broken_chunking", "{}", kHttp, Hook::head_bytes, 0, ""},
    {"replay_collects", "replay", "{}", kHttp, Hook::up, 0, ""},
    {"rewrite_gathers", "rewrite", R"({"pointer":"/a","value":2})", kHttp, Hook::head, 0, ""},
    {"rewrite", "rewrite", R"({"pointer":"/a","value":22})", kHttp, Hook::message, 0, "rewrite to 16 bytes"},
    {"rewrite_adds", "rewrite", R"({"pointer":"/c","value":{"d":1}})", kHttp, Hook::message, 0, "rewrite to 27 bytes"},
    {"rewrite_removes", "rewrite", R"({"pointer":"/a","remove":true})", kHttp, Hook::message, 0, "rewrite to 9 bytes"},
    {"rewrite_leads_nowhere", "rewrite", R"({"pointer":"/x/y","value":1})", kHttp, Hook::message, 0, ""},
    {"canary_gathers", "canary", R"({"mark":"~1"})", kHttp, Hook::head, 0, ""},
    {"canary", "canary", R"({"mark":"~1"})", kHttp, Hook::message, 0, ""},
    {"broken_json", "broken_json", R"({"how":"bracket"})", kHttp, Hook::message, 0, "rewrite to 16 bytes"},
    {"stale_knows_nothing_yet", "stale", "{}", kHttp, Hook::message, 0, ""},
    {"declared_error", "declared_error", "{}", kHttp, Hook::request, 0, "respond 409"},
    {"declared_error_that_is_not", "declared_error", R"({"status":404})", kHttp, Hook::request, 0, ""},
    {"declared_error_forwards", "declared_error", R"({"forward":true})", kHttp, Hook::request, 0, ""},
    {"declared_error_forwarded", "declared_error", R"({"forward":true})", kHttp, Hook::head, 0, "respond 409"},
    {"legal_change_fewer_fields", "legal_change", "{}", kHttp, Hook::message, 0, "rewrite to 7 bytes: fewer_fields"},
    {"legal_change_more_fields", "legal_change", R"({"how":"more_fields"})", kHttp, Hook::message, 0,
     "rewrite to 34 bytes: more_fields"},
    {"legal_change_nulls", "legal_change", R"({"how":"nulls"})", kHttp, Hook::message, 0, "rewrite to 16 bytes: nulls"},
    {"legal_change_other_values", "legal_change", R"({"how":"other_values"})", kHttp, Hook::message, 0,
     "rewrite to 15 bytes: other_values"},
    {"legal_change_fewest_items", "legal_change", R"({"how":"fewest_items"})", kHttp, Hook::message, 0,
     "rewrite to 14 bytes: fewest_items"},
    {"legal_change_most_items", "legal_change", R"({"how":"most_items"})", kHttp, Hook::message, 0,
     "rewrite to 19 bytes: most_items"},
    {"legal_change_by_no_chance", "legal_change", R"({"chance":"0%"})", kHttp, Hook::message, 0, ""},
    {"legal_change_spares_requests", "legal_change", "{}", kHttp, Hook::request, 0, ""},
    {"illegal_change_body", "illegal_change", R"({"keyword":"required"})", kHttp, Hook::message, 0,
     "respond 200: body the value property 'a' is required"},
    {"illegal_change_no_such_keyword", "illegal_change", R"({"keyword":"maximum"})", kHttp, Hook::message, 0, ""},
    {"illegal_change_status", "illegal_change", R"({"how":"status","status":418})", kHttp, Hook::message, 0,
     "respond 418: status 418 is not declared"},
    {"illegal_change_declared_status", "illegal_change", R"({"how":"status","status":409})", kHttp, Hook::message, 0,
     ""},
    {"illegal_change_media_type", "illegal_change", R"({"how":"media_type"})", kHttp, Hook::message, 0,
     "respond 200: media type application/x-squall is not declared"},
    {"illegal_change_header", "illegal_change", R"({"how":"header"})", kHttp, Hook::message, 0,
     "respond 200: required header 'X-A' is missing"},
    {"latency_delays_datagrams", "latency", R"({"mean":"100ms"})", kUdp, Hook::down, 0, "wait 70ms"},
    {"bandwidth_keeps_datagrams_whole", "bandwidth", R"({"rate":"100B/s"})", kUdp, Hook::down, 0, "wait 100ms"},
    {"blackhole_loses_datagrams", "blackhole", "{}", kUdp, Hook::up, 0, "drop"},
    {"blackhole_loses_datagrams_after", "blackhole", R"({"after":"20B"})", kUdp, Hook::up, 15, "drop"},
    {"blackhole_lets_datagrams_pass_before", "blackhole", R"({"after":"20B"})", kUdp, Hook::up, 10, ""},
    {"blackhole_before_accept", "blackhole", R"({"stage":"before_accept"})", kTcp, Hook::listen, 0,
     "answer no connection"},
    {"blackhole_before_accept_spares_the_open", "blackhole", R"({"stage":"before_accept"})", kTcp, Hook::up, 0, ""},
    {"blackhole_after_accept_listens", "blackhole", "{}", kTcp, Hook::listen, 0, ""},
    {"corrupt_datagrams", "corrupt", R"({"bytes":2})", kUdp, Hook::down, 0, "replace by 10 bytes"},
    {"drop_datagrams", "drop", "{}", kUdp, Hook::down, 0, "drop"},
    {"drop_datagrams_one_way", "drop", "{}", kUdp, Hook::up, 0, ""},
    {"duplicate_datagrams", "duplicate", "{}", kUdp, Hook::down, 0, "send 10 bytes"},
    {"flapping_loses_datagrams", "flapping", R"({"up":"1s","down":"1s"})", kUdp, Hook::down, 0, "drop"},
    {"flapping_holds_datagrams", "flapping", R"({"up":"1s","down":"1s","how":"hold"})", kUdp, Hook::down, 0,
     "wait 500ms"},
    {"reorder", "reorder", R"({"by":2})", kUdp, Hook::down, 0, "let 2 overtake"},
    {"reorder_one_way", "reorder", "{}", kUdp, Hook::up, 0, ""},
    {"reorder_never", "reorder", R"({"chance":"0%"})", kUdp, Hook::down, 0, ""},
    {"connection_cap_is_reached", "connection_cap", R"({"most":10})", kTcp, Hook::accept, 0, "reset"},
    {"connection_cap_is_not_reached", "connection_cap", R"({"most":11})", kHttp, Hook::accept, 0, ""},
    {"connection_cap_closes", "connection_cap", R"({"most":0,"how":"close"})", kTcp, Hook::accept, 0, "close"},
    {"connection_cap_holds", "connection_cap", R"({"most":1,"how":"hold"})", kTcp, Hook::accept, 0, "hold"},
};

INSTANTIATE_TEST_SUITE_P(Faults, Decisions, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(Faults, EachHasARowInTheTable) {
  std::set<std::string> seen;
  for (const auto& row : kRows) seen.insert(row.kind);
  for (const auto& fault : faults()) EXPECT_EQ(seen.count(std::string(fault.kind)), 1u) << fault.kind;
}

TEST(Faults, ThatKnowTheContractSpareWhatItDoesNotName) {
  for (const char* kind : {"declared_error", "legal_change", "illegal_change"}) {
    const auto fault = find_fault(kind)->make({});
    contracts::Random random(1, "test");
    Memory memory;
    Context context{random, memory};
    context.contract = &sample();
    for (const auto hook : {Hook::request, Hook::head, Hook::message})
      EXPECT_TRUE(ask(**fault, hook, context).empty()) << kind;
  }
}

}  // namespace
}  // namespace squall::chaos
