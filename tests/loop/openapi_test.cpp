// static/api/openapi.json describes every route that there is, and no other; and it is a document that tools can read.

#include "support/daemon_in_process.hpp"
#include "support/http_client.hpp"
#include "support/route_table.hpp"

#include <watchpost/json/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace watchpost::test {
namespace {

using Json = nlohmann::json;
using testing::IsEmpty;

Json document() {
    std::ifstream file(WATCHPOST_SOURCE_DIR "/static/api/openapi.json");
    return Json::parse(file, nullptr, false);
}

/// Every operation, as "GET /path".
std::map<std::string, Json> operations() {
    static std::set<std::string> const methods{"get", "put", "post", "delete", "options", "head", "patch", "trace"};
    std::map<std::string, Json> found;
    auto const read = document();
    for (auto const& [path, item] : read["paths"].items()) {
        for (auto const& [method, operation] : item.items()) {
            EXPECT_TRUE(methods.contains(method)) << path << ": " << method;
            std::string name = method;
            for (char& c : name)
                c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
            found[name + " " + path] = operation;
        }
    }
    return found;
}

/// The routes of the daemon, without the static files.
std::set<std::string> routes() {
    RouteTable const table;
    std::set<std::string> found;
    for (auto const& route : table.routes())
        found.insert(route.method + " " + route.pattern);
    return found;
}

template <class Visit>
void for_each_object(Json const& json, Visit visit) {
    if (json.is_object()) visit(json);
    for (auto const& child : json)
        if (child.is_structured()) for_each_object(child, visit);
}

/// What a $ref leads to, or the thing itself.
Json resolved(Json const& whole, Json const& thing) {
    if (!thing.is_object() || !thing.contains("$ref")) return thing;
    auto const target = thing["$ref"].get<std::string>();
    Json::json_pointer const pointer{target.substr(1)};
    return whole.contains(pointer) ? whole[pointer] : Json();
}

std::set<std::string> parameters_in(std::string const& path) {
    std::set<std::string> names;
    for (auto begin = path.find('{'); begin != std::string::npos; begin = path.find('{', begin + 1))
        names.insert(path.substr(begin + 1, path.find('}', begin) - begin - 1));
    return names;
}

TEST(OpenApi, describes_every_route_and_no_other) {
    std::set<std::string> described;
    for (auto const& [name, operation] : operations())
        described.insert(name);
    auto const there = routes();
    ASSERT_GT(there.size(), 20U);
    std::vector<std::string> missing;
    std::vector<std::string> invented;
    std::set_difference(there.begin(), there.end(), described.begin(), described.end(), std::back_inserter(missing));
    std::set_difference(described.begin(), described.end(), there.begin(), there.end(), std::back_inserter(invented));
    EXPECT_THAT(missing, IsEmpty()) << "routes that static/api/openapi.json does not have";
    EXPECT_THAT(invented, IsEmpty()) << "operations that no route answers";
}

TEST(OpenApi, is_a_document_of_version_3_1) {
    auto const read = document();
    ASSERT_TRUE(read.is_object());
    EXPECT_TRUE(read["openapi"].get<std::string>().starts_with("3.1."));
    EXPECT_TRUE(read["info"]["title"].is_string());
    EXPECT_TRUE(read["info"]["version"].is_string());
}

TEST(OpenApi, names_every_operation_once_and_says_what_it_answers) {
    std::set<std::string> ids;
    for (auto const& [name, operation] : operations()) {
        auto const id = operation.value("operationId", "");
        EXPECT_FALSE(id.empty()) << name;
        EXPECT_TRUE(ids.insert(id).second) << name << ": " << id << " is taken";
        EXPECT_FALSE(operation.value("summary", "").empty()) << name;
        auto const responses = operation.value("responses", Json::object());
        EXPECT_FALSE(responses.empty()) << name;
        for (auto const& [status, response] : responses.items()) {
            EXPECT_TRUE(status.size() == 3 && status >= "100" && status <= "599") << name << status;
            EXPECT_TRUE(resolved(document(), response).value("description", Json()).is_string()) << name << status;
        }
    }
}

TEST(OpenApi, declares_every_parameter_of_a_path_and_no_other) {
    auto const whole = document();
    for (auto const& [name, operation] : operations()) {
        std::set<std::string> declared;
        for (auto const& listed : operation.value("parameters", Json::array())) {
            auto const parameter = resolved(whole, listed);
            EXPECT_TRUE(parameter.contains("schema")) << name;
            if (parameter.value("in", "") != "path") continue;
            EXPECT_EQ(parameter.value("required", false), true) << name;
            EXPECT_TRUE(declared.insert(parameter["name"]).second) << name;
        }
        EXPECT_EQ(declared, parameters_in(name)) << name;
    }
}

TEST(OpenApi, refers_only_to_what_is_there_and_has_nothing_that_nobody_refers_to) {
    auto const whole = document();
    std::set<std::string> used;
    for_each_object(whole, [&](Json const& object) {
        auto const it = object.find("$ref");
        if (it == object.end()) return;
        auto const target = it->get<std::string>();
        used.insert(target);
        ASSERT_TRUE(target.starts_with("#/")) << target;
        EXPECT_FALSE(resolved(whole, object).is_null()) << target << " leads nowhere";
    });
    for (auto const* kind : {"schemas", "responses", "parameters"})
        for (auto const& [name, component] : whole["components"][kind].items())
            EXPECT_TRUE(used.contains("#/components/" + std::string(kind) + "/" + name)) << kind << " " << name;
    for_each_object(whole["paths"], [&](Json const& object) {
        if (!object.contains("security")) return;
        for (auto const& choice : object["security"])
            for (auto const& [scheme, scopes] : choice.items())
                EXPECT_TRUE(whole["components"]["securitySchemes"].contains(scheme)) << scheme;
    });
}

TEST(OpenApi, is_served_where_tools_look_for_it) {
    DaemonInProcess const daemon;
    auto const reply = http_get(daemon.port(), "/api/openapi.json");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.header("Content-Type"), "application/json");
    EXPECT_EQ(Json::parse(reply.body, nullptr, false), document());
}

} // namespace
} // namespace watchpost::test
