#include "support/cost.hpp"
#include "support/raw_frames.hpp"
#include "ws_frame_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace watchpost::net {
namespace {

using test::close_payload;
using test::RawFrame;
namespace opcode = test::opcode;
using testing::ElementsAre;

constexpr std::size_t kLimit = 1024 * 1024;

/// What a parser says of `wire`, in words, when the bytes come in pieces of `piece`.
std::vector<std::string> said(std::string const& wire, std::size_t piece = std::string::npos,
                              std::size_t limit = kLimit) {
    struct Words {
        std::string operator()(WsFrameParser::NeedMore const&) const { return ""; }
        std::string operator()(WsFrameParser::Text const& text) const { return "text " + std::string(text.text); }
        std::string operator()(WsFrameParser::Binary const& binary) const {
            return "binary " + std::string(binary.bytes.begin(), binary.bytes.end());
        }
        std::string operator()(WsFrameParser::Ping const& ping) const { return "ping " + std::string(ping.payload); }
        std::string operator()(WsFrameParser::Pong const&) const { return "pong"; }
        std::string operator()(WsFrameParser::Close const& close) const {
            return "close " + std::to_string(close.code) + " " + std::string(close.reason);
        }
        std::string operator()(WsFrameParser::Fault const& fault) const {
            return "fault " + std::to_string(static_cast<int>(fault));
        }
    };
    WsFrameParser parser{limit};
    std::vector<std::string> events;
    for (std::size_t at = 0; at < wire.size(); at += std::min(piece, wire.size() - at)) {
        auto const size = std::min(piece, wire.size() - at);
        // A buffer of exactly this size, so that a sanitizer sees a byte too many.
        std::vector<std::uint8_t> const bytes(wire.begin() + static_cast<std::ptrdiff_t>(at),
                                              wire.begin() + static_cast<std::ptrdiff_t>(at + size));
        std::span<std::uint8_t const> input = bytes;
        for (;;) {
            auto const event = parser.next(input);
            auto word = std::visit(Words{}, event);
            if (word.empty()) break;
            bool const is_last = word.starts_with("fault") || word.starts_with("close");
            events.push_back(std::move(word));
            if (is_last) return events;
        }
        EXPECT_TRUE(input.empty()) << "bytes were left behind";
    }
    return events;
}

std::string const kOdd = "fault " + std::to_string(static_cast<int>(WsFrameParser::Fault::odd_length));
std::string const kTooBig = "fault " + std::to_string(static_cast<int>(WsFrameParser::Fault::too_big));

TEST(WsFrameParser, says_the_same_wherever_the_bytes_are_cut) {
    std::string const wire = RawFrame{opcode::kText, "one ", false}.wire() + RawFrame{opcode::kPing, "p"}.wire() +
                             RawFrame{opcode::kContinuation, "\xE2\x82\xAC"}.wire() +
                             RawFrame{opcode::kBinary, std::string(70'000, 'b')}.wire() +
                             RawFrame{opcode::kBinary, ""}.wire() + RawFrame{opcode::kText, ""}.wire() +
                             RawFrame{opcode::kPong, "?"}.wire() +
                             RawFrame{opcode::kBinary, std::string(300, 'c')}.wire() +
                             RawFrame{opcode::kClose, close_payload(1000, "bye")}.wire();
    auto const whole = said(wire);
    EXPECT_THAT(whole, ElementsAre("ping p", "text one \xE2\x82\xAC", "binary " + std::string(70'000, 'b'), "binary ",
                                   "text ", "pong", "binary " + std::string(300, 'c'), "close 1000 bye"));
    for (std::size_t const piece : {1U, 2U, 3U, 7U, 125U, 4096U, 65'536U})
        EXPECT_EQ(said(wire, piece), whole) << piece;
}

TEST(WsFrameParser, gives_a_binary_message_that_can_go_out_as_it_lies) {
    WsFrameParser parser{kLimit};
    for (std::size_t const size : {0U, 1U, 125U, 126U, 65'535U, 65'536U, 200'000U}) {
        RawFrame const frame{opcode::kBinary, std::string(size, 'x')};
        auto const wire = frame.wire();
        std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size()};
        auto const event = parser.next(input);
        auto const framed = std::get<WsFrameParser::Binary>(event).bytes.framed();
        EXPECT_EQ(std::string(framed.begin(), framed.end()), frame.from_server()) << size;
    }
}

TEST(WsFrameParser, refuses_a_length_that_is_not_in_its_shortest_form) {
    EXPECT_THAT(said(std::string("\x82\xFE\x00\x7D\0\0\0\0", 8)), ElementsAre(kOdd));
    // As Links2004's library sends 65,535 bytes.
    EXPECT_THAT(said(std::string("\x82\xFF\0\0\0\0\0\0\xFF\xFF\0\0\0\0", 14)), ElementsAre(kOdd));
}

TEST(WsFrameParser, refuses_more_than_its_limit_before_it_comes) {
    EXPECT_THAT(said(RawFrame{opcode::kBinary, std::string(10, 'x')}.wire().substr(0, 6), 100, 9),
                ElementsAre(kTooBig));
    EXPECT_THAT(said(RawFrame{opcode::kBinary, "12345", false}.wire() + RawFrame{opcode::kContinuation, "67890"}.wire(),
                     100, 9),
                ElementsAre(kTooBig));
    EXPECT_THAT(said(std::string("\x82\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0", 14)), ElementsAre(kTooBig));
    EXPECT_THAT(said(RawFrame{opcode::kBinary, "123456789"}.wire(), 100, 9), ElementsAre("binary 123456789"));
}

TEST(WsFrameParser, holds_what_came_and_not_what_was_promised) {
    WsFrameParser parser{kLimit};
    std::string const wire = RawFrame{opcode::kBinary, std::string(kLimit, 'x')}.wire().substr(0, 14 + 100);
    std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size()};
    parser.next(input);
    EXPECT_EQ(parser.held(), 100U);
    EXPECT_LE(parser.room(), 8U * 1024);
}

/// A binary message, in fragments of `piece` bytes.
std::string fragmented(std::size_t size, std::size_t piece) {
    std::string wire;
    for (std::size_t at = 0; at < size; at += piece)
        wire += RawFrame{at == 0 ? opcode::kBinary : opcode::kContinuation,
                         std::string(std::min(piece, size - at), 'x'), at + piece >= size}
                    .wire();
    return wire;
}

/// The parser that has read `wire`, which is at most one message.
WsFrameParser after(std::string const& wire, std::size_t limit = kLimit) {
    WsFrameParser parser{limit};
    std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size()};
    EXPECT_FALSE(std::holds_alternative<WsFrameParser::Fault>(parser.next(input)));
    EXPECT_TRUE(input.empty());
    return parser;
}

TEST(WsFrameParser, copies_each_byte_a_few_times_in_however_many_fragments_it_comes) {
    for (std::size_t const piece : {1U, 2U, 125U, 4096U, 4097U, 65'536U})
        EXPECT_LE(after(fragmented(kLimit / 8, piece)).moved(), 3 * kLimit / 8) << piece;
}

TEST(WsFrameParser, costs_twice_as_much_for_twice_as_many_fragments) {
    constexpr std::size_t many = 8 * 1024;
    auto const wire = fragmented(8 * many, 1);
    auto const cost =
        test::cost_of(many, [&wire](std::size_t n) { after(wire.substr(0, n * wire.size() / (8 * many))); });
    EXPECT_TRUE(cost.is_linear()) << cost.in_words();
}

TEST(WsFrameParser, costs_no_more_for_fragments_of_nothing_and_pings_between_them) {
    auto const empty = RawFrame{opcode::kContinuation, "", false}.wire();
    std::string wire = RawFrame{opcode::kText, "", false}.wire();
    for (int i = 0; i < 100'000; ++i)
        wire += empty;
    auto const parser = after(wire);
    EXPECT_EQ(parser.moved(), 0U);
    EXPECT_LE(parser.room(), 8U * 1024);
}

TEST(WsFrameParser, holds_twice_of_what_came_in_fragments_at_most) {
    EXPECT_LE(after(fragmented(100, 1)).room(), 8U * 1024);
    auto const wire = fragmented(kLimit / 8, 1);
    auto const parser = after(wire.substr(0, wire.size() / 2));
    EXPECT_LE(parser.room(), 2 * parser.held());
}

TEST(WsFrameParser, takes_a_text_no_longer_than_texts_may_be) {
    auto const said_of = [](std::string const& wire) {
        WsFrameParser parser{kLimit, 10};
        std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size()};
        return parser.next(input);
    };
    using Fault = WsFrameParser::Fault;
    EXPECT_TRUE(std::holds_alternative<WsFrameParser::Text>(said_of(RawFrame{opcode::kText, "1234567890"}.wire())));
    EXPECT_TRUE(
        std::holds_alternative<WsFrameParser::Binary>(said_of(RawFrame{opcode::kBinary, std::string(11, 'x')}.wire())));
    EXPECT_EQ(std::get<Fault>(said_of(RawFrame{opcode::kText, "12345678901"}.wire())), Fault::too_big);
    EXPECT_EQ(std::get<Fault>(said_of(RawFrame{opcode::kText, "123456", false}.wire() +
                                      RawFrame{opcode::kContinuation, "78901"}.wire())),
              Fault::too_big);
}

TEST(WsFrameParser, knows_which_message_is_under_way) {
    WsFrameParser parser{kLimit};
    auto const take = [&parser](std::string const& wire) {
        std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size()};
        while (!std::holds_alternative<WsFrameParser::NeedMore>(parser.next(input))) {
        }
    };
    EXPECT_FALSE(parser.is_under_way());
    auto const first = RawFrame{opcode::kBinary, "abc", false}.wire();
    take(first.substr(0, 1));
    EXPECT_TRUE(parser.is_under_way());
    EXPECT_EQ(parser.message(), 1U);
    take(first.substr(1) + RawFrame{opcode::kPing, "p"}.wire());
    EXPECT_TRUE(parser.is_under_way());
    EXPECT_EQ(parser.message(), 1U);
    take(RawFrame{opcode::kContinuation, "d"}.wire());
    EXPECT_FALSE(parser.is_under_way());
    take(first);
    EXPECT_EQ(parser.message(), 2U);
}

TEST(WsFrameParser, reads_over_messages_that_are_to_be_forgotten) {
    WsFrameParser parser{kLimit};
    auto const wire = fragmented(100'000, 1000);
    std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size() / 2};
    parser.next(input);
    parser.forget_messages();
    EXPECT_EQ(parser.room(), 0U);
    auto const rest = wire.substr(wire.size() / 2) + wire + RawFrame{opcode::kText, "t"}.wire() +
                      RawFrame{opcode::kClose, close_payload(1000, "bye")}.wire();
    input = {reinterpret_cast<std::uint8_t const*>(rest.data()), rest.size()};
    EXPECT_EQ(std::get<WsFrameParser::Close>(parser.next(input)).reason, "bye");
    EXPECT_EQ(parser.room(), 0U);
}

TEST(WsFrameParser, says_nothing_more_after_a_fault) {
    WsFrameParser parser{kLimit};
    auto const wire = RawFrame{opcode::kText, "plain", true, 0, false}.wire() + RawFrame{opcode::kText, "x"}.wire();
    std::span<std::uint8_t const> input{reinterpret_cast<std::uint8_t const*>(wire.data()), wire.size()};
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(std::get<WsFrameParser::Fault>(parser.next(input)), WsFrameParser::Fault::protocol);
}

} // namespace
} // namespace watchpost::net
