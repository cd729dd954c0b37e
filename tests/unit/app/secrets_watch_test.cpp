#include "secrets_watch.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"
#include "support/workers.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

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
