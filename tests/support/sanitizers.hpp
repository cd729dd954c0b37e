#pragma once

namespace watchpost::test {

/// The daemon and the tests are many times slower and larger than they are for people.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

} // namespace watchpost::test
