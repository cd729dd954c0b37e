#pragma once

#include <cstdlib>

namespace watchpost::test {

#ifdef WATCHPOST_SANITIZED
inline bool const kSanitized = true;
#else
/// The daemon is many times slower and larger than it is for people. Tests of it are compiled without sanitizers.
inline bool const kSanitized = std::getenv("TESTED_WATCHPOST_IS_SANITIZED") != nullptr;
#endif

inline int const kSlowdown = kSanitized ? 10 : 1; ///< what a sanitizer may cost

} // namespace watchpost::test
