#pragma once

#include <watchpost/core/frame.hpp>

#include <deque>
#include <memory>
#include <string>
#include <variant>

namespace watchpost {

/// Texts are shared too: one status message goes to every dashboard.
using TextPtr = std::shared_ptr<std::string const>;

/// What waits for one peer: a bounded queue of messages, which keep their order, and the newest frame, which replaces
/// an older one that nobody took yet. Not thread-safe.
class Outbox {
public:
    struct Limits {
        std::size_t messages = 256;
        std::size_t message_bytes = 256 * 1024; ///< of all waiting messages together
    };

    struct Text {
        TextPtr text;
    };
    struct Binary {
        Bytes bytes;
    };
    using Item = std::variant<std::monostate, Text, Binary, FramePtr>;

    Outbox() = default;
    explicit Outbox(Limits limits)
        : limits_(limits) {}

    /// False when the queue is full: the peer is too slow for what it must not miss. Nothing was queued then.
    bool push(TextPtr text) {
        auto const bytes = text->size();
        return push_message(Text{std::move(text)}, bytes);
    }
    bool push(Bytes binary) {
        auto const bytes = binary.size();
        return push_message(Binary{std::move(binary)}, bytes);
    }

    /// The frame that waited before, if any, is dropped and counted.
    void put_frame(FramePtr frame) {
        if (frame_) ++frames_dropped_;
        frame_ = std::move(frame);
    }

    /// Takes what is to be sent next, messages before the frame; `std::monostate` when there is nothing.
    Item take();

    void clear();
    bool empty() const { return messages_.empty() && !frame_; }
    std::uint64_t frames_dropped() const { return frames_dropped_; }

private:
    struct Waiting {
        Item item;
        std::size_t bytes;
    };

    bool push_message(Item item, std::size_t bytes);

    Limits limits_;
    std::deque<Waiting> messages_;
    std::size_t waiting_bytes_ = 0;
    FramePtr frame_;
    std::uint64_t frames_dropped_ = 0;
};

} // namespace watchpost
