#include "support/temporary_folder.hpp"

#include <watchpost/disk/line_file.hpp>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

namespace watchpost::disk {
namespace {

using test::text_of;
using test::write_text;

class LineFileTest : public testing::Test {
protected:
    std::string add(std::string const& lines) {
        auto const failure = append_lines(file_, lines);
        return failure ? failure->message : "";
    }

    test::TemporaryFolder folder_;
    LineFile file_{folder_.path() / "lines", folder_.path() / "older", 20};
};

TEST_F(LineFileTest, grows_and_is_for_its_owner_only) {
    EXPECT_EQ(add("one\n"), "");
    EXPECT_EQ(add("two\nthree\n"), "");
    EXPECT_EQ(text_of(file_.path), "one\ntwo\nthree\n");
    struct stat facts {};
    ASSERT_EQ(::stat(file_.path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600U);
}

TEST_F(LineFileTest, becomes_the_older_one_when_it_is_full) {
    for (auto const* const line : {"aaaaaaaaa\n", "bbbbbbbbb\n", "ccccccccc\n", "ddddddddd\n", "eeeeeeeee\n"})
        EXPECT_EQ(add(line), "");
    EXPECT_EQ(text_of(file_.older), "ccccccccc\nddddddddd\n");
    EXPECT_EQ(text_of(file_.path), "eeeeeeeee\n");
}

TEST_F(LineFileTest, takes_more_at_once_than_it_may_hold_and_is_full_then) {
    std::string const much(30, 'x');
    EXPECT_EQ(add(much + "\n"), "");
    EXPECT_EQ(add("y\n"), "");
    EXPECT_EQ(text_of(file_.older), much + "\n");
    EXPECT_EQ(text_of(file_.path), "y\n");
}

TEST_F(LineFileTest, ends_a_line_that_a_crash_left_open) {
    write_text(file_.path, "one\ntw");
    EXPECT_EQ(add("three\n"), "");
    EXPECT_EQ(text_of(file_.path), "one\ntw\nthree\n");
}

TEST_F(LineFileTest, is_as_it_was_when_the_disk_is_full) {
    file_.max_bytes = 1000;
    EXPECT_EQ(add("one\n"), "");
    // The limit of a file's size is the nearest thing to a disk that is full in the middle of a write.
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    rlimit const small{6, before.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    auto const said = add("two, which is longer\n");
    setrlimit(RLIMIT_FSIZE, &before);
    EXPECT_NE(said, "");
    EXPECT_EQ(text_of(file_.path), "one\n");
    EXPECT_EQ(add("two\n"), "");
    EXPECT_EQ(text_of(file_.path), "one\ntwo\n");
}

TEST_F(LineFileTest, follows_no_link_and_waits_for_no_fifo) {
    write_text(folder_.path() / "victim", "mine");
    std::filesystem::create_symlink(folder_.path() / "victim", file_.path);
    EXPECT_NE(add("one\n"), "");
    EXPECT_EQ(text_of(folder_.path() / "victim"), "mine");
    std::filesystem::remove(file_.path);
    ASSERT_EQ(::mkfifo(file_.path.c_str(), 0600), 0);
    EXPECT_NE(add("one\n"), "");
}

} // namespace
} // namespace watchpost::disk
