// HTTPS and WSS as others speak them: curl, OpenSSL's client, and the clients of these tests through a tunnel
// (DEVICES.md 15).

#include "support/daemon_api.hpp"
#include "support/key_pairs.hpp"
#include "support/lab_certificate.hpp"
#include "support/tls_tunnel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <set>

namespace watchpost::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What a command line writes, on standard output and standard error.
std::string said_by(std::string const& command) {
    Process shell{"/bin/sh", {"-c", command + " </dev/null"}};
    EXPECT_TRUE(shell.wait()) << "does not end: " << command;
    return shell.output() + shell.log();
}

std::string client(unsigned short port, std::string const& options) {
    return said_by("openssl s_client -connect 127.0.0.1:" + std::to_string(port) + " " + options);
}

std::vector<std::string> variables_for(std::filesystem::path const& certificate, std::filesystem::path const& key) {
    return {"WATCHPOST_TLS_PORT=0", "WATCHPOST_TLS_CERTIFICATE=" + certificate.string(),
            "WATCHPOST_TLS_KEY=" + key.string()};
}

class DaemonWithTls : public DaemonProcess {
public:
    DaemonWithTls(std::filesystem::path const& certificate, std::filesystem::path const& key)
        : DaemonProcess({}, variables_for(certificate, key)) {
        std::string const before = "listening on https://127.0.0.1:";
        if (!wait_for_output(before)) throw std::runtime_error("no TLS: " + log());
        auto const line = output();
        tls_port_ = static_cast<unsigned short>(std::stoi(line.substr(line.find(before) + before.size())));
    }
    unsigned short tls_port() const { return tls_port_; }

private:
    unsigned short tls_port_ = 0;
};

class Tls : public testing::Test {
protected:
    Headers our_host(Headers more = {}) const {
        more.emplace_back("Host", "127.0.0.1:" + std::to_string(tls_port_));
        return more;
    }

    void expect_handshake(std::string const& options, std::string const& version, std::string const& suite) const {
        auto const said = client(tls_port_, "-brief " + options);
        EXPECT_THAT(said, HasSubstr("Protocol version: " + version)) << options;
        EXPECT_THAT(said, HasSubstr("Ciphersuite: " + suite)) << options;
    }

    bool is_trusted(std::filesystem::path const& certificate) const {
        auto const said = client(tls_port_, "-brief -verify_return_error -CAfile " + certificate.string());
        return said.find("Verification: OK") != std::string::npos;
    }

    LabCertificate certificate_;
    DaemonWithTls daemon_{certificate_.certificate(), certificate_.key()};
    unsigned short const tls_port_ = daemon_.tls_port();
    TlsTunnel tunnel_{tls_port_, certificate_.certificate()};
};

