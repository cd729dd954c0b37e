#include <watchpost/net/router.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace watchpost::net {
namespace {

class RouterTest : public testing::Test {
protected:
    RouterTest() {
        add("GET", "/", Access::viewer);
        add("GET", "/health", Access::open);
        add("GET", "/cameras/{id}/frame.jpeg", Access::viewer);
        add("GET", "/cameras/all/frame.jpeg", Access::viewer);
        add("POST", "/commands", Access::viewer);
        add("GET", "/commands", Access::viewer);
        add("DELETE", "/videos/{day}/{name}", Access::viewer);
        add("GET", "/ws", Access::own, true, true);
        add("GET", "/ws/video", Access::viewer, true);
    }

    void add(std::string method, std::string pattern, Access access, bool websocket = false, bool for_boards = false) {
        auto const name = method + " " + pattern;
        router_.add({std::move(method), std::move(pattern), access,
                     [this, name](Request const& request) {
                         parameters_ = request.parameters;
                         Response response;
                         response.body = name;
                         return response;
                     },
                     websocket, for_boards});
    }

    Response ask(std::string method, std::string path, bool upgrade = false) {
        Request request;
        request.method = std::move(method);
        request.path = std::move(path);
        request.wants_websocket = upgrade;
        auto answer = router_.answer(request);
        EXPECT_TRUE(std::holds_alternative<Response>(answer));
        return std::get<Response>(answer);
    }

    static std::string header(Response const& response, std::string const& name) {
        for (auto const& [key, value] : response.headers)
            if (key == name) return value;
        return {};
    }

