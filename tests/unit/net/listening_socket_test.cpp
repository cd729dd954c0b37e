#include <watchpost/net/listening_socket.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

namespace watchpost::net {
namespace {

bool can_connect(char const* address, unsigned short port) {
    boost::asio::ip::tcp::endpoint const at{boost::asio::ip::make_address(address), port};
    Descriptor const socket{::socket(at.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0)};
    return ::connect(socket.value(), at.data(), static_cast<socklen_t>(at.size())) == 0;
}

TEST(ListeningSocket, takes_a_free_port_and_is_closed_in_what_we_start) {
    auto const socket = listen_on("127.0.0.1", 0);
    ASSERT_TRUE(socket) << socket.error().message;
    EXPECT_NE(socket->at.port(), 0);
    EXPECT_NE(::fcntl(socket->descriptor.value(), F_GETFD) & FD_CLOEXEC, 0);
    EXPECT_TRUE(can_connect("127.0.0.1", socket->at.port()));
}

TEST(ListeningSocket, of_a_port_that_is_taken_is_refused_with_the_reason) {
    auto const first = listen_on("127.0.0.1", 0);
    let_wider_in(*first);
    for (auto const* address : {"127.0.0.1", "0.0.0.0", "::"}) {
        auto const second = listen_on(address, first->at.port());
        ASSERT_FALSE(second) << address;
        EXPECT_NE(second.error().message.find("Address already in use"), std::string::npos);
    }
}

TEST(ListeningSocket, may_stand_beside_a_narrower_one_that_lets_it_in) {
    auto const narrow = listen_on("127.0.0.1", 0);
    auto const port = narrow->at.port();
    EXPECT_FALSE(listen_on("0.0.0.0", port, Sharing::beside)) << "it was not let in";
    let_wider_in(*narrow);
    auto const wide = listen_on("0.0.0.0", port, Sharing::beside);
    ASSERT_TRUE(wide) << wide.error().message;
    EXPECT_TRUE(can_connect("127.0.0.1", port));
    EXPECT_TRUE(can_connect("127.0.0.2", port));
}

TEST(ListeningSocket, of_every_ipv6_address_takes_ipv4_as_well) {
    auto const socket = listen_on("::", 0);
    if (!socket) GTEST_SKIP() << "IPv6 is off: " << socket.error().message;
    EXPECT_TRUE(can_connect("127.0.0.1", socket->at.port()));
}

TEST(ListeningSocket, that_is_shut_down_gives_its_port_free_whoever_holds_it) {
    auto const socket = listen_on("127.0.0.1", 0);
    Descriptor const in_a_store{::dup(socket->descriptor.value())};
    shut_down(*socket);
    EXPECT_FALSE(can_connect("127.0.0.1", socket->at.port()));
    EXPECT_TRUE(listen_on("0.0.0.0", socket->at.port()));
}

TEST(AdoptedSocket, is_told_where_it_listens) {
    auto const socket = listen_on("127.0.0.1", 0);
    auto const adopted = adopt_listening(Descriptor{::dup(socket->descriptor.value())});
    ASSERT_TRUE(adopted) << adopted.error().message;
    EXPECT_EQ(adopted->at, socket->at);
    EXPECT_NE(::fcntl(adopted->descriptor.value(), F_GETFD) & FD_CLOEXEC, 0);
}

TEST(AdoptedSocket, that_cannot_be_listened_on_is_refused) {
    EXPECT_EQ(adopt_listening(Descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)}).error().message,
              "does not listen");
    EXPECT_EQ(adopt_listening(Descriptor{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)}).error().message,
              "is no TCP socket");
    EXPECT_EQ(adopt_listening(Descriptor{::open("/dev/null", O_RDONLY | O_CLOEXEC)}).error().message,
              "is no TCP socket");
    EXPECT_EQ(adopt_listening(Descriptor{-1}).error().message, "is no TCP socket");
}

} // namespace
} // namespace watchpost::net
