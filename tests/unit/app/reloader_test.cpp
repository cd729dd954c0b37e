#include "reloader.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace watchpost::app {
namespace {

/// Does its work when it is told to.
class Patient final : public Workers {
public:
    void run(std::function<void()> work, std::function<void()> then) override {
        waiting.push_back({std::move(work), std::move(then)});
    }
    void finish_one() {
        auto const one = std::move(waiting.front());
        waiting.pop_front();
        one.first();
        one.second();
    }
    std::deque<std::pair<std::function<void()>, std::function<void()>>> waiting;
};

class ReloaderTest : public testing::Test {
protected:
    Reloader::Read reading(std::uint16_t port) {
        return [port]() -> Result<settings::Settings> {
            settings::Settings settings;
            settings.listen.port = port;
            return settings;
        };
    }

    Patient workers_;
    std::string told_;
    Reloader reloader_{workers_,
                       {[this] { told_ += "begin "; },
                        [this](Result<settings::Settings> const& loaded) {
                            told_ += loaded ? std::to_string(loaded->listen.port) + " " : loaded.error().message + " ";
                        }}};
};

TEST_F(ReloaderTest, reads_beside_the_loop) {
    reloader_.reload(reading(1));
    EXPECT_EQ(told_, "begin ");
    workers_.finish_one();
    EXPECT_EQ(told_, "begin 1 ");
}

TEST_F(ReloaderTest, reads_once_more_when_it_was_asked_to_meanwhile_and_no_oftener) {
    for (std::uint16_t i = 1; i <= 5; ++i)
        reloader_.reload(reading(i));
    EXPECT_EQ(workers_.waiting.size(), 1U);
    workers_.finish_one();
    EXPECT_EQ(told_, "begin 1 begin ");
    workers_.finish_one();
    EXPECT_EQ(told_, "begin 1 begin 5 ");
    EXPECT_TRUE(workers_.waiting.empty());
}

TEST_F(ReloaderTest, tells_an_error_and_goes_on) {
    reloader_.reload([]() -> Result<settings::Settings> { return Error{"wrong"}; });
    workers_.finish_one();
    reloader_.reload(reading(2));
    workers_.finish_one();
    EXPECT_EQ(told_, "begin wrong begin 2 ");
}

} // namespace
} // namespace watchpost::app
