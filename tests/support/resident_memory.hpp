#pragma once

#include "daemon_process.hpp"
#include "sanitizers.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {

/// Holds the resident memory of a process from now on. A sanitizer keeps what was freed, so there it tells nothing.
class ResidentMemory {
public:
    explicit ResidentMemory(Process const& process)
        : process_(process)
        , before_(process.resident_bytes()) {}

    void expect_growth_below(std::size_t bytes) const {
        auto const now = process_.resident_bytes();
        EXPECT_GT(before_, 0U);
        EXPECT_GT(now, 0U);
        EXPECT_TRUE(kSanitized || now < before_ + bytes) << now << ", it was " << before_;
    }

private:
    Process const& process_;
    std::size_t before_;
};

} // namespace watchpost::test
