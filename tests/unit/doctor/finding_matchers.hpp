#pragma once

#include <watchpost/doctor/doctor.hpp>

#include <gmock/gmock.h>

#include <ostream>

namespace watchpost::doctor {

inline void PrintTo(Finding const& finding, std::ostream* out) {
    *out << to_line(finding);
}

/// The line begins with the grade and the thing, and says `part`.
MATCHER_P2(Says, beginning, part, "") {
    auto const line = to_line(arg);
    return line.starts_with(beginning) && line.find(part) != std::string::npos;
}

} // namespace watchpost::doctor
