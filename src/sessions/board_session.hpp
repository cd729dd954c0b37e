#pragma once

#include <watchpost/core/token_bucket.hpp>
#include <watchpost/hub/hub.hpp>
#include <watchpost/net/link.hpp>

namespace watchpost::sessions {

/// What the links of all boards have in common: a place in the registry, the acknowledgement at the start, and the
/// account of what the board sends. Loop thread only.
class BoardSession : public net::LinkHandler, private hub::DeviceLink, private hub::CommandSink {
public:
    BoardSession(net::Link& link, hub::Hub& hub, char const* endpoint, DeviceKey key, PeerInfo peer);

    void on_text(std::string_view text) final;
    void on_binary(MessageBytes bytes) final;
    void on_tick(SteadyTime now) final;
    void on_sign_of_life() final;
    void on_end(net::EndInfo const& end) final;

    /// Kept for as long as there is this session.
    void keep(Guard rights) { rights_ = std::move(rights); }

protected:
    virtual std::string connection_ack() = 0;
    virtual void on_message(std::string_view text) = 0;
    virtual void on_data(MessageBytes bytes) = 0;
    /// A text came that nobody reads.
    virtual void on_text_dropped() {}
    virtual void on_time(SteadyTime) {}

    /// A message that led to nothing: broken, or of the wrong kind. It never ends the link.
    void count_invalid();
    /// The same for a text that holds a picture.
    void count_picture_in_text(std::size_t size);
    /// What the board tells of itself.
    void told(Telemetry const& telemetry);
    void count_unknown() { ++hub_.traffic.unknown_messages[endpoint_]; }

    /// Tells the dashboards, unless the board, or all boards of its credential, talk more than they should have to bear
    /// (SECURITY rules 30, 32).
    template <class What>
    void tell(What what) {
        auto const now = hub_.clock.now();
        if (events_.take(now) && account_->events.take(now))
            hub_.events.tell(key_, std::move(what));
        else
            ++hub_.traffic.over_quota["events"];
    }
    /// Keeps what the board complains of, or we of it, for its diagnosis. False when its credential complains too much.
    bool complain(std::string_view message);

    /// False once a newer link has this board's place: what still comes on the old one counts for nothing.
    bool is_current() const { return attachment_.is_current(); }

    net::Link& link_;
    hub::Hub& hub_;
    DeviceKey const key_;
    bool const is_secure_; ///< over TLS

private:
    void on_replaced() final;
    bool may_talk();
    void acknowledge();
    void accept_commands();

    char const* endpoint_;
    hub::AccountPtr account_;
    TokenBucket events_{std::chrono::milliseconds(200), 20};
    TokenBucket floods_{std::chrono::seconds(60), 1}; ///< how often the owner is told of texts that were dropped
    SteadyTime ack_due_;
    bool acknowledged_ = false;
    bool accepts_commands_ = false;
    hub::Attachment attachment_;
    Guard commands_;
    Guard rights_;
};

} // namespace watchpost::sessions
