#include "other_side.hpp"
#include "websocket.hpp"

#include <gmock/gmock.h>

using cam::WebSocket;
using other_side::frame;
using other_side::kinds;
using other_side::messages_in;
using other_side::view;
using State = WebSocket::State;
using testing::ElementsAre;
using testing::IsEmpty;

namespace {

std::uint32_t some_number() {
    static std::uint32_t state = 1;
    return state = state * 1'664'525 + 1'013'904'223;
}

WebSocket fresh(WebSocket::Headers const& headers = {}, int port = 3000) {
    return {"server", port, "/ws/esp32cam", headers, some_number};
}

/// Everything that waits, taken at most `step` bytes at a time.
std::string drain(WebSocket& socket, std::size_t step = 1'000'000) {
    std::string bytes;
    for (auto data = socket.unsent(); data.size > 0; data = socket.unsent()) {
        auto const count = std::min(step, data.size);
        bytes.append(reinterpret_cast<char const*>(data.data), count);
        socket.written(count);
    }
    return bytes;
}

WebSocket opened() {
    auto socket = fresh();
    socket.feed(view(other_side::upgrade(drain(socket))));
    EXPECT_EQ(socket.state(), State::open);
    return socket;
}

std::size_t count_of(std::string const& text, std::string const& part) {
    std::size_t count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

} // namespace

TEST(WebSocket, TheRequestHasEachHeaderOnce) {
    auto socket = fresh({{"Authorization", "Bearer a:b@c"}, {"X-Device-ID", "front-door"}});
    auto const request = drain(socket);
    EXPECT_EQ(request.find("GET /ws/esp32cam HTTP/1.1\r\n"), 0U);
    for (auto const* const line : {"\r\nHost: server:3000\r\n", "\r\nUpgrade: websocket\r\n",
                                   "\r\nConnection: Upgrade\r\n", "\r\nSec-WebSocket-Version: 13\r\n",
                                   "\r\nAuthorization: Bearer a:b@c\r\n", "\r\nX-Device-ID: front-door\r\n"})
        EXPECT_EQ(count_of(request, line), 1U) << line;
    EXPECT_EQ(request.substr(request.size() - 4), "\r\n\r\n");
    auto const key = request.find("Sec-WebSocket-Key: ") + 19;
    EXPECT_EQ(request.find("\r\n", key) - key, 24U);
    EXPECT_EQ(request.substr(key + 22, 2), "==");
}

TEST(WebSocket, TheKeyIsAnotherEachTimeAndPort80GoesUnsaid) {
    auto one = fresh({}, 80);
    auto other = fresh({}, 80);
    auto const request = drain(one);
    EXPECT_NE(request, drain(other));
    EXPECT_EQ(count_of(request, "\r\nHost: server\r\n"), 1U);
}

TEST(WebSocket, SecretsCannotBreakTheRequest) {
    for (auto const* const bad : {"a\r\nX: b", "\xc3\xa9", "a\tb"}) {
        auto socket = fresh({{"Authorization", bad}});
        EXPECT_EQ(socket.state(), State::failed);
        EXPECT_EQ(drain(socket), "");
    }
}

TEST(WebSocket, TheAnswerMayComeInPiecesWithFramesBehindIt) {
    auto socket = fresh();
    std::vector<std::string> texts;
    for (char const c : other_side::upgrade(drain(socket)) + frame(1, "hello")) {
        for (auto& text : socket.feed(view(std::string(1, c))))
            texts.push_back(std::move(text));
    }
    EXPECT_THAT(texts, ElementsAre("hello"));
}

TEST(WebSocket, RefusalsSayTheirStatus) {
    for (auto const& [answer, status] :
         std::vector<std::pair<std::string, int>>{{"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", 401},
                                                  {"HTTP/1.1 503 Busy\r\n\r\n", 503},
                                                  {"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\n", 0},
                                                  {"SSH-2.0\r\n\r\n", 0},
                                                  {std::string(3'000, 'x'), 0}}) {
        auto socket = fresh();
        socket.feed(view(answer));
        EXPECT_EQ(socket.state(), State::failed) << answer;
        EXPECT_EQ(socket.refused_with(), status) << answer;
    }
}

TEST(WebSocket, AServerThatDoesNotProveItselfIsRefused) {
    auto socket = fresh();
    auto other = fresh();
    drain(socket);
    socket.feed(view(other_side::upgrade(drain(other))));
    EXPECT_EQ(socket.state(), State::failed);
    EXPECT_EQ(socket.refused_with(), 0);
}

TEST(WebSocket, TextsOfEveryLength) {
    for (std::size_t const length : {0U, 1U, 125U, 126U, 1'000U, 4'096U}) {
        auto socket = opened();
        EXPECT_THAT(socket.feed(view(frame(1, std::string(length, 'x')))), ElementsAre(std::string(length, 'x')));
    }
}

TEST(WebSocket, WhatWeSayIsMasked) {
    auto socket = opened();
    ASSERT_TRUE(socket.send_text("yyyyyyyyyyyyyyyy"));
    auto bytes = drain(socket);
    EXPECT_EQ(bytes.find("yyyy"), std::string::npos);
    auto const messages = messages_in(bytes);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_TRUE(messages[0].is_masked);
    EXPECT_EQ(messages[0].payload, "yyyyyyyyyyyyyyyy");
}

class PictureOfSize : public testing::TestWithParam<std::size_t> {};

TEST_P(PictureOfSize, ArrivesWholeHoweverSlowlyItIsTaken) {
    std::string picture(GetParam(), '\0');
    for (auto& c : picture)
        c = static_cast<char>(some_number() >> 24);
    for (std::size_t const step : {1U, 7U, 1'436U, 1'000'000U}) {
        auto socket = opened();
        ASSERT_TRUE(socket.send_text("before"));
        ASSERT_TRUE(socket.send_picture(view(picture)));
        ASSERT_TRUE(socket.send_text("after"));
        auto bytes = drain(socket, step);
        auto const messages = messages_in(bytes);
        EXPECT_EQ(bytes, "");
        ASSERT_EQ(messages.size(), 3U);
        EXPECT_EQ(messages[0].payload, "before");
        EXPECT_EQ(messages[1].payload, picture);
        EXPECT_EQ(messages[1].opcode, 2);
        EXPECT_EQ(messages[2].payload, "after");
        EXPECT_TRUE(socket.is_idle());
    }
}

INSTANTIATE_TEST_SUITE_P(Sizes, PictureOfSize, testing::Values(1, 125, 126, 4'096, 4'097, 65'535, 65'536, 100'000));

TEST(WebSocket, NothingComesBetweenTheBytesOfAPicture) {
    auto socket = opened();
    std::string const picture(20'000, 'p');
    ASSERT_TRUE(socket.send_picture(view(picture)));
    std::string bytes;
    for (auto data = socket.unsent(); data.size > 0; data = socket.unsent()) {
        auto const count = std::min<std::size_t>(data.size, 3'000);
        bytes.append(reinterpret_cast<char const*>(data.data), count);
        socket.written(count);
        if (bytes.size() < 10'000) socket.feed(view(frame(9, "?")));
    }
    auto const messages = messages_in(bytes);
    ASSERT_GT(messages.size(), 1U);
    EXPECT_EQ(messages[0].payload, picture);
    for (std::size_t i = 1; i < messages.size(); ++i)
        EXPECT_EQ(messages[i].opcode, 10);
}

TEST(WebSocket, OnePictureAtATimeAndItIsNeededUntilItIsMasked) {
    auto socket = opened();
    std::string const picture(10'000, 'p');
    EXPECT_FALSE(socket.send_picture({}));
    ASSERT_TRUE(socket.send_picture(view(picture)));
    EXPECT_FALSE(socket.is_idle());
    EXPECT_EQ(socket.picture_unsent(), 10'000U);
    EXPECT_FALSE(socket.send_picture(view(picture)));
    drain(socket);
    EXPECT_EQ(socket.picture_unsent(), 0U);
    EXPECT_TRUE(socket.send_picture(view(picture)));
}

TEST(WebSocket, WhatWaitsIsBounded) {
    auto socket = opened();
    int taken = 0;
    while (socket.send_text(std::string(1'000, 'x')) && taken < 1'000)
        ++taken;
    EXPECT_LT(taken, 20);
    drain(socket);
    EXPECT_TRUE(socket.send_text("again"));
}

TEST(WebSocket, FragmentsWithAPingBetween) {
    auto socket = opened();
    EXPECT_THAT(
        socket.feed(view(frame(1, "one ", false) + frame(9, "?") + frame(0, "two ", false) + frame(0, "three"))),
        ElementsAre("one two three"));
    auto bytes = drain(socket);
    auto const messages = messages_in(bytes);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].opcode, 10);
    EXPECT_EQ(messages[0].payload, "?");
}

TEST(WebSocket, PongsAndBinaryMessagesAreIgnored) {
    auto socket = opened();
    EXPECT_THAT(socket.feed(view(frame(10, "") + frame(2, "\xff") + frame(1, "next"))), ElementsAre("next"));
    EXPECT_EQ(drain(socket), "");
}

TEST(WebSocket, TheServersCloseIsAnsweredWithItsCode) {
    auto socket = opened();
    EXPECT_THAT(socket.feed(view(frame(8, "\x03\xe9"
                                          "bye") +
                                 frame(1, "late"))),
                IsEmpty());
    EXPECT_EQ(socket.state(), State::closed);
    EXPECT_EQ(socket.close_code(), 1001);
    auto bytes = drain(socket);
    auto const messages = messages_in(bytes);
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].payload, "\x03\xe9");
}

TEST(WebSocket, OurCloseWaitsForTheServers) {
    auto socket = opened();
    socket.close(1001);
    socket.close(1000);
    EXPECT_FALSE(socket.send_text("too late"));
    EXPECT_FALSE(socket.send_picture(view("too late")));
    auto bytes = drain(socket);
    auto const messages = messages_in(bytes);
    EXPECT_THAT(kinds(messages), ElementsAre("close"));
    EXPECT_EQ(messages[0].payload, "\x03\xe9");
    EXPECT_EQ(socket.state(), State::closing);
    EXPECT_THAT(socket.feed(view(frame(1, "crossing") + frame(9, "") + frame(8, "\x03\xe9"))), IsEmpty());
    EXPECT_EQ(socket.state(), State::closed);
    EXPECT_EQ(drain(socket), "");
}

class Broken : public testing::TestWithParam<std::pair<std::string, int>> {};

TEST_P(Broken, EndsTheLinkWithItsCode) {
    auto socket = opened();
    EXPECT_THAT(socket.feed(view(GetParam().first)), IsEmpty());
    EXPECT_EQ(socket.state(), State::failed);
    auto bytes = drain(socket);
    auto const messages = messages_in(bytes);
    ASSERT_THAT(kinds(messages), ElementsAre("close"));
    auto const& payload = messages[0].payload;
    EXPECT_EQ(static_cast<unsigned char>(payload[0]) << 8 | static_cast<unsigned char>(payload[1]), GetParam().second);
    EXPECT_THAT(socket.feed(view(frame(1, "more"))), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, Broken,
    testing::Values(std::pair{std::string("\xc1\x00", 2), 1002},                  // a reserved bit
                    std::pair{std::string("\x81\x81\x00\x00\x00\x00x", 7), 1002}, // masked
                    std::pair{std::string("\x83\x00", 2), 1002},                  // no such opcode
                    std::pair{std::string("\x8b\x00", 2), 1002},                  // nor this one
                    std::pair{std::string("\x09\x00", 2), 1002},                  // a ping in fragments
                    std::pair{std::string("\x89\x7e\x00\x80", 4), 1002},          // a long ping
                    std::pair{frame(0, "x"), 1002},                               // continues nothing
                    std::pair{frame(1, "x", false) + frame(1, "y"), 1002},        // begins inside another
                    std::pair{frame(8, "\x03"), 1002},                            // half a code
                    std::pair{frame(1, "\xff"), 1007},                            // no UTF-8
                    std::pair{frame(1, "\xed\xa0\x80"), 1007},                    // a surrogate
                    std::pair{frame(1, "\xc0\x80"), 1007},                        // longer than it need be
                    std::pair{std::string("\x81\x7e\x10\x01", 4), 1009},          // 4,097 bytes
                    std::pair{std::string("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff", 10), 1009},
                    std::pair{frame(1, std::string(4'000, 'x'), false) + frame(0, std::string(97, 'y')), 1009}));
