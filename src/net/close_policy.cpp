#include <watchpost/net/close_policy.hpp>

namespace watchpost::net {
namespace {

bool says_error(std::uint16_t code) {
    switch (code) {
    case close_code::kProtocolError:
    case close_code::kUnknownData:
    case close_code::kBadPayload:
    case close_code::kPolicy:
    case close_code::kTooBig:
    case close_code::kInternalError:
        return true;
    default:
        return false;
    }
}

bool says_routine(std::uint16_t code) {
    switch (code) {
    case close_code::kNormal:
    case close_code::kGoingAway:
    case close_code::kNoStatus:
    case close_code::kRestart:
    case close_code::kReplaced:
        return true;
    default:
        return false;
    }
}

/// What browsers' extensions and connection testers write when they go.
bool is_known_noise(std::string_view reason) {
    return reason.find("Rapid test") != std::string_view::npos ||
           reason.find("message port closed") != std::string_view::npos;
}

EndVerdict judge_code(EndInfo const& end, std::string_view routine_label, std::string_view other_label) {
    if (says_error(end.code)) return {LogLevel::warning, false, "error_code"};
    if (says_routine(end.code) || is_known_noise(end.reason)) return {LogLevel::debug, true, routine_label};
    return {LogLevel::info, false, other_label};
}

} // namespace

EndVerdict close_policy(EndInfo const& end) {
    switch (end.cause) {
    case EndInfo::Cause::peer_closed:
        return judge_code(end, "peer_closed", "peer_closed_other");
    case EndInfo::Cause::we_closed:
        if (end.code == close_code::kReplaced) return {LogLevel::debug, true, "replaced"};
        return judge_code(end, "we_closed", "we_closed_other");
    case EndInfo::Cause::vanished:
        return {LogLevel::info, false, "vanished"};
    case EndInfo::Cause::broke_protocol:
        return {LogLevel::warning, false, "broke_protocol"};
    case EndInfo::Cause::odd_length:
        return {LogLevel::info, false, "odd_length"};
    case EndInfo::Cause::silent:
        return {LogLevel::info, false, "silent"};
    case EndInfo::Cause::too_slow:
        return {LogLevel::warning, false, "too_slow"};
    case EndInfo::Cause::flood:
        return {LogLevel::warning, false, "flood"};
    case EndInfo::Cause::unfinished:
        return {LogLevel::warning, false, "unfinished"};
    case EndInfo::Cause::fault:
        break;
    }
    return {LogLevel::warning, false, "fault"};
}

} // namespace watchpost::net
