#include "contracts/schema/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace squall::contracts::schema {
namespace {

constexpr std::uint32_t kMatchLimit = 1'000'000;
constexpr std::uint32_t kDepthLimit = 5'000;
constexpr std::uint32_t kHeapLimitKiB = 20'000;
constexpr std::size_t kLongestPattern = 64 * 1024;
constexpr std::size_t kJitStackStart = 32 * 1024;
constexpr std::size_t kJitStackMost = 1024 * 1024;

struct Release {
  void operator()(pcre2_code* code) const { pcre2_code_free(code); }
  void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
  void operator()(pcre2_match_context* context) const { pcre2_match_context_free(context); }
  void operator()(pcre2_match_data* data) const { pcre2_match_data_free(data); }
  void operator()(pcre2_jit_stack* stack) const { pcre2_jit_stack_free(stack); }
};
template <class T>
using Owned = std::unique_ptr<T, Release>;

// What matching needs and threads must not share.
struct Workspace {
  Owned<pcre2_match_data> data{pcre2_match_data_create(1, nullptr)};
  Owned<pcre2_match_context> context{pcre2_match_context_create(nullptr)};
  Owned<pcre2_jit_stack> stack{pcre2_jit_stack_create(kJitStackStart, kJitStackMost, nullptr)};
  Workspace() {
    pcre2_set_match_limit(context.get(), kMatchLimit);
    pcre2_set_depth_limit(context.get(), kDepthLimit);
    pcre2_set_heap_limit(context.get(), kHeapLimitKiB);
    pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
  }
};

Workspace& workspace() {
  thread_local Workspace mine;
  return mine;
}

}  // namespace

struct Pattern::Compiled {
  std::string text;
  Owned<pcre2_code> code;  // none: it cannot be run
};

Pattern::Pattern(std::unique_ptr<Compiled> compiled) : compiled_(std::move(compiled)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

Result<Pattern> Pattern::compile(std::string_view ecma, PatternMode mode) {
  if (ecma.size() > kLongestPattern) return fail(ErrorKind::unsupported, "the pattern is longer than 64 KiB");
  SQUALL_TRY_ASSIGN(const std::string translated, translate_pattern(ecma, mode));
  Owned<pcre2_compile_context> context(pcre2_compile_context_create(nullptr));
  pcre2_set_parens_nest_limit(context.get(), 200);
  pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
  constexpr std::uint32_t kOptions = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                                     PCRE2_ALLOW_EMPTY_CLASS | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C |
                                     PCRE2_NO_AUTO_CAPTURE;
  // Groups capture only where something refers back to them; unnumbered ones are cheaper.
  const bool numbered = translated.find("\\") != std::string::npos;
  int code = 0;
  PCRE2_SIZE offset = 0;
  Owned<pcre2_code> compiled(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                                           numbered ? kOptions & ~PCRE2_NO_AUTO_CAPTURE : kOptions, &code, &offset,
                                           context.get()));
  // ECMA-262 looks behind over any length, PCRE2 does not: sound, but undecided for every text.
  if (compiled == nullptr && code != PCRE2_ERROR_LOOKBEHIND_NOT_FIXED_LENGTH) {
    char message[160] = {};
    pcre2_get_error_message(code, reinterpret_cast<PCRE2_UCHAR*>(message), sizeof message);
    return fail(ErrorKind::malformed, "not a regular expression of ECMA-262: " + std::string(message));
  }
  if (compiled != nullptr) pcre2_jit_compile(compiled.get(), PCRE2_JIT_COMPLETE);  // without a JIT, matching interprets
  auto owned = std::make_unique<Compiled>();
  owned->text = ecma;
  owned->code = std::move(compiled);
  return Pattern(std::move(owned));
}

Match Pattern::search(std::string_view text) const {
  if (compiled_->code == nullptr) return Match::undecided;
  Workspace& mine = workspace();
  const char* subject = text.data() != nullptr ? text.data() : "";
  const int result = pcre2_match(compiled_->code.get(), reinterpret_cast<PCRE2_SPTR>(subject), text.size(), 0, 0,
                                 mine.data.get(), mine.context.get());
  if (result >= 0) return Match::yes;
  switch (result) {
    case PCRE2_ERROR_MATCHLIMIT:
    case PCRE2_ERROR_DEPTHLIMIT:
    case PCRE2_ERROR_HEAPLIMIT:
    case PCRE2_ERROR_JIT_STACKLIMIT:
    case PCRE2_ERROR_NOMEMORY:
      return Match::undecided;
    default:
      return Match::no;
  }
}

const std::string& Pattern::text() const {
  return compiled_->text;
}

}  // namespace squall::contracts::schema
