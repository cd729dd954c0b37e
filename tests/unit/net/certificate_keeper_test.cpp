#include "support/certificate_files.hpp"
#include "support/key_pairs.hpp"
#include "support/manual_clock.hpp"
#include "support/workers.hpp"

#include <watchpost/net/certificate_keeper.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <sstream>

namespace watchpost::net {
namespace {

using std::chrono::seconds;
using test::CertificateFiles;
using test::write_text;
using testing::StartsWith;

class Keeper : public testing::Test {
protected:
    Keeper() {
        clock_.jump_wall(std::chrono::duration_cast<seconds>(std::chrono::system_clock::now() -
                                                             clock_.wall())); // certificates count
        spdlog::set_default_logger(
            std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::ostream_sink_mt>(log_)));
    }
    ~Keeper() override { spdlog::set_default_logger(before_); }
    void SetUp() override { ASSERT_TRUE(keeper_.open(files_.files())); }

    void look_again() { keeper_.tick(now_ += seconds(2)); }
    std::string shown() const { return keeper_.current()->description(); }

    void look_often() {
        for (int i = 0; i < 4; ++i)
            look_again();
    }
    std::size_t said(std::string const& part) const {
        auto const text = log_.str();
        std::size_t count = 0;
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
            ++count;
        return count;
    }
    void put(test::KeyPair const& pair) {
        write_text(files_.files().certificate, pair.certificate());
        write_text(files_.files().key, pair.key());
    }

    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
    std::ostringstream log_;
    CertificateFiles files_{"first"};
    test::PromptWorkers workers_;
    test::ManualClock clock_;
    CertificateKeeper keeper_{workers_, clock_};
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

/// A renewal that changes the kind of key, as far as one file of the two.
TEST_F(Keeper, KeepsTheOldOneBetweenTheFilesOfARenewalWhicheverComesFirst) {
    test::KeyPair const rsa("rsa", "RSA 2048");
    for (bool const is_key_first : {false, true}) {
        files_.put("first");
        look_often();
        auto const before = keeper_.current();
        auto const lines = said("the old one stays in force");
        auto const [certificate, key] = files_.files();
        if (is_key_first)
            write_text(key, rsa.key());
        else
            write_text(certificate, rsa.certificate());
        look_often();
        EXPECT_EQ(keeper_.current(), before);
        EXPECT_EQ(said("the old one stays in force") - lines, 1U) << log_.str();
        EXPECT_EQ(said("is not the key of the certificate in") - lines, 1U) << log_.str();
        put(rsa);
        look_often();
        EXPECT_THAT(shown(), StartsWith("rsa, until 20"));
    }
}

TEST_F(Keeper, KeepsTheOldOneWhileAFileIsEmptyCutOffOrGone) {
    auto const before = keeper_.current();
    auto const [certificate, key] = files_.files();
    CertificateFiles const next{"next"};
    auto const whole = test::text_of(next.files().certificate);
    for (auto const& path : {certificate, key}) {
        for (auto const& text : {std::string(), whole.substr(0, whole.size() / 2)}) {
            write_text(path, text);
            look_often();
            EXPECT_EQ(keeper_.current(), before);
        }
        std::filesystem::remove(path);
        look_often();
        EXPECT_EQ(keeper_.current(), before);
    }
    files_.put("mended");
    look_often();
    EXPECT_THAT(shown(), StartsWith("mended, "));
}

TEST_F(Keeper, PrefersAnOldOneThatCountsToOneThatDoesNot) {
    using std::chrono::hours;
    auto const before = keeper_.current();
    put({"early", "P-256", nullptr, hours(1), hours(720)});
    look_often();
    EXPECT_EQ(keeper_.current(), before);
    EXPECT_EQ(said("early, until"), 1U) << log_.str();
    put({"late", "P-256", nullptr, -hours(48), -hours(24)});
    look_often();
    EXPECT_EQ(keeper_.current(), before);
    put({"early", "P-256", nullptr, hours(1), hours(720)});
    look_often();
    clock_.jump_wall(hours(2));
    look_again();
    EXPECT_THAT(shown(), StartsWith("early, ")) << "it is tried again, and counts now";
    clock_.jump_wall(hours(24 * 365 * 10)); // no certificate counts: the clock is wrong, or nothing is left to lose
    files_.put("next");
    look_often();
    EXPECT_THAT(shown(), StartsWith("next, "));
}

TEST_F(Keeper, TriesAgainWhatFailedForAnotherReasonThanTheFiles) {
    files_.put("second");
    look_again();
    rlimit before{};
    getrlimit(RLIMIT_NOFILE, &before);
    rlimit none = before;
    none.rlim_cur = 0;
    setrlimit(RLIMIT_NOFILE, &none); // no descriptor is left to read them with
    look_often();
    setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_THAT(shown(), StartsWith("first, "));
    look_again();
    EXPECT_THAT(shown(), StartsWith("second, "));
}

TEST_F(Keeper, AnswersEachReloadThatItIsAskedFor) {
    write_text(files_.files().key, "");
    for (std::size_t i = 1; i <= 2; ++i) {
        keeper_.reload(files_.files());
        EXPECT_EQ(said("the old one stays in force"), i);
    }
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
