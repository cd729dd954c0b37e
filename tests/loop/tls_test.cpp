// TLS where the clock matters: deadlines of handshakes, and certificates that change on the disk.

#include "support/daemon_in_process.hpp"
#include "support/descriptors.hpp"
#include "support/eventually.hpp"
#include "support/http_client.hpp"
#include "support/key_pairs.hpp"
#include "support/lab_certificate.hpp"
#include "support/metrics.hpp"
#include "support/plain_socket.hpp"
#include "support/tls_tunnel.hpp"

#include <gtest/gtest.h>

#include <future>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

class TlsClock : public testing::Test {
protected:
    settings::Settings settings() const {
        settings::Settings settings;
        settings.tls.certificate = certificate_.certificate();
        settings.tls.key = certificate_.key();
        return settings;
    }

    /// A new connection is answered when we trust `certificate`.
    bool is_shown(std::filesystem::path const& certificate) {
        return is_answered(TlsTunnel{daemon_.tls_port(), certificate});
    }
    bool is_answered(TlsTunnel const& tunnel) {
        Headers const host{{"Host", "127.0.0.1:" + std::to_string(daemon_.tls_port())}};
        return http_get(tunnel.port(), "/livez", host).status == 200;
    }

    double handshakes(std::string const& result) {
        return metric(daemon_.port(), "watchpost_tls_handshakes_total{result=\"" + result + "\"}");
    }

    /// The daemon looks at its files once in 2 s.
    bool is_shown_soon(std::filesystem::path const& certificate) {
        return eventually([&] {
            daemon_.advance(2s);
            daemon_.let_beat();
            return is_shown(certificate);
        });
    }

    LabCertificate certificate_;
    DaemonInProcess daemon_{settings()};
};

TEST_F(TlsClock, SilentClientIsFreedAfterFiveSeconds) {
    RawConnection silent{daemon_.tls_port()};
    ASSERT_TRUE(is_shown(certificate_.certificate())); // by now the silent one was accepted too
    daemon_.advance(4900ms);
    daemon_.let_beat();
    EXPECT_EQ(handshakes("timed_out"), 0);
    daemon_.advance(200ms);
    EXPECT_EQ(silent.receive_all(), "");
    EXPECT_TRUE(silent.closed());
    EXPECT_EQ(handshakes("timed_out"), 1);
}

TEST_F(TlsClock, HandshakeMustEndWithinFiveSeconds) {
    RawConnection slow{daemon_.tls_port()};
    slow.send("\x16\x03\x01"); // the head of a ClientHello
    ASSERT_TRUE(is_shown(certificate_.certificate()));
    daemon_.advance(5100ms);
    EXPECT_EQ(slow.receive_all(), "");
    EXPECT_TRUE(slow.closed());
    EXPECT_EQ(handshakes("timed_out"), 1);
    EXPECT_TRUE(is_shown(certificate_.certificate()));
}

TEST_F(TlsClock, HundredsWhoNeverFinishKeepNobodyOut) {
    std::vector<std::unique_ptr<RawConnection>> silent;
    for (int i = 0; i < 200; ++i)
        silent.push_back(std::make_unique<RawConnection>(daemon_.tls_port()));
    EXPECT_TRUE(is_shown(certificate_.certificate()));
}

/// The head of a ClientHello.
constexpr auto kHalfAHello = "\x16\x03\x01";
/// Handshakes at a time, in all and from one address.
constexpr std::size_t kMostHandshakes = 128;
constexpr std::size_t kMostOfAnAddress = 16;

TEST_F(TlsClock, StalledOnesOfManyAddressesMakeRoomForWhoComesFromAnother) {
    // Given addresses that each stall as many handshakes as one may have, and more than there are places,
    std::vector<Socket> stalled;
    for (std::size_t i = 0; i < 2 * kMostHandshakes; ++i) {
        stalled.emplace_back(dial_from("127.0.1." + std::to_string(1 + i / kMostOfAnAddress), daemon_.tls_port()));
        stalled.back().send(kHalfAHello);
    }
    ASSERT_EQ(handshakes("completed"), 0); // the daemon has begun with them
    // then others have theirs at once.
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(is_shown(certificate_.certificate()));
    EXPECT_GT(handshakes("dropped"), 0);
}

