#pragma once

namespace watchpost::test {

/// The daemon is many times slower and larger than it is for people. Some tests of it are compiled without sanitizers.
#ifdef WATCHPOST_SANITIZED
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

constexpr int kSlowdown = kSanitized ? 10 : 1; ///< what a sanitizer may cost

} // namespace watchpost::test
