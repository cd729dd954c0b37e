// What RFC 9110 and RFC 9112 ask of a server, rule by rule. The daemon's clock stands still: what is answered is
// answered at once.

#include "support/daemon_api.hpp"
#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/jpeg_builder.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::test {
namespace {

using namespace std::chrono_literals;

struct Rule {
    std::string section; ///< of RFC 9112, or of RFC 9110 where it says so
    std::string request; ///< HOST stands for the line of our Host, CLOSE for "Connection: close"
    int status = 0;      ///< of the first answer
    std::string says{};  ///< something that stands in what comes
    std::string lacks{}; ///< and something that does not
};

std::string replaced(std::string text, std::string const& what, std::string const& by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
        text.replace(at, what.size(), by);
    return text;
}

class HttpRules : public testing::Test {
protected:
    /// All that comes until the daemon closes.
    std::string ask(std::string const& request) const {
        RawConnection client{daemon_.port()};
        client.send(written(request));
        auto answer = client.receive_all(5s);
        EXPECT_TRUE(client.closed()) << request << " -> " << answer;
        return answer;
    }

    std::string written(std::string const& request) const {
        auto const host = "127.0.0.1:" + std::to_string(daemon_.port());
        return replaced(replaced(replaced(request, "HOST", "Host: " + host + "\r\n"), "CLOSE", "Connection: close\r\n"),
                        "PLACE", host);
    }

    void keep(std::vector<Rule> const& rules) const {
        for (auto const& rule : rules) {
            SCOPED_TRACE(rule.section + ": " + rule.request.substr(0, 200));
            auto const answer = ask(rule.request);
            EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(rule.status) + " ")) << answer.substr(0, 300);
            EXPECT_TRUE(answer.find(rule.says) != std::string::npos) << answer;
            EXPECT_TRUE(rule.lacks.empty() || answer.find(rule.lacks) == std::string::npos) << answer;
            bool const says_close = answer.find("\r\nConnection: close\r\n") != std::string::npos;
            EXPECT_TRUE(rule.status < 400 || says_close) << answer;
        }
    }

    DaemonInProcess daemon_;
};

