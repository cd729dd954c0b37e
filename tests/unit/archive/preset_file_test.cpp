#include "support/temporary_folder.hpp"
#include "support/workers.hpp"

#include <watchpost/archive/preset_file.hpp>

#include <gtest/gtest.h>

#include <map>

namespace watchpost::archive {
namespace {

namespace fs = std::filesystem;
using test::text_of;
using test::write_text;

class PresetFileTest : public testing::Test {
protected:
    static constexpr WallTime kNow{std::chrono::seconds(1'795'000'000)}; // 2026-11-18T11:06:40Z

    /// As a daemon that was just started.
    PresetTable load() {
        file_ = std::make_unique<PresetFile>(workers_, data_dir_);
        return *file_->load(kNow);
    }
    /// Empty when it was kept.
    std::string save(PresetTable const& table) {
        std::string why = "(it was never told)";
        file_->save(std::make_shared<PresetTable>(table),
                    [&why](std::optional<Error> const& failure) { why = failure ? failure->message : ""; });
        return why;
    }
    std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> all;
        for (auto const& entry : fs::directory_iterator(data_dir_))
            all[entry.path().filename()] = entry.is_regular_file() ? text_of(entry.path()) : "(no file)";
        return all;
    }

    test::TemporaryFolder place_;
    fs::path data_dir_ = place_.path() / "data";
    fs::path const path_ = data_dir_ / "presets.json";
    PresetTable const table_{{"door", {{"home", {80, 100}}}}};
    test::PromptWorkers workers_;
    std::unique_ptr<PresetFile> file_;
};

TEST_F(PresetFileTest, is_there_for_the_next_run) {
    EXPECT_EQ(load(), PresetTable{});
    EXPECT_EQ(save(table_), "");
    EXPECT_EQ(load(), table_);
    EXPECT_EQ(save({}), "");
    EXPECT_EQ(load(), PresetTable{});
    EXPECT_EQ(files().size(), 1u);
}

TEST_F(PresetFileTest, is_not_kept_when_nothing_came_of_the_work) {
    load();
    workers_.fails = true;
    EXPECT_NE(save(table_), "");
    workers_.fails = false;
    EXPECT_EQ(load(), PresetTable{});
}

TEST_F(PresetFileTest, is_not_what_a_crash_left_half_written) {
    load();
    save(table_);
    write_text(path_.string() + ".part", R"({"version":1,"stations":[{"id":"ga)");
    EXPECT_EQ(load(), table_);
    EXPECT_EQ(save({}), "");
    EXPECT_EQ(files().size(), 1u);
}

TEST_F(PresetFileTest, that_cannot_be_understood_is_set_aside_and_nothing_is_lost) {
    fs::create_directory(data_dir_);
    write_text(path_, "half a fi");
    EXPECT_EQ(load(), PresetTable{});
    EXPECT_EQ(save(table_), "");
    EXPECT_EQ(files().at("presets.json.broken-20261118T110640Z"), "half a fi");
    EXPECT_EQ(load(), table_);

    write_text(path_, "again, in the same second");
    load();
    EXPECT_EQ(files().at("presets.json.broken-20261118T110640Z"), "half a fi");
    EXPECT_EQ(files().at("presets.json.broken-20261118T110640Z-2"), "again, in the same second");
}

TEST_F(PresetFileTest, that_cannot_be_read_is_not_written_over) {
    fs::create_directories(path_ / "a-folder-where-the-file-belongs");
    EXPECT_EQ(load(), PresetTable{});
    EXPECT_NE(save(table_).find("could not be read at the start"), std::string::npos);
    EXPECT_TRUE(fs::is_directory(path_));
    EXPECT_EQ(files().size(), 1u);
}

TEST_F(PresetFileTest, needs_a_folder_and_is_kept_again_when_there_is_one) {
    write_text(data_dir_, "a file where the folder belongs");
    EXPECT_EQ(load(), PresetTable{});
    EXPECT_NE(save(table_).find(data_dir_.string()), std::string::npos);
    EXPECT_EQ(text_of(data_dir_), "a file where the folder belongs");

    fs::remove(data_dir_);
    EXPECT_EQ(save(table_), "");
    EXPECT_EQ(load(), table_);
}

TEST_F(PresetFileTest, that_appears_behind_the_daemons_back_is_not_written_over) {
    write_text(data_dir_, "a disk that is not mounted yet");
    load();
    fs::remove(data_dir_);
    fs::create_directory(data_dir_);
    write_text(path_, "the presets of last year");
    EXPECT_NE(save(table_), "");
    EXPECT_EQ(text_of(path_), "the presets of last year");
}

TEST_F(PresetFileTest, keeps_the_old_table_when_the_new_one_cannot_be_written) {
    load();
    save(table_);
    fs::create_directories(path_.string() + ".part/in-the-way");
    EXPECT_NE(save({}), "");
    fs::remove_all(path_.string() + ".part");
    EXPECT_EQ(load(), table_);
}

} // namespace
} // namespace watchpost::archive
