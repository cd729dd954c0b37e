#pragma once

#include <watchpost/core/guard.hpp>
#include <watchpost/settings/settings.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace watchpost {

/// The log goes to the journal when systemd runs us (systemd.exec(5), $JOURNAL_STREAM), else to standard error, in
/// colour on a terminal. It is written by a thread of its own, so nobody who logs ever waits for a reader: what nobody
/// takes is kept up to 1 MiB, then dropped and counted (SECURITY rule 37). Call once, before anything logs. When the
/// guard goes, before the process ends, what is left gets 0.9 s.
Guard start_logging(settings::LogLevel level);

void set_log_level(settings::LogLevel level);

/// A line of the log at level info, with fields of its own: in the journal they are fields of the entry, elsewhere
/// they stand behind `message` as `name="value"`. Names are such as "WHO", without our prefix `WATCHPOST_`; values may
/// be what others wrote.
using LogFields = std::vector<std::pair<std::string, std::string>>;
void log_with_fields(std::string const& message, LogFields const& fields);

/// Lines of the log that were dropped since the start.
std::uint64_t log_lines_dropped();

/// Standard output, behind everything that was logged before. Waits 0.9 s at most for the log, and for nobody else.
void print(std::string text);

/// Standard error, in the order of the log; at once where there is none.
void print_error(std::string text);

} // namespace watchpost
