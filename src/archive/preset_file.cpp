#include <watchpost/archive/preset_file.hpp>
#include <watchpost/disk/atomic_file.hpp>
#include <watchpost/disk/folder.hpp>
#include <watchpost/protocol/preset_file.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <system_error>

namespace watchpost::archive {
namespace {

namespace fs = std::filesystem;

/// Far more than the presets of every station there may be.
constexpr std::size_t kLargestFile = 16 * 1024 * 1024;

/// True when something has this name, or that cannot be found out.
bool may_exist(fs::path const& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

std::optional<Error> prepare(fs::path const& folder) {
    if (auto problem = disk::make_folder(folder)) return problem;
    return disk::check_writable(folder);
}

/// "20261124T125815Z"
std::string stamp(WallTime now) {
    auto text = to_rfc3339(now).substr(0, 19);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text + "Z";
}

/// The new name, which nothing had.
Result<fs::path> set_aside(fs::path const& path, WallTime now) {
    auto const plain = path.string() + ".broken-" + stamp(now);
    fs::path aside = plain;
    for (int i = 2; may_exist(aside); ++i)
        aside = plain + "-" + std::to_string(i);
    std::error_code error;
    fs::rename(path, aside, error);
    if (error) return Error{path.string() + " cannot be renamed: " + error.message()};
    return aside;
}

void warn(std::string const& trouble) {
    spdlog::warn("presets cannot be kept: {}; set data_dir to a folder that watchpost may write to, and start it again",
                 trouble);
}

} // namespace

PresetTablePtr PresetFile::load(WallTime now) {
    auto const nothing = std::make_shared<PresetTable>();
    if (auto const trouble = prepare(path_.parent_path())) {
        warn(trouble->message);
        return nothing;
    }
    knows_the_file_ = !may_exist(path_);
    if (knows_the_file_) return nothing;
    auto const text = disk::read_file(path_, kLargestFile);
    if (!text) {
        warn(text.error().message);
        return nothing;
    }
    auto table = protocol::preset_file::read(*text);
    knows_the_file_ = static_cast<bool>(table);
    if (table) return std::make_shared<PresetTable>(std::move(*table));
    auto const aside = set_aside(path_, now);
    knows_the_file_ = static_cast<bool>(aside);
    if (aside) {
        spdlog::error("{} cannot be understood ({}): it was set aside as {}, and presets begin anew", path_.string(),
                      table.error().message, aside->string());
    } else {
        warn(path_.string() + " cannot be understood (" + table.error().message + "), and " + aside.error().message);
    }
    return nothing;
}

/// Said once when it begins and once when it is over.
void PresetFile::note(std::optional<Error> const& failure) {
    if (failure && !is_failing_) spdlog::warn("presets cannot be kept: {}", failure->message);
    if (!failure && is_failing_) spdlog::info("presets can be kept again");
    is_failing_ = failure.has_value();
}

void PresetFile::save(PresetTablePtr table, std::function<void(std::optional<Error>)> done) {
    auto const failure =
        std::make_shared<std::optional<Error>>(Error{"the work on the disk failed; the log says more"});
    auto work = [path = path_, must_be_new = !knows_the_file_, table = std::move(table), failure] {
        if (must_be_new && may_exist(path))
            *failure =
                Error{path.string() + " holds presets that could not be read at the start; start watchpost again"};
        else
            *failure = disk::write_file_atomically(path, protocol::preset_file::write(*table));
    };
    workers_.run(std::move(work), [this, failure, tell = std::move(done)] {
        if (!*failure) knows_the_file_ = true;
        note(*failure);
        tell(std::move(*failure));
    });
}

} // namespace watchpost::archive