TEST_F(Tls, CurlGetsTheSnapshotByteForByte) {
    auto camera = open_camera(daemon_.port(), "door");
    auto const frame = as_text(tiny_jpeg(320, 240, 60'000));
    auto viewer = WsClient::open(daemon_.port(), "/ws/video?camera=door");
    camera.send_binary(frame);
    ASSERT_TRUE(viewer.receive_binary() == frame);
    auto const file = certificate_.folder() / "snapshot";
    for (auto const* host : {"localhost", "127.0.0.1"}) {
        auto const said = said_by("curl -sS --cacert " + certificate_.certificate().string() + " -o " + file.string() +
                                  " https://" + host + ":" + std::to_string(tls_port_) + "/snapshot");
        EXPECT_EQ(said, "");
        EXPECT_TRUE(text_of(file) == frame) << host;
    }
}

TEST_F(Tls, FramesOfASecureCameraReachEveryViewerAsTheyWere) {
    auto camera = open_camera(tunnel_.port(), "door", our_host());
    auto secure = WsClient::open(tunnel_.port(), "/ws/video?camera=door", our_host());
    auto plain = WsClient::open(daemon_.port(), "/ws/video?camera=door");
    auto const first = as_text(tiny_jpeg(320, 240));
    camera.send_binary(first); // without one there is no stream
    ASSERT_TRUE(secure.receive_binary() == first);
    ASSERT_TRUE(plain.receive_binary() == first);
    RawConnection mjpeg{tunnel_.port()};
    mjpeg.send("GET /stream HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(tls_port_) + "\r\n\r\n");
    ASSERT_THAT(mjpeg.receive_until("--watchpost-frame\r\n"), HasSubstr("HTTP/1.1 200"));
    for (std::size_t const size : {2'000U, 16'384U, 60'000U, 900'000U}) {
        auto const frame = as_text(tiny_jpeg(320, 240, size));
        camera.send_binary(frame);
        EXPECT_TRUE(secure.receive_binary() == frame) << size;
        EXPECT_TRUE(plain.receive_binary() == frame) << size;
        EXPECT_TRUE(mjpeg.receive_until(frame + "\r\n--watchpost-frame\r\n").find(frame) != std::string::npos) << size;
    }
}

TEST_F(Tls, KeptConnectionAnswersRequestsThatComeTogether) {
    RawConnection connection{tunnel_.port()};
    auto const request = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(tls_port_) + "\r\n\r\n";
    connection.send(request + request);
    auto answers = connection.receive_until("ok\n");
    if (answers.find("ok\n") == answers.rfind("ok\n")) answers += connection.receive_until("ok\n");
    EXPECT_NE(answers.find("ok\n"), answers.rfind("ok\n"));
    connection.send(request);
    EXPECT_THAT(connection.receive_until("ok\n"), HasSubstr("200 OK"));
}

TEST_F(Tls, VersionsAndSuitesThatBoardsKnow) {
    expect_handshake("-tls1_3", "TLSv1.3", "TLS_AES_128_GCM_SHA256");
    expect_handshake("-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256", "TLSv1.3",
                     "TLS_CHACHA20_POLY1305_SHA256");
    expect_handshake("-tls1_2", "TLSv1.2", "ECDHE-ECDSA-AES128-GCM-SHA256");
    expect_handshake("-tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256", "TLSv1.2",
                     "ECDHE-ECDSA-AES128-GCM-SHA256");
    for (auto const* suite :
         {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305"})
        expect_handshake(std::string("-tls1_2 -groups P-256 -cipher ") + suite, "TLSv1.2", suite);
}

TEST(TlsWithRsa, SuitesThatBoardsKnow) {
    TemporaryFolder const folder;
    auto const certificate = folder.path() / "cert.pem";
    auto const key = folder.path() / "key.pem";
    said_by("openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -days 1 -keyout " + key.string() + " -out " +
            certificate.string());
    DaemonWithTls const daemon{certificate, key};
    for (std::string const suite :
         {"ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-CHACHA20-POLY1305"})
        EXPECT_THAT(client(daemon.tls_port(), "-brief -tls1_2 -cipher " + suite), HasSubstr("Ciphersuite: " + suite));
}

TEST_F(Tls, OldVersionsAndOldSuitesAreRefused) {
    for (auto const* options : {"-tls1_1 -cipher DEFAULT@SECLEVEL=0", "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256"}) {
        auto const said = client(tls_port_, options);
        EXPECT_THAT(said, HasSubstr("alert")) << options;
        EXPECT_THAT(said, HasSubstr("Cipher is (NONE)")) << options;
    }
}

TEST_F(Tls, SessionComesBackByItsTicketAndNoCertificateIsAskedFor) {
    auto const session = (certificate_.folder() / "session").string();
    auto const first = client(tls_port_, "-tls1_2 -sess_out " + session);
    EXPECT_THAT(first, HasSubstr("New, TLSv1.2"));
    EXPECT_THAT(first, HasSubstr("TLS session ticket:"));
    EXPECT_THAT(first, HasSubstr("No client certificate CA names sent"));
    EXPECT_THAT(client(tls_port_, "-tls1_2 -sess_in " + session), HasSubstr("Reused, TLSv1.2"));
}

TEST_F(Tls, WrongProtocolEndsWithoutNoise) {
    RawConnection plain_to_tls{tls_port_};
    plain_to_tls.send("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    EXPECT_THAT(plain_to_tls.receive_all(), Not(HasSubstr("HTTP/1.1 2")));
    EXPECT_TRUE(plain_to_tls.closed());
    EXPECT_THAT(client(daemon_.port(), ""), HasSubstr("Cipher is (NONE)"));
    EXPECT_EQ(metric(daemon_.port(), R"(watchpost_tls_handshakes_total{result="failed"})"), 1);
    EXPECT_THAT(daemon_.log(), Not(HasSubstr("[error]")));
    EXPECT_THAT(daemon_.log(), Not(HasSubstr("[warning]")));
}

class TlsReload : public Tls {
protected:
    WsClient camera_ = open_camera(tunnel_.port(), "door", our_host());
    WsClient viewer_ = WsClient::open(tunnel_.port(), "/ws/video?camera=door", our_host());
    WsClient plain_viewer_ = WsClient::open(daemon_.port(), "/ws/video?camera=door");
    std::uint32_t frames_ = 0;

    void expect_frame_passes() {
        auto const frame = as_text(tiny_jpeg(320, 240, 30'000, ++frames_));
        camera_.send_binary(frame);
        EXPECT_TRUE(viewer_.receive_binary() == frame);
        EXPECT_TRUE(plain_viewer_.receive_binary() == frame);
    }

    void reload(std::string const& logged) {
        daemon_.signal(SIGHUP);
        for (int i = 0; i < 20; ++i)
            expect_frame_passes();
        ASSERT_TRUE(daemon_.wait_for_output(logged)) << daemon_.log();
        expect_frame_passes();
        EXPECT_EQ(device(daemon_.port(), "door")["reconnects"], 0);
    }
};

TEST_F(TlsReload, NewCertificateIsForNewConnectionsAndNobodyIsDropped) {
    auto const old = certificate_.folder() / "old.pem";
    std::filesystem::copy_file(certificate_.certificate(), old);
    expect_frame_passes();
    certificate_.replace();
    reload("the new certificate is in force");
    EXPECT_TRUE(is_trusted(certificate_.certificate()));
    EXPECT_FALSE(is_trusted(old));
}

TEST_F(TlsReload, CertificateThatCannotBeUsedLeavesTheOldOneInForceLoudly) {
    auto const old = certificate_.folder() / "old.pem";
    std::filesystem::copy_file(certificate_.certificate(), old);
    LabCertificate const other;
    write_text(certificate_.certificate(), text_of(other.certificate()));
    reload("the old one stays in force: " + certificate_.key().string() + ": is not the key of the certificate");
    EXPECT_TRUE(is_trusted(old));
    write_text(certificate_.certificate(), "nothing of use");
    reload("the old one stays in force: " + certificate_.certificate().string() + ": is not a certificate");
    EXPECT_TRUE(is_trusted(old));
}

TEST(TlsFiles, KeyThatEverybodyCanReadIsRefusedWithTheChmod) {
    LabCertificate const certificate;
    ::chmod(certificate.key().c_str(), 0644);
    for (auto const* command : {"serve", "check-config"}) {
        Process watchpost{kWatchpost, {command}, variables_for(certificate.certificate(), certificate.key())};
        EXPECT_EQ(watchpost.wait(), 78) << command;
        EXPECT_THAT(watchpost.log(), HasSubstr("chmod 640 " + certificate.key().string())) << command;
    }
}

TEST(TlsFiles, KeyWithAPassphraseIsRefusedAndNobodyIsAskedForIt) {
    LabCertificate const certificate;
    auto const locked = certificate.folder() / "locked.pem";
    said_by("openssl pkey -aes128 -passout pass:word -in " + certificate.key().string() + " -out " + locked.string());
    Process watchpost{kWatchpost, {"check-config"}, variables_for(certificate.certificate(), locked)};
    EXPECT_EQ(watchpost.wait(), 78);
    EXPECT_THAT(watchpost.log(), HasSubstr("is not a private key in PEM without a passphrase"));
}

/// What each of the three commands says, from the name of the file on.
TEST(TlsFiles, ServeCheckConfigAndDoctorSayTheSameOfAPairThatIsNone) {
    TemporaryFolder const folder;
    KeyPair const rsa("rsa", "RSA 2048");
    KeyPair const ecdsa("ecdsa", "P-256");
    KeyPair const small("small", "RSA 1024");
    auto const certificate = folder.path() / "cert.pem";
    auto const key = folder.path() / "key.pem";
    struct Row {
        std::string certificate, key, said;
    };
    for (auto const& row : {Row{ecdsa.certificate(), rsa.key(),
                                "is not the key of the certificate in " + certificate.string() + ": that"},
                            Row{rsa.certificate(), ecdsa.key(),
                                "is not the key of the certificate in " + certificate.string() + ": that"},
                            Row{small.certificate(), small.key(), "is too small: an RSA key (1024 bits)"},
                            Row{rsa.certificate(), rsa.locked_key(), "openssl pkey -in " + key.string()},
                            Row{rsa.certificate() + ecdsa.certificate(), ecdsa.key(), "wrong order"},
                            Row{rsa.certificate(), "", "it is empty"}}) {
        write_text(certificate, row.certificate);
        write_text(key, row.key);
        ::chmod(key.c_str(), 0600);
        std::set<std::string> sentences;
        for (auto const* command : {"serve", "check-config", "doctor"}) {
            Process watchpost{kWatchpost, {command}, variables_for(certificate, key)};
            EXPECT_EQ(watchpost.wait(), std::string(command) == "doctor" ? 1 : 78) << command;
            auto const said = watchpost.output() + watchpost.log();
            auto const begin = said.find(folder.path().string());
            ASSERT_NE(begin, std::string::npos) << command << ": " << said;
            sentences.insert(said.substr(begin, said.find('\n', begin) - begin));
        }
        EXPECT_EQ(sentences.size(), 1U) << testing::PrintToString(sentences);
        EXPECT_THAT(*sentences.begin(), HasSubstr(row.said));
    }
}

TEST(TlsFiles, PairsOfEveryKindMakeAHandshake) {
    TemporaryFolder const folder;
    auto const certificate = folder.path() / "cert.pem";
    auto const key = folder.path() / "key.pem";
    for (auto const* kind : {"RSA 2048", "P-256", "P-384", "ED25519"}) {
        KeyPair const pair("localhost", kind);
        write_text(certificate, pair.certificate());
        write_text(key, pair.key());
        ::chmod(key.c_str(), 0600);
        DaemonWithTls const daemon{certificate, key};
        for (auto const* version : {"-tls1_2", "-tls1_3"})
            EXPECT_THAT(client(daemon.tls_port(), std::string(version) + " -brief -CAfile " + certificate.string()),
                        HasSubstr("Verification: OK"))
                << kind << " " << version;
    }
}

TEST(CertCommand, MakesACertificateThatOpensslLikes) {
    TemporaryFolder const folder;
    auto const out = folder.path() / "made" / "here";
    Process watchpost{
        kWatchpost,
        {"cert", "--out", out.string(), "--name", "cam.example", "--name", "192.0.2.7", "--name", "2001:db8::7"}};
    ASSERT_EQ(watchpost.wait(), 0) << watchpost.log();
    auto const file = (out / "cert.pem").string();
    auto const text = said_by("openssl x509 -noout -text -in " + file);
    for (auto const* part :
         {"DNS:cam.example, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7", "CN = cam.example",
          "NIST CURVE: P-256", "ecdsa-with-SHA256", "CA:FALSE", "TLS Web Server Authentication", "Version: 3"})
        EXPECT_THAT(text, HasSubstr(part));
    EXPECT_THAT(said_by("openssl verify -purpose sslserver -verify_hostname cam.example -CAfile " + file + " " + file),
                HasSubstr(": OK"));
    EXPECT_EQ(std::filesystem::status(out / "key.pem").permissions(), std::filesystem::perms(0600));
}

TEST(CertCommand, OverwritesNothing) {
    LabCertificate const there;
    auto const key = text_of(there.key());
    std::filesystem::remove(there.certificate());
    Process again{kWatchpost, {"cert", "--out", there.folder().string()}};
    EXPECT_EQ(again.wait(), 1);
    EXPECT_THAT(again.log(), HasSubstr(there.key().string() + " is there already"));
    EXPECT_EQ(text_of(there.key()), key);
    EXPECT_FALSE(std::filesystem::exists(there.certificate()));
}

TEST(CertCommand, NameThatIsNoneIsRefused) {
    TemporaryFolder const folder;
    for (auto const* name : {"", "two words", "-x", "a..b", "DNS:evil,x", "caf\xC3\xA9"}) {
        Process watchpost{kWatchpost, {"cert", "--out", folder.path().string(), "--name", name}};
        EXPECT_EQ(watchpost.wait(), 2) << name;
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

} // namespace
} // namespace watchpost::test
