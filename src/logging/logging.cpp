#include "descriptor_output.hpp"

#include <watchpost/core/printable.hpp>
#include <watchpost/logging/logging.hpp>

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <exception>
#include <iostream>

namespace watchpost {
namespace {

/// Together with the limit of a stopping daemon below the 5 s of SECURITY rule 29.
constexpr auto kPatience = std::chrono::milliseconds(900);
constexpr std::size_t kLongestField = 128;

/// $JOURNAL_STREAM names the device and inode that our standard error had when systemd started us; it is inherited by
/// children whose output goes elsewhere, so both are compared.
bool stderr_is_the_journal() {
    auto const* const stream = std::getenv("JOURNAL_STREAM");
    struct stat info {};
    if (stream == nullptr || fstat(STDERR_FILENO, &info) != 0) return false;
    return stream == std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino);
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

/// What a peer wrote is made printable where it is logged. Should that ever be forgotten, or a library quote it, it
/// makes no second line all the same (SECURITY rule 19).
std::string one_line(std::string_view text) {
    bool const is_plain = std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    return is_plain ? std::string(text) : printable(text, text.size());
}

// Both are there until the process ends: whatever is destroyed last may still log.
PatientWriter* log_writer = nullptr;
PatientWriter* output_writer = nullptr;
bool to_journal = false;

/// Hands lines over. It has no state, so it needs no lock.
class PatientSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
    void sink_it_(spdlog::details::log_msg const& message) override {
        log_writer->give({one_line({message.payload.data(), message.payload.size()}), message.level, message.time});
    }
    void flush_() override { log_writer->flush(kPatience); }
};

void flush_everything() {
    auto const until = std::chrono::steady_clock::now() + kPatience;
    for (auto* const writer : {log_writer, output_writer}) {
        if (writer == nullptr) continue;
        auto const left = until - std::chrono::steady_clock::now();
        writer->flush(std::max(std::chrono::duration_cast<std::chrono::milliseconds>(left), {}));
    }
}

std::terminate_handler terminate_before = nullptr;

/// What was logged before a fault that nobody caught is what tells of it.
[[noreturn]] void flush_and_terminate() {
    log_writer->flush(kPatience);
    terminate_before();
    std::abort();
}

} // namespace

Guard start_logging(settings::LogLevel level) {
    to_journal = stderr_is_the_journal();
    log_writer = new PatientWriter(to_journal ? entries_of_the_journal() : lines_on(STDERR_FILENO));
    output_writer = new PatientWriter(lines_on(STDOUT_FILENO));
    auto logger = std::make_shared<spdlog::logger>("watchpost", std::make_shared<PatientSink>());
    logger->flush_on(spdlog::level::critical);
    spdlog::set_default_logger(std::move(logger));
    set_log_level(level);
    if (terminate_before == nullptr) terminate_before = std::set_terminate(flush_and_terminate);
    return Guard{flush_everything};
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

void log_with_fields(std::string const& message, LogFields const& fields) {
    if (!spdlog::should_log(spdlog::level::info)) return;
    if (log_writer != nullptr && to_journal) {
        Output entry{message, spdlog::level::info, spdlog::log_clock::now()};
        for (auto const& [name, value] : fields)
            entry.fields.push_back("WATCHPOST_" + name + "=" + printable(value, kLongestField));
        return log_writer->give(std::move(entry));
    }
    auto line = message;
    for (auto const& [name, value] : fields)
        line += " " + lower(name) + "=" + in_quotes(value, kLongestField);
    spdlog::info("{}", line);
}

std::uint64_t log_lines_dropped() {
    return log_writer != nullptr ? log_writer->dropped() : 0;
}

void print(std::string text) {
    if (output_writer == nullptr) {
        std::cout << text << std::flush;
        return;
    }
    log_writer->flush(kPatience);
    output_writer->give({std::move(text), spdlog::level::info, {}, {}, true});
}

void print_error(std::string text) {
    if (log_writer == nullptr)
        std::cerr << text << std::flush;
    else
        log_writer->give({std::move(text), spdlog::level::err, spdlog::log_clock::now(), {}, true});
}

} // namespace watchpost
