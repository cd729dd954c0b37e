#include <watchpost/core/printable.hpp>
#include <watchpost/net/link_set.hpp>

#include <spdlog/spdlog.h>

namespace watchpost::net {
namespace {

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
    case LogLevel::debug:
        return spdlog::level::debug;
    case LogLevel::info:
        return spdlog::level::info;
    case LogLevel::warning:
        break;
    }
    return spdlog::level::warn;
}

} // namespace

void LinkSet::ended(std::string const& endpoint, std::string const& who, EndInfo const& end) {
    auto const verdict = close_policy(end);
    --open_[endpoint];
    ++closed_[Close{endpoint, verdict.label, verdict.routine}];
    spdlog::log(level_of(verdict.level), "{}: closed: {} (code {}, reason \"{}\")", who, verdict.label, end.code,
                printable(end.reason));
}

} // namespace watchpost::net
