#pragma once

#include "flash_lamp.hpp"
#include "hardware.hpp"
#include "websocket.hpp"

namespace cam {

/// What is said over one link: one hello, then pictures, the newest each time, and answers to orders. Made anew for
/// each link, so nothing that an earlier one asked for is done later. All its references outlive it.
class Conversation {
public:
    static constexpr Ms kHeartbeatEvery = 30'000;
    static constexpr Ms kPhotoLimit = 5'000;
    /// What the camera needs to get used to its flash or to another quality.
    static constexpr Ms kSettle = 400;
    /// Pictures in the two frame buffers may be from before.
    static constexpr int kStale = 2;

    /// Says hello. `frame_every`: the shortest time between two pictures.
    Conversation(WebSocket& socket, Hardware& hardware, FlashLamp& lamp, Ms frame_every, int stream_quality, Ms now);
    /// The link is gone: the flash goes off and the picture that was under way goes back to the camera.
    void end(Ms now);

    void on_text(std::string_view text, Ms now);
    /// Call at each turn of the loop.
    void tick(Ms now);

    bool wants_reboot() const { return wants_reboot_; }
    /// When the camera last gave a picture.
    Ms last_picture() const { return last_picture_; }

private:
    struct Photo {
        CapturePhoto order;
        Ms ready = 0;
        Ms deadline = 0;
        int to_skip = kStale;
        int lamp_before = 0;
        std::size_t size = 0; ///< once it is under way
    };

    void obey(CapturePhoto const& order, Ms now);
    void obey(FlashOn const& order, Ms now);
    void obey(FlashOff const& order, Ms now);
    void obey(Reboot const& order, Ms now);
    void obey(CameraSettings const& order, Ms now);
    void obey(StreamRate const& order, Ms now);
    void obey(Nothing const&, Ms) {}
    void obey(Refused const& order, Ms now);
    void refuse(std::string_view action, std::string const& why);

    bool grab(Picture& picture, Ms now);
    void give_back();
    void step_photo(Ms now);
    void finish_photo(Ms now);
    void send_frame(Ms now);

    WebSocket& socket_;
    Hardware& hardware_;
    FlashLamp& lamp_;
    Ms const shortest_; ///< between two pictures
    Ms frame_every_;    ///< as it is wanted now
    int stream_quality_;
    std::optional<Photo> photo_;
    bool holds_picture_ = false;
    bool wants_reboot_ = false;
    Ms next_frame_;
    Ms next_heartbeat_;
    Ms next_complaint_;
    std::optional<Ms> last_frame_;
    Ms last_picture_;
    double fps_ = 0;
};

} // namespace cam
