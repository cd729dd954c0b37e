#pragma once

#include <watchpost/net/http_message.hpp>

#include <functional>
#include <string>
#include <vector>

namespace watchpost::net {

/// Who may use a route.
enum class Access {
    open,    ///< anybody: tells nothing worth knowing
    viewer,  ///< who may look
    operate, ///< who may act
    upload,  ///< the same, and a camera with its token
    own,     ///< the route decides itself, from a board's token
};

struct Route {
    std::string method;  ///< GET also serves HEAD
    std::string pattern; ///< such as "/api/v1/cameras/{id}/frame.jpeg"
    Access access = Access::viewer;
    std::function<Answer(Request const&)> handle;
    bool websocket = false; ///< only for upgrades
    /// Boards come here: headers may take 64 KiB instead of 8, because flashed cameras repeat theirs (DEVICES rule 2),
    /// and a few connections are kept free.
    bool for_boards = false;
    std::size_t max_body = kMaxBody; ///< bytes of a request's body; at most kLargestBody

    static constexpr std::size_t kMaxBody = 16 * 1024;
    static constexpr std::size_t kLargestBody = 2 * 1024 * 1024 + 16 * 1024;
};

/// What an answer tells a browser of pages of other origins.
struct CrossOrigin {
    std::string reader;                     ///< the origin whose page may read it (CORS); empty for none
    bool is_embeddable = false;             ///< pages of another origin may show it
    std::string frame_ancestors = "'none'"; ///< whose pages may have ours in a frame (CSP)
    bool depends_on_page = false;           ///< another page would have got another answer
};

/// The one table of what can be asked over HTTP. Routes are tried in the order in which they were added.
class Router {
public:
    /// Finds out who asks, fills in `Request::visit`, and answers with a refusal, or nothing when the peer may pass.
    /// Asked once for every request, also where there is no route: that is as Access::open.
    using Gate = std::function<std::optional<Response>(Request&, Access)>;

    void add(Route route) { routes_.push_back(std::move(route)); }
    void set_gate(Gate gate) { gate_ = std::move(gate); }

    /// Says whose pages an answer is for; asked once the gate has been. Without one it is for ours only.
    using CrossOriginRule = std::function<CrossOrigin(Request const&)>;
    void set_cross_origin(CrossOriginRule rule) { cross_origin_ = std::move(rule); }
    CrossOrigin cross_origin(Request const& request) const {
        return cross_origin_ ? cross_origin_(request) : CrossOrigin{};
    }

    /// Fills in `request.parameters`. 404 for an unknown path, 405 with Allow for a wrong method, 426 for a WebSocket
    /// route without an upgrade, what the gate says, or the route's answer.
    Answer answer(Request& request) const;

    /// What `answer` would refuse without looking at the body, which may not be there yet: nothing when it would not.
    std::optional<Response> refusal(Request& request) const;

    /// The most that a request to this path may carry, in bytes.
    std::size_t body_limit(std::string_view path) const;

    bool is_for_boards(std::string_view path) const;

    std::vector<Route> const& routes() const { return routes_; }

private:
    std::optional<Response> ask_gate(Request& request, Access access) const;
    std::variant<Route const*, Response> find(Request& request) const;

    std::vector<Route> routes_;
    Gate gate_;
    CrossOriginRule cross_origin_;
};

} // namespace watchpost::net
