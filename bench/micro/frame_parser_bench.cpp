// What it costs to take a camera's frame apart, by size, by mask, and by how it comes.

#include "ws_frame_parser.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <vector>

namespace {

using watchpost::Bytes;
using watchpost::net::WsFrameParser;

constexpr std::size_t kLargest = 1024 * 1024;
constexpr std::array<std::uint8_t, 4> kMask{0x5A, 0x17, 0xC3, 0xE9};
constexpr std::array<std::uint8_t, 4> kNoMask{};

void put_frame(Bytes& out, std::uint8_t first_byte, std::size_t size, std::array<std::uint8_t, 4> const& mask) {
    out.push_back(first_byte);
    if (size < 126) {
        out.push_back(static_cast<std::uint8_t>(0x80U | size));
    } else if (size < 65'536) {
        out.insert(out.end(), {0xFE, static_cast<std::uint8_t>(size >> 8U), static_cast<std::uint8_t>(size)});
    } else {
        out.push_back(0xFF);
        for (int shift = 56; shift >= 0; shift -= 8)
            out.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(size) >> shift));
    }
    out.insert(out.end(), mask.begin(), mask.end());
    out.insert(out.end(), size, 0x42);
}

/// One binary message of `size` bytes in frames of at most `fragment`.
Bytes message(std::size_t size, std::size_t fragment, std::array<std::uint8_t, 4> const& mask) {
    Bytes wire;
    for (std::size_t at = 0; at < size; at += fragment) {
        auto const part = std::min(fragment, size - at);
        unsigned const fin = at + part == size ? 0x80U : 0U;
        put_frame(wire, static_cast<std::uint8_t>(fin | (at == 0 ? 2U : 0U)), part, mask);
    }
    return wire;
}

/// `wire` over and over, as reads of at most `read_size` bytes give it.
void parse(benchmark::State& state, Bytes const& wire, std::size_t read_size) {
    WsFrameParser parser{kLargest};
    for (auto _ : state) {
        std::size_t messages = 0;
        for (std::size_t at = 0; at < wire.size(); at += read_size) {
            auto input = std::span(wire).subspan(at, std::min(read_size, wire.size() - at));
            for (;;) {
                auto const event = parser.next(input);
                if (std::holds_alternative<WsFrameParser::NeedMore>(event)) break;
                messages += std::holds_alternative<WsFrameParser::Binary>(event) ? 1U : 0U;
            }
        }
        if (messages != 1) state.SkipWithError("the message did not come out");
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(wire.size()));
}

void parser_masked(benchmark::State& state) {
    auto const size = static_cast<std::size_t>(state.range(0));
    parse(state, message(size, size, kMask), kLargest);
}
BENCHMARK(parser_masked)->Arg(8 * 1024)->Arg(25 * 1024)->Arg(60 * 1024);

void parser_masked_with_zeros(benchmark::State& state) {
    auto const size = static_cast<std::size_t>(state.range(0));
    parse(state, message(size, size, kNoMask), kLargest);
}
BENCHMARK(parser_masked_with_zeros)->Arg(25 * 1024);

/// Frames of so many bytes make one message of 25 KiB.
void parser_fragments(benchmark::State& state) {
    parse(state, message(25 * 1024, static_cast<std::size_t>(state.range(0)), kMask), kLargest);
}
BENCHMARK(parser_fragments)->Arg(4096)->Arg(125);

/// One frame of 25 KiB comes in reads of so many bytes: an Ethernet packet's, and the worst there is.
void parser_reads(benchmark::State& state) {
    parse(state, message(25 * 1024, 25 * 1024, kMask), static_cast<std::size_t>(state.range(0)));
}
BENCHMARK(parser_reads)->Arg(1448)->Arg(1);

} // namespace
