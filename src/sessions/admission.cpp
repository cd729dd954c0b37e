#include <watchpost/sessions/admission.hpp>

namespace watchpost::sessions {
namespace {

using auth::Door;

/// Board libraries want a small answer.
net::Response without_body(int status) {
    net::Response response;
    response.status = status;
    return response;
}

Door door_of(net::Access access) {
    switch (access) {
    case net::Access::open:
        return Door::open;
    case net::Access::viewer:
        return Door::view;
    case net::Access::operate:
        return Door::operate;
    case net::Access::upload:
        return Door::upload;
    case net::Access::own:
        break;
    }
    return Door::own;
}

IpAddress ip_of(boost::asio::ip::address const& address) {
    return address.is_v4() ? IpAddress::from_v6(make_address_v6(boost::asio::ip::v4_mapped, address.to_v4()).to_bytes())
                           : IpAddress::from_v6(address.to_v6().to_bytes());
}

auth::Knock knock_of(net::Request const& request) {
    auth::Knock knock;
    knock.peer = ip_of(request.peer);
    knock.local = ip_of(request.local);
    knock.local_port = request.local_port;
    knock.secure = request.is_secure;
    knock.is_http_1_0 = request.is_http_1_0;
    knock.wants_https = request.wants_https;
    knock.headers = request.headers;
    auto const ticket = request.query.find("ticket");
    if (request.wants_websocket && ticket != request.query.end()) knock.ticket = ticket->second;
    return knock;
}

auth::Errand errand_of(net::Request const& request) {
    return {request.method != "GET" && request.method != "HEAD", request.wants_websocket};
}

/// Every browser calls itself Mozilla, and would ask its user for a name and a password that nobody has.
bool may_be_browser(net::Request const& request) {
    return request.header("user-agent").starts_with("Mozilla/") || request.has("accept-language") ||
           request.has("origin") || request.has("referer") || request.has("cookie") || request.has("sec-fetch-mode");
}

/// Players and cameras' clients show a password only to who asks for one.
void offer_ways_in(net::Response& response, net::Request const& request) {
    bool const reads = !errand_of(request).changes && !request.wants_websocket;
    if (reads && !may_be_browser(request))
        response.headers.emplace_back("WWW-Authenticate", R"(Basic realm="watchpost", charset="UTF-8")");
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
}

std::string line_of(net::Request const& request) {
    return request.method + " " + request.path;
}

} // namespace

std::optional<net::Response> Admission::gate(net::Request& request, net::Access access) {
    request.visit = std::make_shared<auth::Visit const>(keeper_.visit(knock_of(request)));
    return judge(request, door_of(access));
}

std::optional<net::Response> Admission::judge(net::Request const& request, Door door) {
    auto const& visit = *request.visit;
    auto const refusal = auth::refuse(visit, door, errand_of(request));
    if (!refusal) return std::nullopt;
    bool const asks_for_page = request.path == "/" && request.query.empty() && !errand_of(request).changes;
    bool const gets_login_page = refusal->status == 401 && asks_for_page && login_page_;
    if (gets_login_page && !visit.wrong_credential) return login_page_();
    bool const guesses = refusal->status == 401 && visit.too_often;
    audit_.refused(visit.who.client, line_of(request), guesses ? "too_many_attempts" : refusal->reason, &visit.who);
    if (gets_login_page) return login_page_();
    auto response = net::problem(refusal->status, refusal->detail);
    if (refusal->status == 401) offer_ways_in(response, request);
    return response;
}

net::CrossOrigin Admission::cross_origin(net::Request const& request) const {
    net::CrossOrigin pages;
    pages.frame_ancestors = keeper_.frame_ancestors();
    pages.depends_on_page = keeper_.shares_with_pages();
    if (!request.visit) return pages;
    pages.reader = request.visit->share.reader;
    pages.is_embeddable = request.visit->share.is_embeddable;
    return pages;
}

std::optional<net::Response> Admission::viewer(net::Request const& request) {
    auto refusal = judge(request, Door::view);
    // No browser sends this header with a handshake, and flashed cameras do.
    if (!refusal || !request.has("authorization")) return refusal;
    if (request.visit->wrong_credential) note_refusal(DeviceKind::esp32cam, request, "wrong_credential");
    return refusal->status == 401 ? without_body(401) : refusal;
}

} // namespace watchpost::sessions
