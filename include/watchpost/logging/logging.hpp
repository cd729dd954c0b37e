#pragma once

#include <watchpost/settings/settings.hpp>

namespace watchpost {

/// The log goes to the journal when systemd runs us (systemd.exec(5), $JOURNAL_STREAM), else to standard error, in
/// colour on a terminal. Call once, before anything logs.
void start_logging(settings::LogLevel level);

void set_log_level(settings::LogLevel level);

} // namespace watchpost
