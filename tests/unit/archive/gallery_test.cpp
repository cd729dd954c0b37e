#include "gallery_fixture.hpp"
#include "support/nobody_in.hpp"

#include <gmock/gmock.h>

namespace watchpost::archive {
namespace {

TEST_F(GalleryTest, answers_for_a_photo_when_it_is_on_the_disk_and_not_before) {
    auto const id = ask_for_photo();
    take(kBlock);
    EXPECT_EQ(hub_.commands.find(id)->state, CommandState::sent);
    EXPECT_EQ(gallery_->count({}), 0U);

    workers_.work();

    auto const report = hub_.commands.find(id);
    EXPECT_EQ(report->state, CommandState::acknowledged);
    ASSERT_EQ(gallery_->count({}), 1U);
    EXPECT_EQ(gallery_->list({}, 0, 9).front().id, report->detail);
    EXPECT_EQ(told<Event::PhotoCaptured>(), 1U);
    EXPECT_EQ(gallery_->used_bytes(), kBlock);
}

TEST_F(GalleryTest, does_not_take_an_unasked_photo_for_the_answer_to_something_else) {
    auto const id = hub_.commands.submit(kCamera, DeviceAction{"flash_on", {}, {}, {}}).id;
    take(kBlock);
    workers_.work();
    EXPECT_EQ(hub_.commands.find(id)->state, CommandState::sent);
    EXPECT_EQ(gallery_->count({}), 1U);
}

TEST_F(GalleryTest, says_when_a_photo_could_not_be_kept_and_recovers_by_itself) {
    fs::remove_all(place_.path() / "photos");
    test::write_text(place_.path() / "photos", "in the way");
    auto const id = ask_for_photo();
    take(kBlock);
    workers_.work();

    EXPECT_EQ(hub_.commands.find(id)->state, CommandState::refused);
    EXPECT_THAT(hub_.commands.find(id)->detail, testing::HasSubstr("photos"));
    EXPECT_EQ(told<Event::PhotoFailed>(), 1U);
    EXPECT_TRUE(gallery_->trouble());
    EXPECT_EQ(gallery_->count({}), 0U);

    fs::remove(place_.path() / "photos");
    take(kBlock);
    workers_.work();
    EXPECT_FALSE(gallery_->trouble());
    EXPECT_EQ(gallery_->count({}), 1U);
}

TEST_F(GalleryTest, gives_two_photos_of_one_moment_two_names) {
    take(kBlock);
    take(kBlock);
    workers_.work();
    EXPECT_EQ(gallery_->count({}), 2U);
    EXPECT_EQ(files(), 2U);
}

TEST_F(GalleryTest, lists_the_newest_first_page_by_page_and_by_camera) {
    for (auto const* camera : {"front", "back", "front"}) {
        take(kBlock, camera);
        clock_.jump_wall(1s);
    }
    workers_.work();
    auto const all = gallery_->list({}, 0, 9);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_GT(all[0].taken, all[1].taken);
    EXPECT_EQ(gallery_->list({}, 1, 1).front().id, all[1].id);
    EXPECT_EQ(gallery_->list("front", 1, 9).front().id, all[2].id);
    EXPECT_EQ(gallery_->count("back"), 1U);
    EXPECT_TRUE(gallery_->list({}, 3, 9).empty());
}

TEST_F(GalleryTest, drops_the_oldest_beyond_its_bytes) {
    for (int i = 0; i < 3; ++i) {
        take(4 * kBlock);
        clock_.jump_wall(1s);
    }
    workers_.work();
    EXPECT_EQ(gallery_->count({}), 2U);
    EXPECT_EQ(gallery_->used_bytes(), 8 * kBlock);
    EXPECT_EQ(files(), 2U);
    EXPECT_EQ(told<Event::PhotoDeleted>(), 1U);
}

TEST_F(GalleryTest, keeps_a_new_photo_though_the_clock_was_set_back) {
    take(6 * kBlock);
    workers_.work();
    clock_.jump_wall(-3600s);
    auto const id = ask_for_photo();
    take(6 * kBlock);
    workers_.work();
    ASSERT_EQ(gallery_->count({}), 1U);
    EXPECT_EQ(gallery_->list({}, 0, 1).front().id, hub_.commands.find(id)->detail);
}

TEST_F(GalleryTest, makes_room_when_it_is_allowed_less) {
    for (int i = 0; i < 2; ++i) {
        take(4 * kBlock);
        clock_.jump_wall(1s);
    }
    workers_.work();
    gallery_->set_max_bytes(5 * kBlock);
    workers_.work();
    EXPECT_EQ(gallery_->count({}), 1U);
    EXPECT_EQ(files(), 1U);
}

TEST_F(GalleryTest, knows_after_a_restart_what_it_knew) {
    take(kBlock);
    workers_.work();
    auto const before = gallery_->list({}, 0, 9).front();

    gallery_.reset();
    open();

    ASSERT_EQ(gallery_->count({}), 1U);
    auto const after = gallery_->list({}, 0, 9).front();
    EXPECT_EQ(after.id, before.id);
    EXPECT_EQ(after.size, before.size);
    EXPECT_EQ(after.terms, before.terms);
    std::string bytes;
    gallery_->load(after.id, [&bytes](Result<std::string> const& loaded) { bytes = *loaded; });
    workers_.work();
    EXPECT_EQ(bytes, std::string(kBlock, '\7'));
}

TEST_F(GalleryTest, finds_what_trouble_at_the_start_hid) {
    take(kBlock);
    workers_.work();
    gallery_.reset();
    auto const photos = place_.path() / "photos";
    fs::rename(photos, place_.path() / "away");
    test::write_text(photos, "in the way");
    open();
    EXPECT_TRUE(gallery_->trouble());
    EXPECT_EQ(gallery_->count({}), 0U);

    fs::remove(photos);
    fs::rename(place_.path() / "away", photos);
    clock_.jump_wall(1s);
    take(kBlock);
    workers_.work();
    EXPECT_FALSE(gallery_->trouble());
    EXPECT_EQ(gallery_->count({}), 2U);
    EXPECT_EQ(gallery_->used_bytes(), 2 * kBlock);
}

TEST_F(GalleryTest, lists_what_a_folder_holds_that_cannot_be_written_to) {
    take(kBlock);
    workers_.work();
    gallery_.reset();
    {
        test::NobodyIn const nobody{place_.path()};
        fs::permissions(place_.path() / "photos", fs::perms::owner_read | fs::perms::owner_exec);
        open();
        EXPECT_TRUE(gallery_->trouble());
        EXPECT_EQ(gallery_->count({}), 1U);
        fs::permissions(place_.path() / "photos", fs::perms::owner_all);
    }
}

TEST_F(GalleryTest, removes_a_photo_for_good) {
    take(kBlock);
    workers_.work();
    auto const id = gallery_->list({}, 0, 9).front().id;
    std::optional<Error> failure{Error{"not asked"}};
    gallery_->remove(id, [&failure](std::optional<Error> const& said) { failure = said; });
    workers_.work();
    EXPECT_FALSE(failure);
    EXPECT_EQ(gallery_->count({}), 0U);
    EXPECT_EQ(files(), 0U);
    EXPECT_EQ(told<Event::PhotoDeleted>(), 1U);
}

TEST_F(GalleryTest, forgets_a_photo_whose_file_is_gone) {
    take(kBlock);
    workers_.work();
    auto const id = gallery_->list({}, 0, 9).front().id;
    fs::remove(place_.path() / "photos" / (id + ".jpg"));
    std::string why;
    gallery_->load(id, [&why](Result<std::string> const& bytes) { why = bytes ? "" : bytes.error().message; });
    workers_.work();
    EXPECT_FALSE(gallery_->find(id));
    EXPECT_EQ(gallery_->used_bytes(), 0U);
    EXPECT_EQ(told<Event::PhotoDeleted>(), 1U);
    EXPECT_THAT(why, testing::StartsWith("photos/" + id)) << "where the data directory is concerns the log alone";
}

TEST_F(GalleryTest, does_not_know_a_photo_that_is_being_removed_unless_the_disk_refuses) {
    take(kBlock);
    workers_.work();
    auto const id = gallery_->list({}, 0, 9).front().id;
    auto const file = place_.path() / "photos" / (id + ".jpg");
    fs::remove(file);
    fs::create_directory(file); // cannot be unlinked
    std::optional<Error> failure;
    gallery_->remove(id, [&failure](std::optional<Error> const& said) { failure = said; });
    EXPECT_FALSE(gallery_->find(id));
    EXPECT_EQ(gallery_->used_bytes(), 0U);
    workers_.work();
    EXPECT_TRUE(failure);
    EXPECT_TRUE(gallery_->find(id));
    EXPECT_EQ(gallery_->used_bytes(), kBlock);
    EXPECT_EQ(told<Event::PhotoDeleted>(), 0U);
}

TEST_F(GalleryTest, says_that_work_failed_when_nothing_came_of_it) {
    take(kBlock);
    workers_.work();
    auto const kept = gallery_->list({}, 0, 9).front().id;
    auto const id = ask_for_photo();
    take(kBlock);
    bool loaded = true;
    gallery_->load(kept, [&loaded](Result<std::string> const& bytes) { loaded = static_cast<bool>(bytes); });
    std::optional<Error> failure;
    gallery_->remove(kept, [&failure](std::optional<Error> const& said) { failure = said; });
    workers_.fail();

    EXPECT_EQ(hub_.commands.find(id)->state, CommandState::refused);
    EXPECT_FALSE(loaded);
    EXPECT_TRUE(failure);
    EXPECT_TRUE(gallery_->find(kept));

    gallery_.emplace(hub_, workers_, place_.path(), kRoom, 1);
    gallery_->open();
    workers_.fail();
    EXPECT_TRUE(gallery_->trouble());
}

TEST_F(GalleryTest, refuses_what_a_slow_disk_cannot_take) {
    for (std::size_t i = 0; i < Gallery::kMaxPending; ++i)
        take(1, "camera-" + std::to_string(i / Gallery::kMaxPendingOfOne));
    auto const id = ask_for_photo();
    take(1);
    EXPECT_EQ(hub_.commands.find(id)->state, CommandState::refused);
    workers_.work();
    EXPECT_EQ(gallery_->count({}), Gallery::kMaxPending);
}

} // namespace
} // namespace watchpost::archive
