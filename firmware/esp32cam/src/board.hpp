#pragma once

#include "backoff.hpp"
#include "conversation.hpp"
#include "stall_watch.hpp"
#include "status_lamp.hpp"

#include <memory>

namespace cam {

struct Config {
    std::string host;
    int port = 3000;
    std::string token;
    std::string device_id; ///< empty: none is sent
    std::string version = "3.0";
    Ms frame_every = 66;
    int stream_quality = 80;
    Ms flash_cap = 60'000;
};

/// The board as a whole: WiFi, then a link, then the next attempt. `step` never waits, except for what the camera and a
/// name server take.
class Board {
public:
    static constexpr Ms kJoinLimit = 20'000;
    static constexpr Ms kOpenLimit = 10'000;
    static constexpr Ms kCloseLimit = 2'000;
    /// The daemon pings every 10 s.
    static constexpr Ms kSilence = 25'000;
    static constexpr Ms kSendStall = 10'000;
    static constexpr Ms kCameraStall = 10'000;
    static constexpr Ms kRestartWithoutServer = 600'000;
    static constexpr Ms kRestartWithoutCamera = 60'000;

    /// `hardware` outlives the board.
    Board(Config config, Hardware& hardware, Ms now);

    /// Answers false when the board is to be restarted.
    bool step(Ms now);

    bool is_linked() const { return phase_ == Phase::open; }

private:
    enum class Phase { joining, waiting, opening, open, closing };

    void join(Ms now);
    void dial(Ms now);
    bool step_link(Ms now);
    bool read(Ms now);
    bool write(Ms now);
    void opened(Ms now);
    void close(int code, Ms now);
    void lose(std::string const& why, Ms now);
    std::string reason() const;
    bool watch_camera(Ms now);

    Config config_;
    Hardware& hardware_;
    Backoff backoff_;
    FlashLamp lamp_;
    StallWatch sending_;
    StallWatch camera_;
    Phase phase_ = Phase::joining;
    Condition condition_ = Condition::no_wifi;
    Ms due_ = 0;
    Ms opened_at_ = 0;
    Ms heard_ = 0;
    Ms last_picture_ = 0;
    bool restart_ = false;
    std::unique_ptr<Wire> wire_;
    std::unique_ptr<WebSocket> socket_;
    std::unique_ptr<Conversation> talk_;
};

} // namespace cam
