#include "support/manual_clock.hpp"
#include "support/temporary_folder.hpp"
#include "support/workers.hpp"

#include <watchpost/archive/audit_file.hpp>
#include <watchpost/json/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace watchpost::archive {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;
using test::text_of;

class AuditFileTest : public testing::Test {
protected:
    void tell(std::string const& target) {
        trail_.note({{"person", "anna", "192.0.2.7", "/ws"}, "photo_deleted", target, {}, "done"});
    }
    void beat(std::chrono::milliseconds by = 500ms) {
        clock_.advance(by);
        file_.tick();
    }
    /// The targets in the file, or what stands in place of one.
    std::vector<std::string> kept() const {
        std::vector<std::string> all;
        std::istringstream lines{text_of(path_)};
        for (std::string line; std::getline(lines, line);) {
            auto const json = Json::parse(line);
            all.push_back(json.contains("target") ? json["target"].get<std::string>()
                                                  : json["what"].get<std::string>() + " " + json["count"].dump());
        }
        return all;
    }

    test::TemporaryFolder place_;
    std::filesystem::path const data_dir_ = place_.path() / "data";
    std::filesystem::path const path_ = data_dir_ / "audit.jsonl";
    test::ManualClock clock_;
    hub::CommandBook book_{clock_};
    hub::AuditTrail trail_{clock_, book_};
    test::PatientWorkers workers_;
    AuditFile file_{trail_, clock_, workers_, data_dir_};
};

TEST_F(AuditFileTest, has_a_json_object_for_each_deed) {
    trail_.note({{"person", "anna", "192.0.2.7", "/ws"}, "servo", "porch", "pan 1", "refused", "no\npower\"", 7});
    beat();
    workers_.work();
    auto const text = text_of(path_);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    EXPECT_EQ(Json::parse(text), (Json{{"time", to_rfc3339(clock_.wall() - 500ms)},
                                       {"kind", "person"},
                                       {"who", "anna"},
                                       {"address", "192.0.2.7"},
                                       {"endpoint", "/ws"},
                                       {"what", "servo"},
                                       {"target", "porch"},
                                       {"detail", "pan 1"},
                                       {"result", "refused"},
                                       {"reason", "no\\x0Apower\""},
                                       {"command", 7}}));
}

TEST_F(AuditFileTest, is_written_beside_the_loop_in_batches_and_in_order) {
    tell("a");
    tell("b");
    file_.tick();
    tell("c");
    file_.tick();
    EXPECT_EQ(workers_.waiting(), 1U);
    EXPECT_FALSE(file_.is_idle());
    workers_.work();
    file_.tick(); // half a second must pass
    EXPECT_EQ(workers_.waiting(), 0U);
    beat();
    workers_.work();
    EXPECT_THAT(kept(), testing::ElementsAre("a", "b", "c"));
    EXPECT_TRUE(file_.is_idle());
}

TEST_F(AuditFileTest, keeps_what_waits_for_a_disk_that_fails_and_goes_on_by_itself) {
    test::write_text(data_dir_, "a file where the folder should be");
    tell("a");
    beat();
    workers_.work();
    EXPECT_TRUE(file_.is_idle()) << "nothing holds up the end of the daemon";
    tell("b");
    beat();
    EXPECT_EQ(workers_.waiting(), 0U) << "it is not tried at every beat";
    std::filesystem::remove(data_dir_);
    beat(5s);
    workers_.work();
    EXPECT_THAT(kept(), testing::ElementsAre("a", "b"));
}

TEST_F(AuditFileTest, is_bounded_while_the_disk_hangs_and_tells_what_is_missing) {
    tell("first");
    beat();
    constexpr int many = 10'000;
    for (int i = 0; i < many; ++i)
        tell("photo-" + std::to_string(i));
    workers_.work();
    beat();
    workers_.work();
    tell("last");
    beat();
    workers_.work();
    EXPECT_LT(text_of(path_).size(), AuditFile::kMostWaiting + 2000);
    auto const targets = kept();
    ASSERT_GT(targets.size(), 1000U);
    EXPECT_EQ(targets.front(), "first");
    EXPECT_EQ(targets.back(), "last");
    EXPECT_EQ(targets[targets.size() - 2], "lost " + std::to_string(many - (static_cast<int>(targets.size()) - 3)));
}

} // namespace
} // namespace watchpost::archive
