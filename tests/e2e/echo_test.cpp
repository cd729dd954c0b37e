// The WebSocket machinery through the pure echo, byte by byte: RFC 6455 sections 5.2 to 8.1. Both kinds of link answer
// everything alike: the lean one that the daemon uses, and Beast's, over TLS too.

#include "support/daemon_process.hpp"
#include "support/lab_certificate.hpp"
#include "support/raw_frames.hpp"
#include "support/tls_tunnel.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;
using Frames = std::vector<RawFrame>;

class EchoServer : public Process {
public:
    explicit EchoServer(std::vector<std::string> arguments)
        : Process(WATCHPOST_ECHO_SERVER, std::move(arguments)) {
        wait_for_output("\n");
        auto const line = output();
        port_ = static_cast<unsigned short>(std::stoi(line.substr(line.rfind(':') + 1)));
    }
    unsigned short port() const { return port_; }

private:
    unsigned short port_ = 0;
};

enum class Way { lean, beast, tls };

class Echo : public testing::TestWithParam<Way> {
protected:
    Echo() {
        if (GetParam() != Way::tls) return;
        tunnel_.emplace(server_.port(), certificate_.certificate());
    }

    std::vector<std::string> arguments() const {
        if (GetParam() == Way::tls) return {"0", "tls", certificate_.folder().string()};
        return GetParam() == Way::beast ? std::vector<std::string>{"0", "beast"} : std::vector<std::string>{"0"};
    }
    unsigned short port() const { return tunnel_ ? tunnel_->port() : server_.port(); }

    LabCertificate certificate_;
    EchoServer server_{arguments()};
    std::optional<TlsTunnel> tunnel_;

    /// What a new connection gets back for these, up to the end of `expected`, and no more.
    void expect_answer(Frames const& frames, std::string const& expected, std::string const& what = {}) {
        RawWebSocket client{port()};
        for (auto const& frame : frames)
            ASSERT_TRUE(client.send(frame)) << what;
        // Compared as a whole, but not printed: some are 16 MiB.
        EXPECT_TRUE(client.receive_until(expected) == expected) << what;
    }

    /// The connection is failed with this code, and is then closed.
    void expect_failure(Frames const& frames, std::uint16_t code, std::string const& what) {
        RawWebSocket client{port()};
        for (auto const& frame : frames)
            client.send(frame);
        EXPECT_EQ(client.receive_all(), server_close(code)) << what;
        EXPECT_TRUE(client.closed()) << what;
        expect_answer({{opcode::kText, "still here"}}, RawFrame{opcode::kText, "still here"}.from_server(), what);
    }
};

TEST_P(Echo, MessagesOfEveryLengthComeBackAsTheyWere) {
    for (std::size_t const size : {0U, 1U, 125U, 126U, 127U, 65535U, 65536U}) {
        for (auto const kind : {opcode::kText, opcode::kBinary}) {
            RawFrame const message{kind, std::string(size, 'x')};
            expect_answer({message}, message.from_server(), std::to_string(size));
        }
    }
}

TEST_P(Echo, LargestMessageComesBackInOneFrame) {
    RawFrame const message{opcode::kBinary, std::string(16 * kMebibyte, 'x')};
    expect_answer({message}, message.from_server());
}

TEST_P(Echo, MessageOverTheLimitIsTooBig) {
    expect_failure({{opcode::kBinary, std::string(16 * kMebibyte + 1, 'x')}}, 1009, "in one frame");
    std::string const half(8 * kMebibyte, 'x');
    expect_failure({{opcode::kBinary, half, false}, {opcode::kContinuation, half + "x"}}, 1009, "in two frames");
}

TEST_P(Echo, FragmentsBecomeOneMessageAndPingsBetweenThemAreAnswered) {
    Frames const frames{
        {opcode::kText, "one ", false},         {opcode::kPing, "first"}, {opcode::kContinuation, "", false},
        {opcode::kContinuation, "two ", false}, {opcode::kPing, ""},      {opcode::kContinuation, "three"}};
    expect_answer(frames, RawFrame{opcode::kPong, "first"}.from_server() + RawFrame{opcode::kPong, ""}.from_server() +
                              RawFrame{opcode::kText, "one two three"}.from_server());
}

TEST_P(Echo, FrameMayComeByteByByte) {
    RawWebSocket client{port()};
    RawFrame const message{opcode::kText, "slowly"};
    for (char const byte : message.wire())
        ASSERT_TRUE(client.send_bytes({byte}));
    EXPECT_EQ(client.receive_until("slowly"), message.from_server());
}

