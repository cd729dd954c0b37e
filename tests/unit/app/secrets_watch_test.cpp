#include "secrets_watch.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"
#include "support/workers.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <sstream>

namespace watchpost::app {
namespace {

using namespace std::chrono_literals;

/// While it lives no file can be opened, and all look as they did.
class NoDescriptors {
public:
    NoDescriptors() {
        getrlimit(RLIMIT_NOFILE, &before_);
        rlimit none = before_;
        none.rlim_cur = 0;
        setrlimit(RLIMIT_NOFILE, &none);
    }
    NoDescriptors(NoDescriptors const&) = delete;
    NoDescriptors& operator=(NoDescriptors const&) = delete;
    ~NoDescriptors() { setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

class SecretsWatchTest : public testing::Test {
protected:
    SecretsWatchTest() {
        spdlog::set_default_logger(
            std::make_shared<spdlog::logger>("", std::make_shared<spdlog::sinks::ostream_sink_mt>(log_)));
        test::change_secrets_in(folder_.path(), [](auth::Secrets& secrets) {
            secrets.tokens.push_back({auth::TokenKind::viewer, "tv", secrets.key.hash("tv-token"), ""});
        });
        EXPECT_TRUE(watch_.load());
    }
    ~SecretsWatchTest() override { spdlog::set_default_logger(before_); }

    void revoke() {
        test::change_secrets_in(folder_.path(), [](auth::Secrets& secrets) { secrets.tokens.clear(); });
    }
    void look_after(std::chrono::milliseconds time) {
        now_ += time;
        watch_.tick(now_);
    }
    std::size_t said(std::string const& part) const {
        auto const text = log_.str();
        std::size_t count = 0;
        for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
            ++count;
        return count;
    }

    std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
    std::ostringstream log_;
    test::TemporaryFolder folder_;
    test::PromptWorkers workers_;
    std::vector<auth::Secrets> taken_;
    SecretsWatch watch_{workers_, folder_.path() / "secrets.json",
                        [this](auth::Secrets secrets) { taken_.push_back(std::move(secrets)); }};
    SteadyTime now_{1000h};
};

TEST_F(SecretsWatchTest, takes_what_has_changed_once) {
    look_after(1s);
    EXPECT_TRUE(taken_.empty());
    revoke();
    look_after(1s);
    look_after(1s);
    ASSERT_EQ(taken_.size(), 1U);
    EXPECT_TRUE(taken_[0].tokens.empty());
}

TEST_F(SecretsWatchTest, does_not_forget_a_change_that_could_not_be_read_at_first) {
    revoke();
    {
        NoDescriptors const none;
        look_after(1s);
        auto const runs = workers_.runs;
        look_after(50ms);
        EXPECT_EQ(workers_.runs, runs) << "once a second is enough";
        look_after(1s);
        look_after(1s);
    }
    EXPECT_TRUE(taken_.empty());
    EXPECT_EQ(said("cannot be used"), 1U) << "the same reason is said once";
    look_after(1s);
    ASSERT_EQ(taken_.size(), 1U);
    EXPECT_TRUE(taken_[0].tokens.empty());
    EXPECT_EQ(said("loaded again"), 1U);
}

TEST_F(SecretsWatchTest, keeps_the_old_ones_while_the_file_is_gone_empty_cut_off_or_closed) {
    auto const file = folder_.path() / "secrets.json";
    auto const aside = folder_.path() / "aside.json";
    auto const whole = test::text_of(file);
    auto const look_often = [this] {
        for (int i = 0; i < 3; ++i)
            look_after(1s);
    };
    std::filesystem::rename(file, aside); // its place is empty
    look_often();
    EXPECT_EQ(said("secrets.json is not there"), 1U) << log_.str();
    watch_.load_again(); // as at SIGHUP
    look_often();
    for (std::size_t const part : {0U, 1U, 2U, 3U}) {
        test::write_text(file, whole.substr(0, whole.size() * part / 4));
        ::chmod(file.c_str(), 0600);
        look_often();
    }
    test::write_text(file, std::string(whole.size(), '\0')); // as after a power failure
    look_often();
    std::filesystem::remove(file);
    std::filesystem::create_directory(file); // a mount that is not there yet
    look_often();
    EXPECT_TRUE(taken_.empty());
    std::filesystem::remove(file);
    std::filesystem::rename(aside, file);
    look_often();
    ASSERT_EQ(taken_.size(), 1U);
    EXPECT_EQ(taken_[0].tokens.size(), 1U);
    EXPECT_EQ(said("loaded again"), 1U);
}

TEST_F(SecretsWatchTest, takes_a_file_that_comes_later_than_the_daemon) {
    test::TemporaryFolder elsewhere;
    SecretsWatch watch{workers_, elsewhere.path() / "secrets.json",
                       [this](auth::Secrets secrets) { taken_.push_back(std::move(secrets)); }};
    ASSERT_TRUE(watch.load());
    watch.load_again();
    watch.tick(now_ += 1s);
    EXPECT_EQ(said("[error]"), 0U) << log_.str();
    test::change_secrets_in(elsewhere.path(), [](auth::Secrets& secrets) {
        secrets.tokens.push_back({auth::TokenKind::viewer, "tv", secrets.key.hash("tv-token"), ""});
    });
    watch.tick(now_ += 1s);
    ASSERT_FALSE(taken_.empty());
    EXPECT_EQ(taken_.back().tokens.size(), 1U);
}

TEST_F(SecretsWatchTest, does_not_forget_that_it_was_told_to_load) {
    look_after(1s);
    watch_.load_again();
    {
        NoDescriptors const none;
        look_after(1ms);
    }
    EXPECT_EQ(said("cannot be used"), 1U) << "it did not wait for the next second";
    look_after(1s);
    EXPECT_EQ(taken_.size(), 1U);
}

} // namespace
} // namespace watchpost::app