    Router router_;
    std::map<std::string, std::string, std::less<>> parameters_;
};

TEST_F(RouterTest, finds_the_route_of_method_and_path) {
    for (std::string const path : {"/", "/health", "/commands"})
        EXPECT_EQ(ask("GET", path).body, "GET " + path);
    EXPECT_EQ(ask("POST", "/commands").body, "POST /commands");
}

TEST_F(RouterTest, fills_in_the_parameters) {
    EXPECT_EQ(ask("GET", "/cameras/front/frame.jpeg").body, "GET /cameras/{id}/frame.jpeg");
    EXPECT_EQ(parameters_.at("id"), "front");

    ask("DELETE", "/videos/2026-01-02/a b.mp4");
    EXPECT_EQ(parameters_.at("day"), "2026-01-02");
    EXPECT_EQ(parameters_.at("name"), "a b.mp4");
}

TEST_F(RouterTest, takes_a_path_that_looks_like_a_pattern_as_any_other) {
    EXPECT_EQ(ask("GET", "/cameras/{id}/frame.jpeg").body, "GET /cameras/{id}/frame.jpeg");
    EXPECT_EQ(parameters_["id"], "{id}");
}

TEST_F(RouterTest, takes_the_route_that_was_added_first) {
    EXPECT_EQ(ask("GET", "/cameras/all/frame.jpeg").body, "GET /cameras/{id}/frame.jpeg");
    EXPECT_EQ(parameters_.at("id"), "all");
}

TEST_F(RouterTest, serves_head_wherever_it_serves_get) {
    EXPECT_EQ(ask("HEAD", "/health").body, "GET /health");
    EXPECT_EQ(ask("HEAD", "/cameras/front/frame.jpeg").status, 200);
}

TEST_F(RouterTest, answers_404_for_paths_that_nobody_has) {
    for (std::string const path :
         {"/nothing", "/health/", "/Health", "/cameras//frame.jpeg", "/cameras/front", "/cameras/a/b/frame.jpeg",
          "/cameras/front/frame.jpeg/", "/ws/", "//", "/cameras/{id}"})
        EXPECT_EQ(ask("GET", path).status, 404) << path;
}

TEST_F(RouterTest, answers_405_and_says_what_is_allowed) {
    struct Row {
        std::string method;
        std::string path;
        std::string allow;
    };
    for (auto const& [method, path, allow] : std::vector<Row>{{"POST", "/health", "GET, HEAD"},
                                                              {"DELETE", "/commands", "GET, HEAD, POST"},
                                                              {"GET", "/videos/a/b", "DELETE"},
                                                              {"HEAD", "/videos/a/b", "DELETE"},
                                                              {"get", "/health", "GET, HEAD"},
                                                              {"POST", "/ws", "GET"},
                                                              {"HEAD", "/ws", "GET"}}) {
        auto const response = ask(method, path);
        EXPECT_EQ(response.status, 405) << method << path;
        EXPECT_EQ(header(response, "Allow"), allow) << method << path;
    }
}

TEST_F(RouterTest, answers_426_for_a_websocket_route_without_an_upgrade) {
    auto const response = ask("GET", "/ws");
    EXPECT_EQ(response.status, 426);
    EXPECT_EQ(header(response, "Upgrade"), "websocket");
    EXPECT_EQ(header(response, "Sec-WebSocket-Version"), "13");

    EXPECT_EQ(ask("GET", "/ws", true).body, "GET /ws");
}

TEST_F(RouterTest, asks_the_gate_once_for_every_request) {
    std::vector<std::pair<std::string, Access>> asked;
    router_.set_gate([&asked](Request const& request, Access access) -> std::optional<Response> {
        asked.emplace_back(request.path, access);
        if (access == Access::open || access == Access::own) return std::nullopt;
        return problem(401, "no");
    });

    EXPECT_EQ(ask("GET", "/").status, 401);
    EXPECT_EQ(ask("HEAD", "/cameras/front/frame.jpeg").status, 401);
    EXPECT_EQ(ask("POST", "/commands").status, 401);
    EXPECT_EQ(ask("GET", "/ws/video").status, 401);
    EXPECT_EQ(ask("GET", "/ws/video", true).status, 401);
    EXPECT_EQ(asked.size(), 5u);

    EXPECT_EQ(ask("GET", "/health").status, 200);
    EXPECT_EQ(ask("GET", "/ws", true).status, 200);
    EXPECT_EQ(ask("GET", "/nothing").status, 404);
    EXPECT_EQ(ask("DELETE", "/commands").status, 405);
    ASSERT_EQ(asked.size(), 9u);
    EXPECT_EQ(asked[5], std::pair(std::string("/health"), Access::open));
    EXPECT_EQ(asked[6], std::pair(std::string("/ws"), Access::own));
    EXPECT_EQ(asked[7], std::pair(std::string("/nothing"), Access::open));
    EXPECT_EQ(asked[8], std::pair(std::string("/commands"), Access::open));
}

TEST_F(RouterTest, lets_the_gate_refuse_even_where_there_is_nothing) {
    router_.set_gate([](Request const&, Access) -> std::optional<Response> { return problem(421, "no"); });
    EXPECT_EQ(ask("GET", "/nothing").status, 421);
    EXPECT_EQ(ask("DELETE", "/commands").status, 421);
    EXPECT_EQ(ask("GET", "/health").status, 421);
}

TEST_F(RouterTest, lets_pass_whom_the_gate_lets_pass_and_shows_it_the_parameters) {
    std::string id;
    router_.set_gate([&id](Request const& request, Access) -> std::optional<Response> {
        id = request.parameters.at("id");
        return std::nullopt;
    });

    EXPECT_EQ(ask("GET", "/cameras/front/frame.jpeg").status, 200);
    EXPECT_EQ(id, "front");
}

TEST_F(RouterTest, tells_a_refusal_without_asking_the_route) {
    router_.set_gate([](Request const& request, Access access) -> std::optional<Response> {
        if (request.path == "/" || access == Access::upload) return problem(401, "no");
        return std::nullopt;
    });
    add("PUT", "/pictures", Access::upload);
    auto const refusal = [this](std::string method, std::string path) {
        Request request;
        request.method = std::move(method);
        request.path = std::move(path);
        auto const answer = router_.refusal(request);
        return answer ? answer->status : 0;
    };

    EXPECT_EQ(refusal("GET", "/"), 401);
    EXPECT_EQ(refusal("PUT", "/pictures"), 401);
    EXPECT_EQ(refusal("GET", "/nothing"), 404);
    EXPECT_EQ(refusal("DELETE", "/commands"), 405);
    EXPECT_EQ(refusal("POST", "/commands"), 0);
}

TEST_F(RouterTest, knows_how_much_a_path_takes) {
    router_.add({"PUT", "/pictures/{id}", Access::upload, {}, false, false, 512 * 1024});

    EXPECT_EQ(router_.body_limit("/pictures/front"), 512U * 1024);
    EXPECT_EQ(router_.body_limit("/pictures"), 16U * 1024);
    EXPECT_EQ(router_.body_limit("/commands"), 16U * 1024);
}

TEST_F(RouterTest, knows_the_paths_of_boards) {
    EXPECT_TRUE(router_.is_for_boards("/ws"));
    for (auto const* path : {"/", "/ws/video", "/ws/", "/nothing"})
        EXPECT_FALSE(router_.is_for_boards(path)) << path;
}

TEST_F(RouterTest, does_not_let_a_path_break_its_answer) {
    auto const response = ask("GET", "/\"\\\x01\xFF");

    EXPECT_EQ(response.status, 404);
    EXPECT_NE(response.body.find(R"(\"\\\\x01\\xFF)"), std::string::npos) << response.body;
}

} // namespace
} // namespace watchpost::net
