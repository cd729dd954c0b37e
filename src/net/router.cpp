#include <watchpost/net/router.hpp>

#include <algorithm>
#include <set>

namespace watchpost::net {
namespace {

using Parameters = std::map<std::string, std::string, std::less<>>;

/// The segment before the next '/', which is taken off `path` with its slash.
std::string_view next_segment(std::string_view& path) {
    auto const end = std::min(path.find('/'), path.size());
    auto const segment = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    return segment;
}

bool matches(std::string_view pattern, std::string_view path, Parameters& parameters) {
    auto const slashes = [](std::string_view text) { return std::count(text.begin(), text.end(), '/'); };
    if (slashes(pattern) != slashes(path)) return false;
    while (!pattern.empty()) {
        auto const expected = next_segment(pattern);
        auto const found = next_segment(path);
        bool const is_parameter = expected.size() > 2 && expected.front() == '{';
        if (is_parameter && !found.empty()) {
            parameters[std::string(expected.substr(1, expected.size() - 2))] = found;
        } else if (expected != found) {
            return false;
        }
    }
    return path.empty();
}

bool serves(Route const& route, std::string_view method) {
    return route.method == method || (route.method == "GET" && method == "HEAD");
}

std::string joined(std::set<std::string> const& methods) {
    std::string list;
    for (auto const& method : methods)
        list += (list.empty() ? "" : ", ") + method;
    return list;
}

Response method_not_allowed(std::set<std::string> const& allowed) {
    auto const list = joined(allowed);
    auto response = problem(405, "This path takes " + list + ".");
    response.headers.emplace_back("Allow", list);
    return response;
}

bool is_preflight(Request const& request) {
    return request.method == "OPTIONS" && request.has("access-control-request-method");
}

/// What a page of another origin may send (Fetch, section 3.2.2), which is nothing unless it may read the answer.
Response preflight(std::set<std::string> const& allowed) {
    Response response;
    response.status = 204;
    auto const list = joined(allowed);
    response.headers = {{"Allow", list},
                        {"Access-Control-Allow-Methods", list},
                        {"Access-Control-Allow-Headers", "Authorization, Content-Type"},
                        {"Access-Control-Max-Age", "600"}};
    return response;
}

/// "OPTIONS *" asks what there is at all.
Response options_of_server() {
    Response response;
    response.status = 204;
    response.headers.emplace_back("Allow", "DELETE, GET, HEAD, OPTIONS, POST, PUT");
    return response;
}

Response upgrade_required() {
    auto response = problem(426, "This path speaks WebSocket.");
    response.headers.emplace_back("Upgrade", "websocket");
    response.headers.emplace_back("Sec-WebSocket-Version", "13");
    return response;
}

} // namespace

std::optional<Response> Router::ask_gate(Request& request, Access access) const {
    return gate_ ? gate_(request, access) : std::nullopt;
}

std::variant<Route const*, Response> Router::find(Request& request) const {
    std::set<std::string> allowed;
    for (auto const& route : routes_) {
        Parameters parameters;
        if (!matches(route.pattern, request.path, parameters)) continue;
        if (!serves(route, request.method)) {
            allowed.insert(route.method);
            if (route.method == "GET" && !route.websocket) allowed.insert("HEAD");
            continue;
        }
        if (route.websocket && request.method == "HEAD") {
            allowed.insert("GET");
            continue;
        }
        request.parameters = std::move(parameters);
        if (auto refused = ask_gate(request, route.access)) return std::move(*refused);
        if (route.websocket && !request.wants_websocket) return upgrade_required();
        return &route;
    }
    if (auto refused = ask_gate(request, Access::open)) return std::move(*refused);
    if (request.path == "*") return options_of_server();
    bool const may_ask = is_preflight(request) && !cross_origin(request).reader.empty();
    if (may_ask && !allowed.empty()) return preflight(allowed);
    if (!allowed.empty()) return method_not_allowed(allowed);
    return problem(404, "There is nothing at " + request.path + ".");
}

Answer Router::answer(Request& request) const {
    auto found = find(request);
    if (auto* const refused = std::get_if<Response>(&found)) return std::move(*refused);
    return std::get<Route const*>(found)->handle(request);
}

std::optional<Response> Router::refusal(Request& request) const {
    auto found = find(request);
    if (auto* const refused = std::get_if<Response>(&found)) return std::move(*refused);
    return std::nullopt;
}

std::size_t Router::body_limit(std::string_view path) const {
    std::size_t limit = Route::kMaxBody;
    for (auto const& route : routes_) {
        Parameters ignored;
        if (route.max_body > limit && matches(route.pattern, path, ignored)) limit = route.max_body;
    }
    return limit;
}

bool Router::is_for_boards(std::string_view path) const {
    return std::any_of(routes_.begin(), routes_.end(),
                       [path](Route const& route) { return route.for_boards && route.pattern == path; });
}

} // namespace watchpost::net
