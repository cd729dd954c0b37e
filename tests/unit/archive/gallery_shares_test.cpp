// What one camera may take of the gallery: whoever is over its share makes room, its photos that came first go first,
// and photos that nobody asked for come at a rate.

#include "gallery_fixture.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

namespace watchpost::archive {
namespace {

class GalleryShares : public GalleryTest {
protected:
    /// Keeps one that was waited for, so that no rate matters.
    Result<StoredPhoto> keep(std::size_t size, DeviceId camera) {
        Result<StoredPhoto> stored = Error{"no answer"};
        auto const photo =
            std::make_shared<Photo const>(Photo{Bytes(size, 7), std::move(camera), 640, 480, {}, clock_.wall()});
        gallery_->store(photo, [&stored](Result<StoredPhoto> said) { stored = std::move(said); });
        workers_.work();
        return stored;
    }
    void keep(int photos, std::size_t size, DeviceId const& camera) {
        for (int i = 0; i < photos; ++i)
            ASSERT_TRUE(keep(size, camera)) << camera;
    }
    std::vector<std::string> ids(std::optional<DeviceId> const& camera = {}) const {
        std::vector<std::string> all;
        for (auto const& photo : gallery_->list(camera, 0, 1000))
            all.push_back(photo.id);
        return all;
    }
};

TEST_F(GalleryShares, one_camera_that_floods_costs_the_others_nothing) {
    keep(3, kBlock, "front");
    keep(2, kBlock, "back");
    auto const front = ids("front");
    auto const back = ids("back");
    keep(50, kBlock, "flooder");
    EXPECT_EQ(ids("front"), front);
    EXPECT_EQ(ids("back"), back);
    EXPECT_EQ(gallery_->count("flooder"), 5U) << "what is left";
    EXPECT_LE(gallery_->used_bytes(), kRoom);
}

TEST_F(GalleryShares, who_took_all_while_it_was_free_makes_room_for_the_others) {
    keep(10, kBlock, "first");
    keep(5, kBlock, "second");
    EXPECT_EQ(gallery_->count("first"), 5U);
    EXPECT_EQ(gallery_->count("second"), 5U);
    keep(1, kBlock, "second");
    EXPECT_EQ(gallery_->count("first"), 5U) << "it is within its share";
    EXPECT_EQ(gallery_->count("second"), 5U);
}

TEST_F(GalleryShares, who_came_first_goes_first_whatever_the_clock_says) {
    clock_.jump_wall(-std::chrono::hours(24 * 365 * 50));
    keep(1, kBlock, "front");
    auto const first = ids();
    clock_.jump_wall(std::chrono::hours(24 * 365 * 50));
    keep(5, kBlock, "front");
    clock_.jump_wall(-std::chrono::hours(24 * 365 * 50));
    keep(4, kBlock, "front");
    auto const before = ids();
    ASSERT_EQ(before.size(), 10U);
    EXPECT_EQ(before.back(), first.front()) << "the newest is first";
    for (std::size_t i = 1; i < 10; ++i) {
        keep(1, kBlock, "front");
        auto const now = ids();
        ASSERT_EQ(now.size(), 10U);
        EXPECT_EQ(now.back(), before[before.size() - 1 - i]) << "the next in the order in which they came";
        EXPECT_NE(now.front(), before.front());
    }
}

TEST_F(GalleryShares, the_order_in_which_photos_came_survives_a_restart) {
    for (auto const jump : {0h, -24h * 365 * 50, 24h * 365 * 80, -24h * 365 * 10, 1h}) {
        clock_.jump_wall(jump);
        keep(1, kBlock, "front");
    }
    auto const before = ids();
    gallery_.reset();
    clock_.jump_wall(-24h * 365);
    open();
    EXPECT_EQ(ids(), before);
    keep(1, kBlock, "front");
    auto const after = ids();
    ASSERT_EQ(after.size(), 6U);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin() + 1)) << "and the new one is the newest";
}

TEST_F(GalleryShares, photos_of_older_versions_are_found_and_are_older_than_all) {
    keep(1, kBlock, "front");
    gallery_.reset();
    for (auto const* name : {"20991231-000000-000.front.640x480", "19700101-000000-000.front.640x480.q80"})
        test::write_text(place_.path() / "photos" / (std::string(name) + ".jpg"), std::string(kBlock, 'x'));
    open();
    auto const all = ids();
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[1], "20991231-000000-000.front.640x480");
    EXPECT_EQ(all[2], "19700101-000000-000.front.640x480.q80");
    keep(8, kBlock, "front");
    EXPECT_FALSE(gallery_->find("19700101-000000-000.front.640x480.q80"));
    EXPECT_TRUE(gallery_->find("20991231-000000-000.front.640x480"));
}

TEST_F(GalleryShares, count_what_the_files_take_on_the_disk) {
    keep(5, 1, "front");
    std::uint64_t allocated = 0;
    for (auto const& entry : fs::directory_iterator(place_.path() / "photos")) {
        struct stat facts {};
        ASSERT_EQ(::stat(entry.path().c_str(), &facts), 0);
        allocated += static_cast<std::uint64_t>(facts.st_blocks) * 512;
    }
    ASSERT_GT(allocated, 5U) << "a file of one byte takes a block";
    EXPECT_EQ(gallery_->used_bytes(), allocated);
    EXPECT_EQ(gallery_->list({}, 0, 1).front().size, 1U);
    gallery_.reset();
    open();
    EXPECT_EQ(gallery_->used_bytes(), allocated);
}

