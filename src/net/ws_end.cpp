#include "ws_end.hpp"

#include <boost/beast/websocket/error.hpp>

#include <algorithm>

namespace watchpost::net {
namespace {

namespace websocket = boost::beast::websocket;

/// What Beast answered before it reported `error`; 0 when it answered nothing.
std::uint16_t answered_code(boost::system::error_code error) {
    if (error == websocket::error::message_too_big || error == websocket::error::buffer_overflow)
        return close_code::kTooBig;
    if (error == websocket::error::bad_frame_payload) return close_code::kBadPayload;
    if (error == websocket::condition::protocol_violation) return close_code::kProtocolError;
    return 0;
}

} // namespace

EndInfo end_of_read(boost::system::error_code error, websocket::close_reason const& reason) {
    if (error == websocket::error::closed) {
        auto const code = static_cast<std::uint16_t>(reason.code);
        return {EndInfo::Cause::peer_closed, code == 0 ? close_code::kNoStatus : code,
                std::string(reason.reason.data(), reason.reason.size())};
    }
    if (error == websocket::error::bad_size)
        return {EndInfo::Cause::odd_length, close_code::kProtocolError, error.message()};
    if (auto const code = answered_code(error)) return {EndInfo::Cause::broke_protocol, code, error.message()};
    return {EndInfo::Cause::vanished, 0, error.message()};
}

bool is_cut(std::string_view text) {
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        auto const byte = static_cast<unsigned char>(text[text.size() - back]);
        if ((byte & 0xC0U) == 0x80U) continue;
        std::size_t const length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
        return length > back;
    }
    return false;
}

} // namespace watchpost::net
