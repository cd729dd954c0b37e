#include "support/certificate_files.hpp"
#include "support/workers.hpp"

#include <watchpost/net/certificate_keeper.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace watchpost::net {
namespace {

using std::chrono::seconds;
using test::CertificateFiles;
using test::write_text;
using testing::StartsWith;

class Keeper : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(keeper_.open(files_.files())); }

    void look_again() { keeper_.tick(now_ += seconds(2)); }
    std::string shown() const { return keeper_.current()->description(); }

    CertificateFiles files_{"first"};
    test::PromptWorkers workers_;
    CertificateKeeper keeper_{workers_};
    SteadyTime now_{seconds(100)};
};

TEST_F(Keeper, TakesChangedFilesOnceTheyWereSeenTwiceTheSame) {
    look_again();
    auto const before = keeper_.current();
    files_.put("second");
    look_again();
    EXPECT_EQ(keeper_.current(), before);
    look_again();
    EXPECT_THAT(shown(), StartsWith("second, until 20"));
}

TEST_F(Keeper, LooksOnceInTwoSeconds) {
    look_again();
    auto const looks = workers_.runs;
    keeper_.tick(now_ + std::chrono::milliseconds(1900));
    EXPECT_EQ(workers_.runs, looks);
}

TEST_F(Keeper, KeepsTheOldOneWhileTheFilesCannotBeUsed) {
    auto const before = keeper_.current();
    CertificateFiles const other{"other"};
    write_text(files_.files().key, test::text_of(other.files().key));
    for (int i = 0; i < 4; ++i)
        look_again();
    EXPECT_EQ(keeper_.current(), before);
    std::filesystem::remove(files_.files().key);
    for (int i = 0; i < 4; ++i)
        look_again();
    EXPECT_EQ(keeper_.current(), before);
    files_.put("mended");
    look_again();
    look_again();
    EXPECT_THAT(shown(), StartsWith("mended, "));
}

TEST_F(Keeper, LoadsAtOnceWhenAskedTo) {
    files_.put("second");
    keeper_.reload(files_.files());
    EXPECT_THAT(shown(), StartsWith("second, "));
    CertificateFiles const elsewhere{"elsewhere"};
    keeper_.reload(elsewhere.files());
    EXPECT_THAT(shown(), StartsWith("elsewhere, "));
}

} // namespace
} // namespace watchpost::net