TEST_F(HttpRules, of_the_request_line) {
    keep({
        {"2.2", "\r\nGET /livez HTTP/1.1\r\nHOSTCLOSE\r\n", 200, "ok\n"},
        {"2.2", "\r\n\r\nGET /livez HTTP/1.1\r\nHOSTCLOSE\r\n", 200, "ok\n"},
        {"2.2", "\r\n\r\n\r\nGET /livez HTTP/1.1\r\nHOSTCLOSE\r\n", 400},
        {"2.2", "GET /livez HTTP/1.1\nHOSTCLOSE\r\n", 400, "CR LF"},
        {"2.2", "GET /livez HTTP/1.1\r\n HOSTCLOSE\r\n", 400, "begins with a blank"},
        {"2.2", "GET /livez HTTP/1.1\rHOSTCLOSE\r\n", 400, "CR LF"},
        {"2.3", "GET /livez HTTP/2.0\r\nHOST\r\n", 505},
        {"2.3", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
        {"2.3", "GET /livez HTTP/3.0\r\nHOST\r\n", 505},
        {"2.3", "GET /livez http/1.1\r\nHOST\r\n", 400},
        {"3", "GET /livez\n", 400, "without a version"},
        {"3", "GET /livez\r\n", 400, "without a version"},
        {"3", "GET  /livez HTTP/1.1\r\nHOST\r\n", 400},
        {"3", "GET /livez  HTTP/1.1\r\nHOST\r\n", 400},
        {"3", "GET /li vez HTTP/1.1\r\nHOST\r\n", 400},
        {"3", "G(T /livez HTTP/1.1\r\nHOST\r\n", 400},
        {"3.1 and 9110 9.1", "get /livez HTTP/1.1\r\nHOST\r\n", 501},
        {"3.1 and 9110 9.1", "BREW /livez HTTP/1.1\r\nHOST\r\n", 501},
        {"9110 9.3.6", "CONNECT cam.example:443 HTTP/1.1\r\nHOST\r\n", 501},
        {"9110 9.1", "PATCH /livez HTTP/1.1\r\nHOST\r\n", 405, "\r\nAllow: GET, HEAD\r\n"},
        {"9110 9.3.8", "TRACE /livez HTTP/1.1\r\nHOST\r\n", 405, "\r\nAllow: GET, HEAD\r\n"},
        {"9110 15.5.6", "POST /livez HTTP/1.1\r\nHOST\r\n", 405, "\r\nAllow: GET, HEAD\r\n"},
        {"3.2.4", "OPTIONS * HTTP/1.1\r\nHOSTCLOSE\r\n", 204, "\r\nAllow: DELETE, GET, HEAD, OPTIONS, POST, PUT\r\n"},
        {"3.2.4", "GET * HTTP/1.1\r\nHOST\r\n", 400},
        {"3.2", "GET livez HTTP/1.1\r\nHOST\r\n", 400},
        {"3", "GET /" + std::string(3000, 'x') + " HTTP/1.1\r\nHOST\r\n", 414},
    });
}

TEST_F(HttpRules, of_the_absolute_form_and_of_host) {
    keep({
        {"3.2.2", "GET http://PLACE/livez HTTP/1.1\r\nHOSTCLOSE\r\n", 200, "ok\n"},
        {"3.2.2", "GET HTTP://LocalHost/livez HTTP/1.1\r\nHOSTCLOSE\r\n", 200},
        {"3.2.2: Host is not looked at", "GET http://PLACE/livez HTTP/1.1\r\nHost: evil.example\r\nCLOSE\r\n", 200},
        {"3.2.2: the authority counts", "GET http://evil.example/livez HTTP/1.1\r\nHOST\r\n", 421},
        {"3.2.2: an empty path", "OPTIONS http://PLACE HTTP/1.1\r\nHOST\r\n", 405},
        {"3.2.2: there is one all the same", "GET http://PLACE/livez HTTP/1.1\r\n\r\n", 400},
        {"3.2.2: but not in HTTP/1.0", "GET http://PLACE/livez HTTP/1.0\r\n\r\n", 200},
        {"9110 4.2.4", "GET http://user@PLACE/livez HTTP/1.1\r\nHOST\r\n", 400},
        {"9110 7.4", "GET https://PLACE/livez HTTP/1.1\r\nHOST\r\n", 421},
        {"9110 4.2", "GET ftp://PLACE/livez HTTP/1.1\r\nHOST\r\n", 400},
        {"3.2", "GET /livez HTTP/1.1\r\n\r\n", 400, "Host"},
        {"3.2", "GET /livez HTTP/1.1\r\nHOSTHOST\r\n", 400, "Host"},
        {"3.2", "GET /livez HTTP/1.0\r\nHOSTHOST\r\n", 400, "Host"},
        {"9110 7.4", "GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421},
        {"9110 7.4", "GET /livez HTTP/1.1\r\nHost:\r\n\r\n", 421},
        {"9110 7.4", "GET /livez HTTP/1.1\r\nHost: a@PLACE\r\n\r\n", 421},
    });
}

TEST_F(HttpRules, of_header_fields) {
    keep({
        {"5.1", "GET /livez HTTP/1.1\r\nHOSTX : y\r\n\r\n", 400},
        {"5.1", "GET /livez HTTP/1.1\r\nHost : PLACE\r\n\r\n", 400},
        {"5.1", "GET /livez HTTP/1.1\r\nHOST: y\r\n\r\n", 400},
        {"5.1", "GET /livez HTTP/1.1\r\nHOSTX\r\n\r\n", 400},
        {"5.2", "GET /livez HTTP/1.1\r\nHOSTX: a\r\n b\r\n\r\n", 400, "begins with a blank"},
        {"2.2", "GET /livez HTTP/1.1\r\nHOSTX: a\rb\r\n\r\n", 400, "CR LF"},
        {"2.2", "GET /livez HTTP/1.1\r\nHOSTX: a\nY: b\r\n\r\n", 400, "CR LF"},
        {"9110 5.5", std::string("GET /livez HTTP/1.1\r\nHOSTX: a") + '\0' + "b\r\n\r\n", 400},
        {"9110 5.5", "GET /livez HTTP/1.1\r\nHOSTX: a\x01\r\n\r\n", 400},
        {"9110 5.1", "GET /livez HTTP/1.1\r\nhOsT: PLACE\r\ncOnNeCtIoN: ClOsE\r\n\r\n", 200},
        {"9110 5.5", "GET /livez HTTP/1.1\r\nHost:PLACE\r\nConnection:close\r\n\r\n", 200},
        {"9110 5.5", "GET /livez HTTP/1.1\r\nHost: \t PLACE \t \r\nCLOSE\r\n", 200},
        {"9110 5.5", "GET /livez HTTP/1.1\r\nHOSTX: \xC3\xA9\r\nCLOSE\r\n", 200},
        {"9110 5.4", "GET /livez HTTP/1.1\r\nHOSTX: " + std::string(9000, 'x') + "\r\n\r\n", 431},
        {"9110 7.6.3", "GET /livez HTTP/1.1\r\nHOSTVia: 1.0 fred\r\nMax-Forwards: 0\r\nCLOSE\r\n", 200},
        {"9110 7.8", "GET /livez HTTP/1.1\r\nHOSTUpgrade: h2c\r\nConnection: Upgrade, close\r\n\r\n", 200},
        {"9110 7.8", "GET /ws HTTP/1.1\r\nHOST\r\n", 426, "\r\nUpgrade: websocket\r\n"},
        {"9110 7.8: not in HTTP/1.0",
         "GET /ws HTTP/1.0\r\nHOSTUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
         426},
        {"6455 4.4",
         "GET /ws HTTP/1.1\r\nHOSTUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 8\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
         426, "\r\nSec-WebSocket-Version: 13\r\n"},
    });
}

TEST_F(HttpRules, of_bodies_keep_two_servers_from_reading_two_requests_of_one) {
    std::string const post = "POST /api/v1/devices/none/servo HTTP/1.1\r\nHOSTContent-Type: application/json\r\n";
    keep({
        {"6.3", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400},
        {"6.3", post + "Content-Length: 5, 6\r\n\r\nhello", 400},
        {"6.3", post + "Content-Length: +5\r\n\r\nhello", 400},
        {"6.3", post + "Content-Length: -5\r\n\r\nhello", 400},
        {"6.3", post + "Content-Length: 0x5\r\n\r\nhello", 400},
        {"6.3", post + "Content-Length: 5 5\r\n\r\nhello", 400},
        {"6.3", post + "Content-Length:\r\n\r\nhello", 400},
        {"6.3", post + "Content-Length: 99999999999999999999\r\n\r\nhello", 400},
        {"6.1", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"6.1", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400},
        {"6.1", post + "Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello", 400},
        {"6.1", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"6.1", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400},
        {"6.1", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
        {"6.1", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 501},
        {"6.1", post + "Transfer-Encoding: identity\r\n\r\n", 501},
        {"6.1", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 501},
        {"6.1", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
        {"6.1", post + "Transfer-Encoding:\r\n\r\n0\r\n\r\n", 501},
        {"6.1", post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
        {"6.1", replaced(post, "HTTP/1.1", "HTTP/1.0") + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
        {"7.1", post + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
        {"7.1", post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 413},
        {"7.1", post + "Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n", 413},
        {"7.1", post + "Transfer-Encoding: chunked\r\n\r\n4001\r\n", 413, "16 KiB"},
        {"7.1", post + "Transfer-Encoding: chunked\r\n\r\n1;" + std::string(5000, 'x'), 400},
        {"9110 15.5.14", post + "Content-Length: 16385\r\n\r\n", 413},
        {"9110 10.1.1", post + "Content-Length: 2\r\nExpect: a-miracle\r\n\r\n{}", 417},
        {"9110 10.1.1", post + "Content-Length: 2\r\nExpect: 100-continue, a-miracle\r\n\r\n{}", 417},
        {"9110 10.1.1: not in HTTP/1.0",
         replaced(post, "HTTP/1.1", "HTTP/1.0") + "Content-Length: 9\r\nExpect: 100-continue\r\n\r\n{\"pan\":9}", 404,
         "", "100 Continue"},
    });
}

TEST_F(HttpRules, chunked_json_is_read_like_any_other) {
    auto const first = R"({"pan":9)";
    auto const second = "1}";
    std::string const chunks =
        "8;note=\"a\"\r\n" + std::string(first) + "\r\n2\r\n" + second + "\r\n0\r\nHost: evil\r\n\r\n";
    for (auto const* coding : {"chunked", "Chunked", " CHUNKED "}) {
        auto const answer = ask("POST /api/v1/devices/board/servo HTTP/1.1\r\nHOSTContent-Type: application/json\r\n"
                                "CLOSETransfer-Encoding: " +
                                std::string(coding) + "\r\n\r\n" + chunks);
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 404 ")) << answer << " (there is no such board)";
    }
    auto const bad = ask("POST /api/v1/devices/board/servo HTTP/1.1\r\nHOSTContent-Type: application/json\r\n"
                         "CLOSETransfer-Encoding: chunked\r\n\r\nb\r\n{\"pan\":181}\r\n0\r\n\r\n");
    EXPECT_NE(bad.find("from 0 to 180"), std::string::npos) << bad;
}

TEST_F(HttpRules, what_follows_a_chunked_body_is_the_next_request) {
    RawConnection client{daemon_.port()};
    client.send(written("GET /livez HTTP/1.1\r\nHOSTTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                        "GET /readyz HTTP/1.1\r\nHOST\r\n"));
    auto const both = client.receive_until("ready\n");
    EXPECT_NE(both.find("ok\n"), std::string::npos) << both;
    EXPECT_NE(both.find("ready\n"), std::string::npos) << both;
}

TEST_F(HttpRules, continue_is_said_to_who_waits_for_it_and_only_when_the_body_is_wanted) {
    std::string const post = "POST /api/v1/devices/none/servo HTTP/1.1\r\nHOSTContent-Type: application/json\r\n"
                             "Expect: 100-Continue\r\n";
    RawConnection client{daemon_.port()};
    client.send(written(post + "Content-Length: 10\r\n\r\n"));
    EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 100 Continue\r\n\r\n"));
    client.send(R"({"pan":91})");
    EXPECT_TRUE(client.receive_until("\r\n\r\n").starts_with("HTTP/1.1 404 "));

    EXPECT_TRUE(ask(post + "Content-Length: 99999\r\n\r\n").starts_with("HTTP/1.1 413 "));
    RawConnection chunked{daemon_.port()};
    chunked.send(written(post + "Transfer-Encoding: chunked\r\n\r\n"));
    EXPECT_TRUE(chunked.receive_until("\r\n\r\n").starts_with("HTTP/1.1 100 Continue\r\n\r\n"));
    chunked.send("a\r\n{\"pan\":91}\r\n0\r\n\r\n");
    EXPECT_TRUE(chunked.receive_until("\r\n\r\n").starts_with("HTTP/1.1 404 "));
}

TEST_F(HttpRules, connections_last_as_long_as_both_want) {
    keep({
        {"9.3", "GET /livez HTTP/1.1\r\nHOSTConnection: close\r\n\r\n", 200, "\r\nConnection: close\r\n"},
        {"9.3", "GET /livez HTTP/1.1\r\nHOSTConnection: keep-alive, cLoSe, x\r\n\r\n", 200},
        {"9.3", "GET /livez HTTP/1.0\r\nHOST\r\n", 200, "\r\nConnection: close\r\n"},
        {"9.3", "GET /livez HTTP/1.0\r\nHOSTConnection: keep-alive\r\n\r\nGET /livez HTTP/1.0\r\nHOST\r\n", 200,
         "\r\nConnection: keep-alive\r\n"},
        {"9.3.2", "GET /livez HTTP/1.1\r\nHOST\r\nGET /readyz HTTP/1.1\r\nHOSTCLOSE\r\n", 200, "ready\n"},
        {"9.6", "GET /livez HTTP/1.1\r\nHOSTCLOSE\r\nGET /readyz HTTP/1.1\r\nHOST\r\n", 200, "ok\n", "ready"},
    });
}

TEST_F(HttpRules, head_gets_the_header_of_get_and_no_body) {
    auto camera = WsClient::open(daemon_.port(), "/ws/esp32cam", {{"X-Device-ID", "porch"}});
    camera.send_binary(as_text(tiny_jpeg(320, 240)));
    for (int i = 0; i < 100 && http_get(daemon_.port(), "/snapshot").status != 200; ++i)
        daemon_.let_beat();
    for (std::string const target : {"/", "/livez", "/health", "/snapshot", "/nothing", "/css/layout.css"}) {
        auto const get = ask("GET " + target + " HTTP/1.1\r\nHOSTCLOSE\r\n");
        auto const head = ask("HEAD " + target + " HTTP/1.1\r\nHOSTCLOSE\r\n");
        auto const end = get.find("\r\n\r\n");
        EXPECT_TRUE(head.ends_with("\r\n\r\n")) << target;
        bool const changes = target == "/health"; // its body tells the time
        EXPECT_EQ(changes ? head.substr(0, 12) : head, get.substr(0, changes ? 12 : end + 4)) << target;
        EXPECT_NE(get.find("\r\nDate: "), std::string::npos) << "9110 6.6.1";
    }
    auto const stream = ask("HEAD /stream HTTP/1.1\r\nHOSTCLOSE\r\n");
    EXPECT_TRUE(stream.starts_with("HTTP/1.1 200 ")) << stream;
    EXPECT_NE(stream.find("\r\nContent-Type: multipart/x-mixed-replace"), std::string::npos);
    EXPECT_EQ(stream.find("Content-Length"), std::string::npos) << "9110 8.6: GET has none";
}

TEST_F(HttpRules, conditions_hold_for_files) {
    auto const page = http_get(daemon_.port(), "/css/layout.css");
    auto const tag = page.header("ETag");
    ASSERT_FALSE(tag.empty());
    for (auto const& known : {tag, "W/" + tag, "\"a\", " + tag, std::string("*")}) {
        for (auto const* method : {"GET", "HEAD"}) {
            auto const same = http(daemon_.port(), method, "/css/layout.css", {{"If-None-Match", known}});
            EXPECT_EQ(same.status, 304) << known;
            EXPECT_EQ(same.body, "");
            EXPECT_EQ(same.header("ETag"), tag) << "9110 15.4.5";
            EXPECT_EQ(same.header("Cache-Control"), page.header("Cache-Control"));
            EXPECT_EQ(same.header("Content-Length"), "") << "9110 8.6";
            EXPECT_FALSE(same.header("Date").empty());
        }
    }
    for (auto const& [name, value, status] :
         std::vector<std::tuple<std::string, std::string, int>>{{"If-None-Match", "\"other\"", 200},
                                                                {"If-None-Match", "other", 200},
                                                                {"If-Match", tag, 200},
                                                                {"If-Match", "*", 200},
                                                                {"If-Match", "\"other\", " + tag, 200},
                                                                {"If-Match", "W/" + tag, 412},
                                                                {"If-Match", "\"other\"", 412},
                                                                {"If-Modified-Since", "yesterday", 200},
                                                                {"Range", "bytes=0-0", 200},
                                                                {"Range", "nonsense", 200}})
        EXPECT_EQ(http(daemon_.port(), "GET", "/css/layout.css", {{name, value}}).status, status) << name << value;
    EXPECT_EQ(http(daemon_.port(), "GET", "/nothing", {{"If-Match", "\"x\""}}).status, 404) << "9110 13.2.1";
}

TEST_F(HttpRules, health_is_told_to_load_balancers_that_speak_old_http) {
    for (std::string const path : {"/health", "/livez", "/readyz"})
        for (auto const* method : {"GET", "HEAD", "OPTIONS"}) {
            auto const answer = ask(std::string(method) + " " + path + " HTTP/1.0\r\n\r\n");
            bool const reads = std::string(method) != "OPTIONS";
            EXPECT_TRUE(answer.starts_with(reads ? "HTTP/1.1 200 " : "HTTP/1.1 421 ")) << method << path << answer;
        }
    auto const browser = ask("GET /livez HTTP/1.0\r\nReferer: http://evil.example/\r\n\r\n");
    EXPECT_TRUE(browser.starts_with("HTTP/1.1 421 ")) << browser;
}

} // namespace
} // namespace watchpost::test