TEST_P(Echo, UnsolicitedPongIsIgnored) {
    expect_answer({{opcode::kPong, "?"}, {opcode::kText, "!"}}, RawFrame{opcode::kText, "!"}.from_server());
}

TEST_P(Echo, LargestControlFrameIsAnswered) {
    RawFrame const ping{opcode::kPing, std::string(125, 'p')};
    expect_answer({ping}, RawFrame{opcode::kPong, ping.payload}.from_server());
}

TEST_P(Echo, CloseCodeIsEchoed) {
    for (std::uint16_t const code : std::vector<std::uint16_t>{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1011, 1012,
                                                               1013, 3000, 3999, 4000, 4999}) {
        RawWebSocket client{port()};
        client.send({opcode::kClose, close_payload(code, "bye")});
        auto const answer = client.receive_all();
        EXPECT_EQ(answer.substr(0, 1), "\x88") << code;
        EXPECT_EQ(answer.substr(2, 2), close_payload(code)) << code;
        EXPECT_TRUE(client.closed()) << code;
    }
    RawWebSocket client{port()};
    client.send({opcode::kClose, ""});
    EXPECT_EQ(client.receive_all(), server_close(1000)); // there is no code to echo
    EXPECT_TRUE(client.closed());
}

TEST_P(Echo, InvalidCloseFrameIsAProtocolError) {
    for (std::uint16_t const code :
         std::vector<std::uint16_t>{0, 999, 1004, 1005, 1006, 1014, 1015, 1016, 1100, 2000, 2999})
        expect_failure({{opcode::kClose, close_payload(code)}}, 1002, "code " + std::to_string(code));
    expect_failure({{opcode::kClose, "\x03"}}, 1002, "half a code");
    expect_failure({{opcode::kClose, close_payload(1000, "\xC3\x28")}}, 1002, "a reason that is not UTF-8");
}

TEST_P(Echo, BrokenFramesAreProtocolErrors) {
    expect_failure({{opcode::kText, "plain", true, 0, false}}, 1002, "not masked");
    for (std::uint8_t const reserved : std::vector<std::uint8_t>{1, 2, 4})
        expect_failure({{opcode::kText, "", true, reserved}}, 1002, "reserved bit " + std::to_string(reserved));
    for (std::uint8_t const unknown : std::vector<std::uint8_t>{0x3, 0x7, 0xB, 0xF})
        expect_failure({{unknown, ""}}, 1002, "opcode " + std::to_string(unknown));
    for (auto const control : {opcode::kPing, opcode::kPong, opcode::kClose}) {
        expect_failure({{control, std::string(126, 'x')}}, 1002, "control frame too long");
        expect_failure({{control, "", false}}, 1002, "control frame in fragments");
    }
    expect_failure({{opcode::kContinuation, "of nothing"}}, 1002, "continuation of nothing");
    expect_failure({{opcode::kText, "a", false}, {opcode::kText, "b"}}, 1002, "message inside a message");
}

TEST_P(Echo, TextMustBeUtf8) {
    for (auto const* bad : {"\xC3\x28", "\xE2\x82", "\xF8\x88\x80\x80\x80", "\xED\xA0\x80", "\xC0\xAF", "\xFF"})
        expect_failure({{opcode::kText, bad}}, 1007, bad);
    expect_failure({{opcode::kText, "\xE2\x82", false}, {opcode::kContinuation, "("}}, 1007, "over two fragments");
    expect_failure({{opcode::kText, "\xE2\x82", false}, {opcode::kContinuation, ""}}, 1007, "cut at the end");
}

TEST_P(Echo, CharacterMaySpanFragments) {
    expect_answer({{opcode::kText, "\xE2\x82", false}, {opcode::kContinuation, "\xAC"}},
                  RawFrame{opcode::kText, "\xE2\x82\xAC"}.from_server());
    expect_answer({{opcode::kBinary, "\xC3\x28\xFF"}}, RawFrame{opcode::kBinary, "\xC3\x28\xFF"}.from_server());
}

INSTANTIATE_TEST_SUITE_P(Links, Echo, testing::Values(Way::lean, Way::beast, Way::tls), [](auto const& row) {
    return row.param == Way::lean ? "lean" : row.param == Way::beast ? "beast" : "tls";
});

} // namespace
} // namespace watchpost::test
