#pragma once
// Freed: how a unique_ptr gives back what a C library made: std::unique_ptr<FILE, Freed<fclose>>.

namespace squall::contracts {

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

}  // namespace squall::contracts
