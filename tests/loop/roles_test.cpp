// Every route that there is, for everyone who may come (SECURITY rule 10). The list is static/api/openapi.json, which
// another test holds against the router.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <set>

namespace watchpost::test {
namespace {

using Json = nlohmann::json;

constexpr auto kToken = "a-camera-token";
std::pair<std::string, std::string> const kFromAfar{"X-Forwarded-For", "203.0.113.7"};
std::pair<std::string, std::string> const kBearer{"Authorization", "Bearer a-camera-token"};

std::set<std::string> const kOpen{"/health", "/livez", "/readyz"};
std::set<std::string> const kUploads{"/upload_photo", "/upload_frame"};
std::set<std::string> const kBoards{"/ws", "/ws/esp32cam", "/ws/pico"}; ///< which decide in the handshake

struct Operation {
    std::string method;
    std::string path;
};

std::vector<Operation> operations() {
    std::ifstream file(WATCHPOST_SOURCE_DIR "/static/api/openapi.json");
    std::vector<Operation> found;
    auto const document = Json::parse(file);
    for (auto const& [path, item] : document["paths"].items()) {
        for (auto const& [method, operation] : item.items()) {
            std::string upper = method;
            for (char& c : upper)
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            found.push_back({upper, path});
        }
    }
    return found;
}

/// With something in place of each {name}.
std::string filled(std::string path) {
    for (auto begin = path.find('{'); begin != std::string::npos; begin = path.find('{'))
        path.replace(begin, path.find('}') - begin + 1, "x");
    return path;
}

TEST(Roles, of_every_route_are_kept) {
    settings::Settings settings;
    settings.boards = {{"porch", DeviceKind::esp32cam, kToken}};
    DaemonInProcess const daemon{std::move(settings)};
    auto const status = [&daemon](Operation const& operation, Headers const& headers) {
        return http(daemon.port(), operation.method, filled(operation.path), headers).status;
    };
    auto const all = operations();
    ASSERT_GT(all.size(), 30U);
    for (auto const& operation : all) {
        SCOPED_TRACE(operation.method + " " + operation.path);
        bool const is_open = kOpen.contains(operation.path);
        bool const is_of_boards = kBoards.contains(operation.path);
        int const refused = is_open ? 200 : is_of_boards ? 426 : 401;

        EXPECT_NE(status(operation, {}), 401) << "somebody at this machine";
        EXPECT_EQ(status(operation, {kFromAfar}), refused) << "a stranger";
        EXPECT_EQ(status(operation, {{"Origin", "http://evil.example"}}), refused) << "another web page";
        auto const by_board = status(operation, {kFromAfar, kBearer});
        if (kUploads.contains(operation.path)) {
            EXPECT_EQ(by_board, 400) << "a camera that sends no form";
        } else {
            EXPECT_EQ(by_board, refused) << "a camera with its token";
        }
    }
}

} // namespace
} // namespace watchpost::test
