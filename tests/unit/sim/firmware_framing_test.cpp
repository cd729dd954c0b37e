#include "firmware_framing.hpp"

#include <gtest/gtest.h>

namespace watchpost::sim {
namespace {

Bytes bytes(std::initializer_list<int> values) {
    Bytes result;
    for (int const value : values)
        result.push_back(static_cast<std::uint8_t>(value));
    return result;
}

TEST(FirmwareFraming, ZeroMaskLeavesThePayloadPlain) {
    Bytes out;
    append_frame(out, Opcode::text, "Hi", kZeroMask);
    EXPECT_EQ(out, bytes({0x81, 0x82, 0, 0, 0, 0, 'H', 'i'}));
}

TEST(FirmwareFraming, MaskIsApplied) {
    Bytes out;
    append_frame(out, Opcode::text, "Hello", Mask{0x37, 0xfa, 0x21, 0x3d}); // RFC 6455 section 5.7
    EXPECT_EQ(out, bytes({0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58}));
}

TEST(FirmwareFraming, LengthsAreCanonical) {
    auto const header = [](std::size_t size) {
        Bytes out;
        append_frame(out, Opcode::binary, Bytes(size), kZeroMask);
        return Bytes(out.begin(), out.end() - static_cast<Bytes::difference_type>(size));
    };
    EXPECT_EQ(header(125), bytes({0x82, 0x80 | 125, 0, 0, 0, 0}));
    EXPECT_EQ(header(126), bytes({0x82, 0x80 | 126, 0, 126, 0, 0, 0, 0}));
    EXPECT_EQ(header(65'535), bytes({0x82, 0x80 | 126, 255, 255, 0, 0, 0, 0}));
    EXPECT_EQ(header(65'536), bytes({0x82, 0x80 | 127, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}));
}

TEST(ServerFrameParser, FramesThatComeByteByByteAreWhole) {
    ServerFrameParser parser;
    Bytes stream = bytes({0x81, 126, 0, 200});
    stream.insert(stream.end(), 200, 'x');
    for (auto const byte : {0x89, 0x00})
        stream.push_back(static_cast<std::uint8_t>(byte));

    std::vector<ServerFrame> frames;
    for (auto const byte : stream) {
        parser.feed({&byte, 1});
        while (auto frame = parser.next())
            frames.push_back(*frame);
    }

    ASSERT_EQ(frames.size(), 2U);
    EXPECT_EQ(frames[0].opcode, Opcode::text);
    EXPECT_EQ(frames[0].payload, std::string(200, 'x'));
    EXPECT_EQ(frames[1].opcode, Opcode::ping);
    EXPECT_TRUE(frames[1].payload.empty());
}

TEST(ServerFrameParser, FragmentsAreTold) {
    ServerFrameParser parser;
    parser.feed(bytes({0x01, 1, 'a', 0x80, 1, 'b'}));
    auto const first = parser.next();
    auto const second = parser.next();
    ASSERT_TRUE(first && second);
    EXPECT_FALSE(first->final);
    EXPECT_EQ(second->opcode, Opcode::continuation);
    EXPECT_TRUE(second->final);
}

TEST(ServerFrameParser, WhatNoServerMaySendIsAnError) {
    std::vector<Bytes> const wrong{
        bytes({0x81, 0x81, 0, 0, 0, 0, 'x'}),               // masked
        bytes({0xC1, 1, 'x'}),                              // reserved bit: compressed
        bytes({0x83, 0}),                                   // unknown opcode
        bytes({0x82, 127, 0, 0, 0, 0, 0xFF, 0, 0, 0}),      // more than a board can hold
        bytes({0x82, 127, 0xFF, 255, 255, 255, 1, 0, 0, 0}) // and an absurd length
    };
    for (auto const& stream : wrong) {
        ServerFrameParser parser;
        parser.feed(stream);
        EXPECT_FALSE(parser.next());
        EXPECT_FALSE(parser.error().empty());
    }
}

TEST(FirmwareFraming, CloseCodes) {
    EXPECT_EQ(close_code(close_payload(1000)), 1000);
    EXPECT_EQ(close_code(close_payload(4001)), 4001);
    EXPECT_EQ(close_code(close_payload(0)), 1005);
}

} // namespace
} // namespace watchpost::sim
