#pragma once

#include <watchpost/auth/doorkeeper.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/http_message.hpp>
#include <watchpost/net/router.hpp>
#include <watchpost/sessions/audit.hpp>

#include <functional>
#include <optional>
#include <variant>

namespace watchpost::sessions {

/// Who may come in, decided in the handshake and never after it (SECURITY rules 1 to 10). `gate` puts the one decision
/// of who asks into the request; all others go by it. Loop thread only.
class Admission {
public:
    /// What "/" answers to nobody, instead of a refusal.
    using LoginPage = std::function<net::Response()>;

    Admission(hub::Hub& hub, auth::Doorkeeper& keeper)
        : hub_(hub)
        , keeper_(keeper)
        , audit_(hub) {}

    void set_login_page(LoginPage page) { login_page_ = std::move(page); }

    /// Fills in `request.visit`. Nothing when the request may pass; else the refusal.
    std::optional<net::Response> gate(net::Request& request, net::Access access);

    /// Whose pages the answer to `request` is for. Behind `gate`.
    net::CrossOrigin cross_origin(net::Request const& request) const;

    /// The identity of a board on its own endpoint, or the refusal: also of one whose id would have to be changed, is
    /// another token's, or is one more than its token may make up (SECURITY rules 32, 35).
    std::variant<DeviceKey, net::Response> board(DeviceKind kind, net::Request const& request);

    /// The identity of a camera that says who it is on `/ws`, which is the browsers' path: it has a camera's token.
    /// Nothing for everybody else; the refusal when it says that it is a camera that has another token.
    std::optional<std::variant<DeviceKey, net::Response>> camera_by_token(net::Request const& request);

    /// Nothing when `request` may look; else the refusal. For `/ws`, which is not only for those who look: who may be a
    /// board gets a small answer (DEVICES rule 11).
    std::optional<net::Response> viewer(net::Request const& request);

    /// The camera that says by its token, or from this machine by X-Device-ID, that `request` is its own. An id that
    /// belongs to another token does not count.
    std::optional<DeviceId> camera_of(net::Request const& request) const;

    auth::Doorkeeper& keeper() { return keeper_; }
    Audit& audit() { return audit_; }

private:
    std::optional<net::Response> judge(net::Request const& request, auth::Door door);
    net::Response refused_board(DeviceKind kind, net::Request const& request);
    void note_refusal(DeviceKind kind, net::Request const& request, std::string_view reason);
    /// Why a board that may come in may not do so under this name, or not now.
    struct NameRefusal {
        DeviceKind kind{};
        int status = 0;
        std::string_view reason; ///< one of a small fixed set of words
        std::string_view why;    ///< for people, in ASCII
    };
    net::Response refused_name(NameRefusal const& refusal, net::Request const& request, auth::BoardMatch const* match);
    /// `match` is null for a board of this machine.
    std::variant<DeviceKey, net::Response> place_for(DeviceKey key, auth::BoardMatch const* match,
                                                     net::Request const& request);

    hub::Hub& hub_;
    auth::Doorkeeper& keeper_;
    Audit audit_;
    LoginPage login_page_;
};

} // namespace watchpost::sessions
