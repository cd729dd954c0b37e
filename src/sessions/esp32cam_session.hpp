#pragma once

#include "board_session.hpp"
#include "picture_pieces.hpp"

#include <watchpost/core/stuck_reader.hpp>
#include <watchpost/media/jpeg_walk.hpp>
#include <watchpost/protocol/esp32cam.hpp>

#include <optional>
#include <set>
#include <string>

namespace watchpost::sessions {

/// An ESP32-CAM on `/ws/esp32cam`, or on `/ws` with a camera's token.
class Esp32camSession final : public BoardSession {
public:
    Esp32camSession(net::Link& link, hub::Hub& hub, DeviceId id, PeerInfo peer);

private:
    /// What the text directly before a binary message said of it.
    struct Announced {
        SteadyTime at{};
        std::optional<std::int64_t> size;
        std::optional<PhotoTerms> photo; ///< it is a photo, not a frame
    };

    std::string connection_ack() override;
    void on_message(std::string_view text) override;
    void on_data(MessageBytes bytes) override;
    void on_text_dropped() override { announced_.reset(); }
    void on_time(SteadyTime now) override;
    void on_pong() override { reader_.on_pong(hub_.clock.now()); }
    void send_command(CommandBody const& body) override;
    void trim(MessageBytes& bytes, media::JpegCheck const& check);
    void publish(MessageBytes jpeg, media::JpegCheck const& check);
    void keep(MessageBytes const& jpeg, media::JpegCheck const& check, PhotoTerms terms);
    void on_answered(protocol::esp32cam::Answered answer);
    void on_setting(protocol::esp32cam::SettingTold const& setting);
    void refuse(MessageBytes const& bytes, std::string_view why);
    void note_step(bool in_step, std::size_t size);
    void report(std::string message);

    std::optional<Announced> announced_;
    std::set<std::string> settings_asked_; ///< of the command in flight, that the board has not told yet
    std::string settings_told_;
    std::string action_asked_; ///< the newest that was sent
    bool takes_rate_ = false;
    bool is_slow_ = false; ///< we asked it for fewer pictures
    std::optional<SteadyTime> unwatched_since_;
    StuckReader reader_;
    PicturePieces pieces_;
    int out_of_step_ = 0; ///< messages in a row whose boundaries look wrong
    TokenBucket looks_{std::chrono::seconds(1),
                       20}; ///< into a whole picture that is none: what is sent decides the cost
    TokenBucket reports_{std::chrono::seconds(10), 1};
};

} // namespace watchpost::sessions