TEST_F(TlsClock, OneThatWasStalledLongestMakesRoomForTheNextOfItsAddress) {
    std::vector<Socket> stalled;
    for (std::size_t i = 0; i < kMostHandshakes; ++i) {
        stalled.emplace_back(dial(daemon_.tls_port()));
        stalled.back().send(kHalfAHello);
        if (i > 0) continue;
        ASSERT_EQ(handshakes("completed"), 0); // by now it has begun
        daemon_.let_beat();
        daemon_.advance(500ms);
    }
    ASSERT_EQ(handshakes("completed"), 0);
    daemon_.let_beat();
    daemon_.advance(2s); // longer than an honest one thinks
    EXPECT_TRUE(is_shown(certificate_.certificate()));
    EXPECT_TRUE(with_news(stalled) == 1 && with_news({stalled.data(), 1}) == 1) << with_news(stalled);
    EXPECT_EQ(handshakes("dropped"), 1);
    EXPECT_EQ(handshakes("timed_out"), 0);
}

TEST_F(TlsClock, WhoWaitsForAPlaceGetsItWhenOneIsFree) {
    TlsTunnel const tunnel{daemon_.tls_port(), certificate_.certificate()};
    // Given as many half handshakes as there may be at a time,
    ASSERT_EQ(handshakes("completed"), 0); // asks the disk, which has been listed then
    daemon_.let_beat();
    auto const alone = open_descriptors();
    std::vector<std::unique_ptr<RawConnection>> slow;
    for (std::size_t i = 0; i < kMostHandshakes; ++i) {
        slow.push_back(std::make_unique<RawConnection>(daemon_.tls_port()));
        slow.back()->send(kHalfAHello);
    }
    // (which the daemon has begun, or its clock would run before theirs)
    ASSERT_TRUE(eventually([&] { return open_descriptors() == alone + 2 * kMostHandshakes; }))
        << open_descriptors() - alone;
    daemon_.let_beat();
    auto const before = open_descriptors();
    // when one more comes while they may be thinking yet, it waits,
    auto one_more = std::async(std::launch::async, [&] { return is_answered(tunnel); });
    // (a client has its own, the tunnel two, the daemon one)
    EXPECT_TRUE(eventually([&] { return open_descriptors() == before + 4; })) << open_descriptors() - before;
    daemon_.let_beat();
    EXPECT_EQ(one_more.wait_for(0s), std::future_status::timeout);
    // until one of them has shown that it does not.
    daemon_.advance(2s);
    EXPECT_TRUE(one_more.get());
    EXPECT_EQ(handshakes("dropped"), 1);
    EXPECT_EQ(handshakes("timed_out"), 0);
}

TEST_F(TlsClock, ChangedFilesAreNoticed) {
    certificate_.replace();
    EXPECT_FALSE(is_shown(certificate_.certificate()));
    EXPECT_TRUE(is_shown_soon(certificate_.certificate()));
}

TEST_F(TlsClock, FilesThatDoNotFitYetAreLeftUntilTheyDo) {
    auto const old = certificate_.folder() / "old.pem";
    std::filesystem::copy_file(certificate_.certificate(), old);
    LabCertificate const next;
    write_text(certificate_.certificate(), text_of(next.certificate()));
    for (int i = 0; i < 3; ++i) {
        daemon_.advance(2s);
        daemon_.let_beat();
    }
    EXPECT_TRUE(is_shown(old));
    write_text(certificate_.key(), text_of(next.key()));
    EXPECT_TRUE(is_shown_soon(certificate_.certificate()));
    EXPECT_FALSE(is_shown(old));
}

TEST_F(TlsClock, RenewalToAnotherKindOfKeyEndsNobodyAndNothing) {
    auto const old = certificate_.folder() / "old.pem";
    std::filesystem::copy_file(certificate_.certificate(), old);
    KeyPair const rsa("127.0.0.1", "RSA 2048");
    write_text(certificate_.certificate(), rsa.certificate());
    daemon_.reload(settings()); // as a renewal's hook may ask for too early
    for (int i = 0; i < 3; ++i) {
        daemon_.advance(2s);
        daemon_.let_beat();
    }
    EXPECT_TRUE(is_shown(old));
    write_text(certificate_.key(), rsa.key());
    EXPECT_TRUE(eventually([&] {
        daemon_.advance(2s);
        daemon_.let_beat();
        return !is_shown(old);
    }));
    EXPECT_TRUE(is_shown(certificate_.certificate()));
}

TEST_F(TlsClock, ReloadedConfigurationMayNameOtherFiles) {
    LabCertificate const next;
    auto changed = settings();
    changed.tls.certificate = next.certificate();
    changed.tls.key = next.key();
    daemon_.reload(changed);
    EXPECT_TRUE(eventually([&] { return is_shown(next.certificate()); }));
}

TEST_F(TlsClock, StoppingDaemonWaitsForNoHandshake) {
    RawConnection silent{daemon_.tls_port()};
    ASSERT_TRUE(is_shown(certificate_.certificate()));
    daemon_.stop();
    EXPECT_EQ(silent.receive_all(), "");
    EXPECT_TRUE(silent.closed());
}

} // namespace
} // namespace watchpost::test
