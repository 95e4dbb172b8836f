#include "harness/traffic/curl_library.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace squall::harness {
namespace {

constexpr const char* kLibrary = "libcurl.so.4";
constexpr int kCouldNotRun = 3;

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "squall: cannot call anybody without %s: %s\n", kLibrary, why);
  std::_Exit(kCouldNotRun);
}

class Library {
 public:
  Library() : handle_(::dlopen(kLibrary, RTLD_LAZY | RTLD_LOCAL)) {
    if (handle_ == nullptr) give_up(::dlerror());
  }
  template <typename Function>
  void find(const char* name, Function& function) const {
    function = reinterpret_cast<Function>(::dlsym(handle_, name));
    if (function == nullptr) give_up(::dlerror());
  }

 private:
  void* handle_;  // for as long as the process lives
};

Curl load() {
  const Library library;
  Curl curl;
  library.find("curl_global_init", curl.global_init);
  library.find("curl_easy_init", curl.easy_init);
  library.find("curl_easy_cleanup", curl.easy_cleanup);
  library.find("curl_easy_reset", curl.easy_reset);
  library.find("curl_easy_setopt", curl.easy_setopt);
  library.find("curl_easy_getinfo", curl.easy_getinfo);
  library.find("curl_easy_strerror", curl.easy_strerror);
  library.find("curl_slist_append", curl.slist_append);
  library.find("curl_slist_free_all", curl.slist_free_all);
  library.find("curl_multi_init", curl.multi_init);
  library.find("curl_multi_cleanup", curl.multi_cleanup);
  library.find("curl_multi_setopt", curl.multi_setopt);
  library.find("curl_multi_add_handle", curl.multi_add_handle);
  library.find("curl_multi_remove_handle", curl.multi_remove_handle);
  library.find("curl_multi_perform", curl.multi_perform);
  library.find("curl_multi_poll", curl.multi_poll);
  library.find("curl_multi_wakeup", curl.multi_wakeup);
  library.find("curl_multi_info_read", curl.multi_info_read);
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) give_up("curl_global_init failed");
  return curl;
}

}  // namespace

const Curl& curl() {
  static const Curl loaded = load();
  return loaded;
}

}  // namespace squall::harness
