#include "support/temporary_folder.hpp"

#include <watchpost/disk/atomic_file.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

namespace watchpost::disk {
namespace {

namespace fs = std::filesystem;
using test::text_of;
using test::write_text;

class AtomicFile : public testing::Test {
protected:
    test::TemporaryFolder folder_;
    fs::path const path_ = folder_.path() / "deep" / "file";
};

TEST_F(AtomicFile, is_made_with_its_folders_and_leaves_nothing_beside_it) {
    EXPECT_FALSE(write_file_atomically(path_, "one"));
    EXPECT_EQ(text_of(path_), "one");
    EXPECT_FALSE(write_file_atomically(path_, "two"));
    EXPECT_EQ(text_of(path_), "two");
    EXPECT_EQ(std::distance(fs::directory_iterator(path_.parent_path()), {}), 1);
    EXPECT_EQ(static_cast<unsigned>(fs::status(path_).permissions()) & 0007U, 0U) << "nobody else may read it";
}

TEST_F(AtomicFile, replaces_a_link_and_does_not_follow_it) {
    auto const outside = folder_.path() / "outside";
    write_text(outside, "untouched");
    fs::create_directories(path_.parent_path());
    fs::create_symlink(outside, path_);

    EXPECT_FALSE(write_file_atomically(path_, "new"));

    EXPECT_EQ(text_of(outside), "untouched");
    EXPECT_EQ(text_of(path_), "new");
}

TEST_F(AtomicFile, that_cannot_be_written_says_why_and_leaves_the_old_one) {
    write_text(folder_.path() / "deep", "a file where a folder should be");
    auto const failure = write_file_atomically(path_, "new");
    ASSERT_TRUE(failure);
    EXPECT_THAT(failure->message, testing::HasSubstr((folder_.path() / "deep").string()));
    EXPECT_EQ(text_of(folder_.path() / "deep"), "a file where a folder should be");
}

/// As a disk with so many bytes left: what is more cannot be written.
class RoomFor {
public:
    explicit RoomFor(rlim_t bytes)
        : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        rlimit const limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~RoomFor() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    RoomFor(RoomFor const&) = delete;
    RoomFor& operator=(RoomFor const&) = delete;

private:
    rlimit before_{};
    void (*handler_)(int);
};

TEST_F(AtomicFile, on_a_full_disk_leaves_the_old_one_and_no_rest) {
    EXPECT_FALSE(write_file_atomically(path_, "old"));
    {
        RoomFor const two{2};
        EXPECT_TRUE(write_file_atomically(path_, "much longer"));
    }
    EXPECT_EQ(text_of(path_), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(path_.parent_path()), {}), 1);
}

TEST_F(AtomicFile, does_not_mind_the_rest_of_an_earlier_one) {
    auto const outside = folder_.path() / "outside";
    write_text(outside, "untouched");
    fs::create_directories(path_.parent_path());
    fs::create_symlink(outside, path_.string() + ".part");

    EXPECT_FALSE(write_file_atomically(path_, "new"));

    EXPECT_EQ(text_of(path_), "new");
    EXPECT_FALSE(fs::is_symlink(path_));
    EXPECT_EQ(text_of(outside), "untouched");
}

TEST_F(AtomicFile, is_read_within_bounds) {
    EXPECT_FALSE(write_file_atomically(path_, "12345"));
    EXPECT_EQ(*read_file(path_, 5), "12345");
    EXPECT_FALSE(read_file(path_, 4));
    EXPECT_FALSE(read_file(path_.parent_path(), 100)) << "a folder is no file";
    EXPECT_FALSE(read_file(folder_.path() / "nothing", 100));
    auto const fifo = folder_.path() / "fifo";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    EXPECT_FALSE(read_file(fifo, 100)) << "and it does not wait for a writer";
}

} // namespace
} // namespace watchpost::disk
