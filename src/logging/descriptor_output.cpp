// Where in the code a line was logged would be the same for each of them.
#define SD_JOURNAL_SUPPRESS_LOCATION

#include "descriptor_output.hpp"

#include <poll.h>
#include <spdlog/details/os.h>
#include <spdlog/pattern_formatter.h>
#include <sys/uio.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>

namespace watchpost {
namespace {

constexpr auto kName = "watchpost";

std::string_view colour_of(spdlog::level::level_enum level) {
    switch (level) {
    case spdlog::level::debug:
        return "\033[36m";
    case spdlog::level::info:
        return "\033[32m";
    case spdlog::level::warn:
        return "\033[33m\033[1m";
    case spdlog::level::err:
        return "\033[31m\033[1m";
    case spdlog::level::critical:
        return "\033[1m\033[41m";
    default:
        return "\033[37m";
    }
}

int priority_of(spdlog::level::level_enum level) {
    switch (level) {
    case spdlog::level::info:
        return LOG_INFO;
    case spdlog::level::warn:
        return LOG_WARNING;
    case spdlog::level::err:
        return LOG_ERR;
    case spdlog::level::critical:
        return LOG_CRIT;
    default:
        return LOG_DEBUG;
    }
}

std::string line_of(spdlog::formatter& formatter, Output const& output, bool in_colour) {
    spdlog::details::log_msg const message(output.time, {}, kName, output.level, output.text);
    spdlog::memory_buf_t buffer;
    formatter.format(message, buffer);
    std::string line(buffer.data(), buffer.size());
    if (!in_colour || message.color_range_end <= message.color_range_start) return line;
    line.insert(message.color_range_end, "\033[m");
    return line.insert(message.color_range_start, colour_of(output.level));
}

} // namespace

void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        auto const count = ::write(descriptor, bytes.data(), bytes.size());
        if (count >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(count));
            continue;
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK) {
            pollfd room{descriptor, POLLOUT, 0};
            ::poll(&room, 1, -1);
        } else if (errno != EINTR) {
            return;
        }
    }
}

PatientWriter::Write lines_on(int descriptor) {
    bool const in_colour = ::isatty(descriptor) != 0 && spdlog::details::os::is_color_terminal();
    return [descriptor, in_colour, formatter = std::make_shared<spdlog::pattern_formatter>()](Output const& output) {
        write_all(descriptor, output.is_plain ? output.text : line_of(*formatter, output, in_colour));
    };
}

PatientWriter::Write entries_of_the_journal() {
    return [](Output const& output) {
        std::string_view text = output.text;
        while (text.ends_with('\n'))
            text.remove_suffix(1);
        std::vector<std::string> fields{"MESSAGE=" + std::string(text),
                                        "PRIORITY=" + std::to_string(priority_of(output.level)),
                                        std::string("SYSLOG_IDENTIFIER=") + kName};
        fields.insert(fields.end(), output.fields.begin(), output.fields.end());
        std::vector<iovec> parts;
        for (auto& field : fields)
            parts.push_back({field.data(), field.size()});
        sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
    };
}

} // namespace watchpost
