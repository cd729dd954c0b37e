#pragma once

#include "board.hpp"
#include "camera_logic.hpp"
#include "pacer.hpp"
#include "picture_source.hpp"

namespace watchpost::sim {

/// An ESP32-CAM, in the manner of ArduinoWebsockets: one loop that polls the socket and then sends a frame. While a
/// write does not get on, nothing is read, no ping is answered and no picture is taken.
class CameraBoard final : public Board {
public:
    CameraBoard(asio::any_io_executor executor, DialTarget target, FaultPlan faults, std::uint64_t seed,
                CameraFirmware firmware, std::unique_ptr<PictureSource> pictures, double fps);

private:
    void begin_attempt() override;
    asio::awaitable<std::optional<std::string>> shake_hands() override;
    asio::awaitable<Ending> converse() override;
    SteadyTime::duration pause_after(Ending const& ending) override;
    Mask mask() override { return kZeroMask; }

    bool sends_frames() const;
    bool obeys() const;
    SteadyTime::duration frame_time() const;
    asio::awaitable<std::optional<Ending>> poll(SteadyTime until);
    asio::awaitable<std::optional<Ending>> on_frame(ServerFrame frame);
    asio::awaitable<std::optional<Ending>> on_text(std::string text);
    asio::awaitable<Ending> on_close(std::string payload);
    asio::awaitable<error_code> send_due();
    asio::awaitable<error_code> send_picture();
    asio::awaitable<error_code> send_photo(CameraSettings with);
    std::int64_t uptime_ms() const;

    CameraFirmware firmware_;
    std::unique_ptr<PictureSource> pictures_;
    CameraLogic logic_;
    SteadyTime::duration frame_time_;
    Pacer frames_;
    Pacer heartbeats_;
    SteadyTime started_;
    SteadyTime link_began_{};
    SteadyTime last_picture_{};
    double fps_ = 0;        ///< as measured by the board
    std::string fragments_; ///< of the text that is coming in
    int attempts_ = 0;      ///< since the board started; its handshake grows with each
    int failures_ = 0;      ///< attempts without a link, in a row
};

} // namespace watchpost::sim
