#pragma once

#include <watchpost/core/frame.hpp>

#include <deque>
#include <memory>
#include <string>
#include <utility>

namespace watchpost {

/// Texts are shared too: one status message goes to every dashboard.
using TextPtr = std::shared_ptr<std::string const>;

/// What waits for one peer: a bounded queue of messages, which keep their order, and the newest frame, which replaces
/// an older one that nobody took yet. Not thread-safe.
class Outbox {
public:
    struct Limits {
        std::size_t messages = 4096;
        std::size_t message_bytes = 1024 * 1024; ///< of all waiting messages together; a single one may be larger
    };

    /// A message or a frame; empty when there is nothing to send.
    struct Item {
        TextPtr message;
        bool is_text = true; ///< what kind of WebSocket message `message` is
        FramePtr frame;
        bool empty() const { return !message && !frame; }
    };

    Outbox() = default;
    /// With `holds_frames` each frame waits until `let_frame_go`.
    explicit Outbox(Limits limits, bool holds_frames = false)
        : limits_(limits)
        , holds_frames_(holds_frames) {}

    /// False when the queue is full: the peer is too slow for what it must not miss. Nothing was queued then. Where
    /// nothing waits a message of any size fits: it says nothing about the peer.
    bool push(TextPtr message, bool is_text = true);

    /// The frame that waited before, if any, is dropped. Answers how many were: 0 or 1.
    std::uint64_t put_frame(FramePtr frame) { return std::exchange(frame_, std::move(frame)) ? 1 : 0; }

    /// The frame that is held, if any; null when it may go.
    FramePtr const& held_frame() const;
    /// The next frame that is taken may go: the one that waits, or the one that replaces it until then.
    void let_frame_go() { may_go_ = true; }

    /// Takes what is to be sent next, messages before the frame.
    Item take();

    void clear();
    std::size_t waiting_messages() const { return messages_.size(); }

private:
    Limits limits_;
    std::deque<Item> messages_;
    std::size_t waiting_bytes_ = 0;
    FramePtr frame_;
    bool holds_frames_ = false;
    bool may_go_ = false; ///< the frame that waits
};

} // namespace watchpost
