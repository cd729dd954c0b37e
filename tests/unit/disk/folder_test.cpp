#include "support/nobody_in.hpp"
#include "support/temporary_folder.hpp"

#include <watchpost/disk/folder.hpp>

namespace watchpost::disk {
namespace {

namespace fs = std::filesystem;

TEST(Folder, is_made_with_those_above_it_and_may_be_there_already) {
    test::TemporaryFolder const place;
    auto const folder = place.path() / "a" / "b";
    EXPECT_FALSE(make_folder(folder));
    EXPECT_TRUE(fs::is_directory(folder));
    EXPECT_FALSE(make_folder(folder));
}

TEST(Folder, is_told_when_it_cannot_be_made) {
    test::TemporaryFolder const place;
    test::write_text(place.path() / "a", "a file");
    auto const problem = make_folder(place.path() / "a" / "b");
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->message.find("cannot be made"), std::string::npos) << problem->message;
}

TEST(Folder, is_told_when_it_cannot_be_written_to_by_whom_we_are_in_effect) {
    test::TemporaryFolder const place;
    test::NobodyIn const nobody{place.path()};
    EXPECT_FALSE(check_writable(place.path()));
    fs::permissions(place.path(), fs::perms::owner_read | fs::perms::owner_exec);
    auto const problem = check_writable(place.path());
    ASSERT_TRUE(problem);
    EXPECT_NE(problem->message.find("cannot be written to: Permission denied"), std::string::npos) << problem->message;
    fs::permissions(place.path(), fs::perms::owner_all);
}

} // namespace
} // namespace watchpost::disk
