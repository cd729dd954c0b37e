// What somebody who guesses can do to the others (SECURITY rule 6).

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/secrets.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

/// As a trusted proxy says it.
std::pair<std::string, std::string> client_at(std::string const& address) {
    return {"X-Forwarded-For", address};
}

std::pair<std::string, std::string> bearer_of(std::string const& token) {
    return {"Authorization", "Bearer " + token};
}

class Guessers : public testing::Test {
protected:
    Guessers() {
        change_secrets_in(folder_.path(), put_everybody);
        settings::Settings settings;
        settings.data_dir = folder_.path();
        settings.boards = {{"garden", DeviceKind::esp32cam, "camera"}};
        settings.trusted_proxies = {*IpRange::parse("127.0.0.1")};
        daemon_.emplace(settings);
    }

    HttpReply get(std::string const& from, std::string const& token) const {
        return http_get(daemon_->port(), "/api/v1/devices", {client_at(from), bearer_of(token)});
    }
    std::string attempt(std::string const& from, std::string const& name, std::string const& password) const {
        auto const body = nlohmann::json{{"name", name}, {"password", password}}.dump();
        return "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + from +
               "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
               body;
    }
    /// The status, of an answer that may be held back.
    int log_in(std::string const& from, std::string const& name, std::string const& password) {
        RawConnection connection{daemon_->port()};
        connection.send(attempt(from, name, password));
        auto answer = connection.receive_until("\r\n", 3s);
        if (answer.empty()) {
            daemon_->advance(1s);
            answer = connection.receive_until("\r\n");
        }
        return answer.size() < 12 ? 0 : std::stoi(answer.substr(9, 3));
    }

    TemporaryFolder folder_;
    std::optional<DaemonInProcess> daemon_;
};

TEST_F(Guessers, of_tokens_do_not_shut_out_the_right_ones_of_their_house) {
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(get("203.0.113.7", "guess-" + std::to_string(i)).status, 401);
    EXPECT_EQ(get("203.0.113.7", kViewerToken).status, 200);
    auto const metrics =
        http_get(daemon_->port(), "/metrics", {client_at("203.0.113.8"), bearer_of(kViewerToken)}).body;
    EXPECT_NE(metrics.find("reason=\"too_many_attempts\"} 15"), std::string::npos) << metrics;
    auto const camera = WsClient::status_of(daemon_->port(), "/ws/esp32cam",
                                            {client_at("203.0.113.7"), bearer_of("camera"), {"X-Device-ID", "garden"}});
    EXPECT_EQ(camera, 101);
}

TEST_F(Guessers, of_passwords_wait_though_a_board_of_their_address_is_connected) {
    auto const board = WsClient::open(daemon_->port(), "/ws/esp32cam",
                                      {client_at("203.0.113.7"), bearer_of("camera"), {"X-Device-ID", "garden"}});
    for (int i = 0; i < 5; ++i)
        EXPECT_EQ(log_in("203.0.113.7", "anna", "wrong password"), 401);
    EXPECT_EQ(log_in("203.0.113.7", "anna", kPassword), 401) << "it has to wait";
    EXPECT_EQ(log_in("203.0.113.8", "anna", kPassword), 200);
}

TEST_F(Guessers, of_one_person_from_everywhere_make_that_person_wait_and_nobody_else) {
    EXPECT_EQ(log_in("198.51.100.1", "anna", kPassword), 200);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(log_in("203.0.113." + std::to_string(i), "anna", "wrong password"), 401);
    EXPECT_EQ(log_in("203.0.113.100", "anna", kPassword), 401) << "the name has to wait";
    EXPECT_EQ(log_in("203.0.113.100", "bert", kPassword), 200);
    EXPECT_EQ(log_in("198.51.100.1", "anna", kPassword), 200) << "where she has come in before she need not wait";
    daemon_->advance(300s);
    EXPECT_EQ(log_in("203.0.113.100", "anna", kPassword), 200) << "nor for ever";
}

TEST_F(Guessers, at_a_dozen_places_keep_nobody_from_logging_in) {
    std::vector<std::unique_ptr<RawConnection>> guessers;
    for (int i = 0; i < 48; ++i) {
        guessers.push_back(std::make_unique<RawConnection>(daemon_->port()));
        guessers.back()->send(attempt("203.0.113." + std::to_string(i % 12), "anna", "wrong password"));
    }
    EXPECT_EQ(log_in("198.51.100.1", "bert", kPassword), 200);
}

} // namespace
} // namespace watchpost::test
