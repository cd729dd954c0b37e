// Lines of a header and a chunked body, in pieces of any size: the same is found wherever the bytes are cut, and what
// is taken for a body is what a second, plainer reading of the rules takes for it.

#include "chunked_body.hpp"
#include "header_lines.hpp"
#include "property.hpp"

#include <algorithm>
#include <optional>
#include <string>

using namespace watchpost;
using fuzz::require;

namespace {

constexpr std::size_t kLimit = 512;

using State = net::ChunkedBody::State;

struct Reading {
    State state;
    std::size_t used;
    std::string body;
};

Reading read(std::string_view bytes, std::size_t step) {
    net::ChunkedBody chunks{kLimit};
    std::size_t used = 0;
    while (used < bytes.size() && chunks.state() == State::more)
        used += chunks.put(bytes.substr(used, step));
    auto const state = chunks.state();
    return {state, used, chunks.take_body()};
}

/// The line at `at` without its CR LF, and `at` behind it; nothing when it has not come.
std::optional<std::string_view> next_line(std::string_view bytes, std::size_t& at) {
    auto const end = bytes.find("\r\n", at);
    if (end == std::string_view::npos) return std::nullopt;
    auto const line = bytes.substr(at, end - at);
    at = end + 2;
    return line;
}

/// Only for what `read` says is done.
void check_done(std::string_view bytes, Reading const& reading) {
    std::string body;
    std::size_t at = 0;
    for (;;) {
        auto const line = next_line(bytes, at);
        require(line.has_value(), "a chunk has a line of its own", bytes);
        auto const digits = line->substr(0, line->find_first_not_of("0123456789abcdefABCDEF"));
        require(!digits.empty() && digits.size() <= 16, "a chunk has a size", bytes);
        auto const size = std::stoull(std::string(digits), nullptr, 16);
        if (size == 0) break;
        require(at + size + 2 <= bytes.size() && bytes.substr(at + size, 2) == "\r\n", "a chunk has its end", bytes);
        body += bytes.substr(at, size);
        at += size + 2;
    }
    for (auto line = next_line(bytes, at); line && !line->empty(); line = next_line(bytes, at)) {
    }
    require(at == reading.used, "the body ends where its last line does", bytes);
    require(body == reading.body && body.size() <= kLimit, "the body is what its chunks hold", bytes);
}

void check_lines(std::string_view text, std::size_t step) {
    net::HeaderLines at_once;
    auto const fault = at_once.check(text);
    net::HeaderLines in_pieces;
    auto found = net::HeaderLines::Fault::none;
    for (std::size_t size = 0; size < text.size() && found == net::HeaderLines::Fault::none;) {
        size = std::min(size + step, text.size());
        found = in_pieces.check(text.substr(0, size));
    }
    require(found == fault && in_pieces.is_over() == at_once.is_over(), "a header is the same in pieces", text);
    if (fault != net::HeaderLines::Fault::none || !at_once.is_over()) return;
    auto const header = text.substr(0, text.find("\r\n\r\n") + 2);
    for (std::size_t i = 0; i < header.size() && !text.starts_with("\r\n"); ++i) {
        if (header[i] == '\n') require(i > 0 && header[i - 1] == '\r', "no LF stands alone", text);
        if (header[i] == '\r') require(i + 1 < header.size() && header[i + 1] == '\n', "no CR stands alone", text);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    fuzz::Input input{data, size};
    auto const step = static_cast<std::size_t>(input.byte() % 16) + 1;
    auto const bytes = input.rest();
    auto const reading = read(bytes, std::max<std::size_t>(bytes.size(), 1));
    auto const in_pieces = read(bytes, step);
    require(in_pieces.state == reading.state && in_pieces.used == reading.used && in_pieces.body == reading.body,
            "a body is the same in pieces", bytes);
    if (reading.state == State::done) check_done(bytes, reading);
    if (reading.state == State::more) require(reading.used == bytes.size(), "what is not over takes all");
    check_lines(bytes, step);
    return 0;
}
