#include <watchpost/logging/logging.hpp>

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/systemd_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

namespace watchpost {
namespace {

/// $JOURNAL_STREAM names the device and inode that our standard error had when systemd started us; it is inherited by
/// children whose output goes elsewhere, so both are compared.
bool stderr_is_the_journal() {
    auto const* const stream = std::getenv("JOURNAL_STREAM");
    struct stat info {};
    if (stream == nullptr || fstat(STDERR_FILENO, &info) != 0) return false;
    return stream == std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino);
}

} // namespace

void start_logging(settings::LogLevel level) {
    auto logger =
        stderr_is_the_journal()
            ? std::make_shared<spdlog::logger>("watchpost", std::make_shared<spdlog::sinks::systemd_sink_mt>())
            : std::make_shared<spdlog::logger>("watchpost", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    spdlog::set_default_logger(std::move(logger));
    set_log_level(level);
}

void set_log_level(settings::LogLevel level) {
    switch (level) {
    case settings::LogLevel::trace:
        return spdlog::set_level(spdlog::level::trace);
    case settings::LogLevel::debug:
        return spdlog::set_level(spdlog::level::debug);
    case settings::LogLevel::info:
        return spdlog::set_level(spdlog::level::info);
    case settings::LogLevel::warn:
        return spdlog::set_level(spdlog::level::warn);
    case settings::LogLevel::error:
        return spdlog::set_level(spdlog::level::err);
    }
}

} // namespace watchpost