TEST_F(GalleryShares, bound_the_number_of_photos_too) {
    gallery_.reset();
    gallery_.emplace(hub_, workers_, place_.path(), 6 * Gallery::kBytesForOne);
    gallery_->open();
    workers_.work();
    keep(2, 1, "front");
    auto const front = ids("front");
    keep(20, 1, "flooder");
    EXPECT_EQ(gallery_->count({}), 6U);
    EXPECT_EQ(ids("front"), front);
    EXPECT_EQ(files(), 6U);
}

TEST_F(GalleryShares, of_cameras_that_own_no_name_are_one_share) {
    gallery_->set_owned([](DeviceId const& camera) { return camera == "front" || camera == "back"; });
    keep(3, kBlock, "front");
    keep(3, kBlock, "back");
    auto const front = ids("front");
    auto const back = ids("back");
    for (int i = 0; i < 30; ++i)
        ASSERT_TRUE(keep(1, "name-" + std::to_string(i)));
    keep(20, kBlock / 4, "honest");
    EXPECT_EQ(ids("front"), front) << "thirty names do not make thirty shares";
    EXPECT_EQ(ids("back"), back);
    EXPECT_LE(gallery_->used_bytes(), kRoom);
}

TEST_F(GalleryShares, are_divided_anew_when_names_are_owned) {
    keep(5, kBlock, "front");
    keep(5, kBlock, "back");
    gallery_->set_owned([](DeviceId const& camera) { return camera != "stranger"; });
    keep(4, kBlock, "stranger");
    EXPECT_EQ(gallery_->count("stranger"), 3U);
    EXPECT_EQ(gallery_->count({}), 10U);
}

TEST_F(GalleryShares, stay_as_they_were_divided_while_who_owns_what_changes) {
    bool is_owned = true;
    gallery_->set_owned([&is_owned](DeviceId const&) { return is_owned; });
    keep(5, kBlock, "front");
    keep(5, kBlock, "back");
    is_owned = false; // a reload, of which the gallery is told later
    keep(3, kBlock, "front");
    gallery_->set_max_bytes(4 * kBlock);
    EXPECT_EQ(gallery_->count("front"), 2U);
    EXPECT_EQ(gallery_->count("back"), 2U);
    gallery_->set_owned([](DeviceId const&) { return false; });
    gallery_->set_max_bytes(0);
    workers_.work();
    EXPECT_EQ(gallery_->used_bytes(), 0U);
    EXPECT_EQ(files(), 0U);
}

TEST_F(GalleryShares, a_photo_that_is_larger_than_the_share_of_its_camera_is_refused_when_there_is_no_room) {
    keep(5, kBlock, "front");
    auto const front = ids();
    auto const refused = keep(6 * kBlock, "large");
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, testing::HasSubstr("98304 bytes"));
    EXPECT_THAT(refused.error().message, testing::HasSubstr("photos.max_bytes"));
    EXPECT_EQ(ids(), front);
    EXPECT_FALSE(keep(11 * kBlock, "front")) << "of which there is no room at all";
    EXPECT_EQ(ids(), front);
    keep(1, 5 * kBlock, "large");
}

TEST_F(GalleryShares, photos_that_nobody_asked_for_come_at_a_rate) {
    hub_.board.declare({DeviceKind::esp32cam, "flooder"});
    for (int i = 0; i < 1000; ++i) {
        take(1, "flooder");
        workers_.work();
        clock_.advance(10ms);
    }
    auto const came = gallery_->count("flooder");
    EXPECT_EQ(came, static_cast<std::size_t>(Gallery::kUnaskedAtOnce));
    EXPECT_EQ(hub_.traffic.refused_photos["unasked"], 1000 - came);
    take(1, "honest");
    workers_.work();
    EXPECT_EQ(gallery_->count("honest"), 1U);
    clock_.advance(Gallery::kUnaskedEvery);
    take(1, "flooder");
    workers_.work();
    EXPECT_EQ(gallery_->count("flooder"), came + 1);
    auto const findings = hub_.links.findings({DeviceKind::esp32cam, "flooder"});
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings.front().code, "unasked_photos");
}

TEST_F(GalleryShares, many_names_do_not_make_many_rates) {
    for (int i = 0; i < 1000; ++i) {
        take(1, "name-" + std::to_string(i));
        workers_.work();
    }
    EXPECT_EQ(gallery_->count({}), static_cast<std::size_t>(Gallery::kStrangersAtOnce));
}

TEST_F(GalleryShares, a_photo_that_was_asked_for_is_kept_once_whatever_came_before) {
    for (int i = 0; i < 100; ++i) {
        take(1);
        workers_.work();
    }
    auto const came = gallery_->count("front");
    auto const id = ask_for_photo();
    take(1);
    take(1); // a second answer to one question
    workers_.work();
    EXPECT_EQ(gallery_->count("front"), came + 1);
    EXPECT_EQ(hub_.commands.find(id)->state, CommandState::acknowledged);
}

TEST_F(GalleryShares, one_camera_does_not_take_all_places_before_a_slow_disk) {
    for (int i = 0; i < 100; ++i)
        take(1, "flooder");
    auto const id = ask_for_photo();
    take(1);
    workers_.work();
    EXPECT_EQ(hub_.commands.find(id)->state, CommandState::acknowledged);
    EXPECT_EQ(gallery_->count("flooder"), Gallery::kMaxPendingOfOne);
}

TEST_F(GalleryShares, a_photo_that_comes_before_the_folder_was_read_is_newer_than_all_in_it) {
    keep(2, kBlock, "front");
    auto const before = ids();
    gallery_.reset();
    gallery_.emplace(hub_, workers_, place_.path(), kRoom, 1);
    gallery_->open();
    keep(1, kBlock, "front");
    auto const after = ids();
    ASSERT_EQ(after.size(), 3U);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin() + 1));
}

} // namespace
} // namespace watchpost::archive
