#include "machine.hpp"

#include <gtest/gtest.h>

namespace watchpost::api {
namespace {

TEST(Machine, reads_how_busy_the_processors_were) {
    auto const before = read_cpu_times("cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 1 1 1 1\n");
    auto const after = read_cpu_times("cpu  150 10 120 1000 20 5 5 10 7 7\n");
    ASSERT_TRUE(before && after);
    EXPECT_EQ(before->total, 1000U);
    EXPECT_EQ(before->busy, 200U);
    EXPECT_DOUBLE_EQ(*cpu_percent(*before, *after), 100.0 * 100 / 320);
    EXPECT_FALSE(cpu_percent(*after, *after));
    EXPECT_FALSE(cpu_percent(*after, *before));
}

TEST(Machine, reads_the_memory_in_use) {
    EXPECT_DOUBLE_EQ(*read_ram_percent("MemTotal:        1000 kB\nMemFree: 1 kB\nMemAvailable:     250 kB\n"), 75.0);
}

TEST(Machine, says_nothing_about_what_it_cannot_read) {
    for (auto const* text : {"", "cpu", "cpu  ", "cpu  1 2 3", "cpu0 1 2 3 4 5 6 7 8", "cpu  a b c d e f g h"})
        EXPECT_FALSE(read_cpu_times(text)) << text;
    for (auto const* text : {"", "MemTotal: 10 kB", "MemTotal: 0 kB\nMemAvailable: 0 kB", "MemAvailable: 5 kB",
                             "MemTotal: 10 kB\nMemAvailable: 11 kB", "MemTotal: x\nMemAvailable: y"})
        EXPECT_FALSE(read_ram_percent(text)) << text;
}

TEST(Machine, tells_of_this_one_even_where_the_folder_is_not_made_yet) {
    auto const load = read_machine("/tmp/not/made/yet");
    ASSERT_TRUE(load.cpu && load.ram_percent && load.free_percent);
    EXPECT_GT(load.cpu->total, 0U);
    for (auto const value : {*load.ram_percent, *load.free_percent}) {
        EXPECT_GE(value, 0.0);
        EXPECT_LE(value, 100.0);
    }
}

} // namespace
} // namespace watchpost::api
