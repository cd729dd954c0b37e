#include "reloader.hpp"
#include "support/workers.hpp"

#include <gtest/gtest.h>

namespace watchpost::app {
namespace {

class ReloaderTest : public testing::Test {
protected:
    Reloader::Read reading(std::uint16_t port) {
        return [port]() -> Result<settings::Settings> {
            settings::Settings settings;
            settings.listen.port = port;
            return settings;
        };
    }

    test::PatientWorkers workers_;
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
    workers_.work_once();
    EXPECT_EQ(told_, "begin 1 ");
}

TEST_F(ReloaderTest, reads_once_more_when_it_was_asked_to_meanwhile_and_no_oftener) {
    for (std::uint16_t i = 1; i <= 5; ++i)
        reloader_.reload(reading(i));
    EXPECT_EQ(workers_.waiting(), 1U);
    workers_.work_once();
    EXPECT_EQ(told_, "begin 1 begin ");
    workers_.work_once();
    EXPECT_EQ(told_, "begin 1 begin 5 ");
    EXPECT_EQ(workers_.waiting(), 0U);
}

TEST_F(ReloaderTest, tells_an_error_and_goes_on) {
    reloader_.reload([]() -> Result<settings::Settings> { return Error{"wrong"}; });
    workers_.work_once();
    reloader_.reload(reading(2));
    workers_.work_once();
    EXPECT_EQ(told_, "begin wrong begin 2 ");
}

} // namespace
} // namespace watchpost::app
