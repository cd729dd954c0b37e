#include "photo_folder.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace watchpost::archive {
namespace {

namespace fs = std::filesystem;
using test::text_of;
using test::write_text;

std::string const kId = "20261124-123210-123.front.800x600.q80";

class PhotoFolderTest : public testing::Test {
protected:
    test::TemporaryFolder place_;
    fs::path const photos_ = place_.path() / "photos";
    PhotoFolder folder_{photos_};
};

TEST_F(PhotoFolderTest, gives_back_what_it_was_given) {
    ASSERT_FALSE(folder_.open().trouble);
    auto const allocated = folder_.store(kId, {0xFF, 0xD8, 0x00, 0xD9});
    ASSERT_TRUE(allocated);
    EXPECT_GE(*allocated, 4U);
    EXPECT_EQ(*folder_.load(kId), std::string("\xFF\xD8\0\xD9", 4));

    auto const again = PhotoFolder{photos_}.open();
    ASSERT_FALSE(again.trouble);
    ASSERT_EQ(again.photos.size(), 1U);
    EXPECT_EQ(again.photos.front().id, kId);
    EXPECT_EQ(again.photos.front().size, 4U);
    EXPECT_EQ(again.photos.front().allocated, *allocated);
    EXPECT_TRUE(again.is_all);
    EXPECT_EQ(again.photos.front().camera, "front");
}

TEST_F(PhotoFolderTest, forgets_what_a_crash_left_half_written_and_leaves_other_files_alone) {
    fs::create_directories(photos_);
    write_text(photos_ / (kId + ".jpg.part"), "half");
    write_text(photos_ / "holiday.jpg", "somebody's own");
    write_text(place_.path() / "secret", "secret");
    fs::create_symlink(place_.path() / "secret", photos_ / (kId + ".jpg"));

    auto const found = folder_.open();

    ASSERT_FALSE(found.trouble);
    EXPECT_TRUE(found.photos.empty()) << "a link is no photo";
    EXPECT_FALSE(fs::exists(photos_ / (kId + ".jpg.part")));
    EXPECT_EQ(text_of(photos_ / "holiday.jpg"), "somebody's own");
    EXPECT_FALSE(folder_.load(kId)) << "and it is not followed";
}

TEST_F(PhotoFolderTest, removes_a_photo_once_and_does_not_mind_a_second_time) {
    ASSERT_TRUE(folder_.store(kId, {1, 2, 3}));
    EXPECT_FALSE(folder_.remove(kId));
    EXPECT_FALSE(fs::exists(photos_ / (kId + ".jpg")));
    EXPECT_FALSE(folder_.remove(kId));
    EXPECT_FALSE(folder_.load(kId));
}

TEST_F(PhotoFolderTest, says_what_is_wrong_with_its_place) {
    write_text(photos_, "a file where the folder should be");
    auto const found = folder_.open();
    ASSERT_TRUE(found.trouble);
    EXPECT_FALSE(found.is_all);
    EXPECT_NE(found.trouble->message.find(photos_.string()), std::string::npos) << found.trouble->message;
    EXPECT_FALSE(folder_.store(kId, {1}));
}

} // namespace
} // namespace watchpost::archive
