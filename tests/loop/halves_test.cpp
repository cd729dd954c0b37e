// Files that change together, or are gone for a moment: what a daemon has in force stays in force.

#include "support/daemon_in_process.hpp"
#include "support/eventually.hpp"
#include "support/http_client.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class Halves : public testing::Test {
protected:
    settings::Settings settings() {
        change_secrets_in(data_.path(), put_everybody);
        settings::Settings settings;
        settings.data_dir = data_.path();
        settings.behind_proxy = true; // nobody is let in for being local
        return settings;
    }
    int status_for(char const* token) {
        return http_get(daemon_.port(), "/api/v1/photos",
                        {{"Host", "127.0.0.1:" + std::to_string(daemon_.port())},
                         {"Authorization", std::string("Bearer ") + token}})
            .status;
    }
    void look_again() {
        for (int i = 0; i < 3; ++i) {
            daemon_.advance(1s);
            daemon_.let_beat();
        }
    }

    TemporaryFolder data_;
    settings::Settings settings_ = settings();
    DaemonInProcess daemon_{settings_};
};

TEST_F(Halves, secrets_that_are_gone_for_a_moment_are_still_the_secrets) {
    auto const file = data_.path() / "secrets.json";
    ASSERT_EQ(status_for(kViewerToken), 200);
    std::filesystem::rename(file, data_.path() / "aside.json");
    look_again();
    EXPECT_EQ(status_for(kViewerToken), 200);
    daemon_.reload(settings_);
    look_again();
    EXPECT_EQ(status_for(kViewerToken), 200);
    EXPECT_EQ(status_for("another-token-that-nobody-has"), 401);
    std::filesystem::rename(data_.path() / "aside.json", file);
    change_secrets_in(data_.path(), [](auth::Secrets& secrets) { secrets.tokens.clear(); });
    EXPECT_TRUE(eventually([&] {
        look_again();
        return status_for(kViewerToken) == 401;
    })) << "what is taken out of the file counts no more";
}

} // namespace
} // namespace watchpost::test
