#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <vector>

namespace watchpost {

using Bytes = std::vector<std::uint8_t>;

/// A binary message together with the header that a WebSocket server sends before it (RFC 6455 section 5.2: one frame,
/// not masked), side by side, so that a frame which came in can go out to any number of viewers as it lies. Movable,
/// not copyable; reads like a container of its payload.
class MessageBytes {
public:
    static constexpr std::size_t kHeaderRoom = 10; ///< the longest such header

    /// Room for a message of `capacity` bytes, not initialised. `begin` is where its payload goes.
    class Room {
    public:
        Room() = default;
        explicit Room(std::size_t capacity);
        /// Null when there is none.
        std::uint8_t* begin() { return bytes_ ? bytes_.get() + kHeaderRoom : nullptr; }
        std::size_t capacity() const { return capacity_; }

    private:
        friend class MessageBytes;
        std::unique_ptr<std::uint8_t[]> bytes_;
        std::size_t capacity_ = 0;
    };

    MessageBytes() = default;
    /// The first `size` bytes of `room`, at most its capacity.
    MessageBytes(Room room, std::size_t size);
    explicit MessageBytes(std::span<std::uint8_t const> payload);
    MessageBytes(std::initializer_list<std::uint8_t> payload)
        : MessageBytes(std::span(payload.begin(), payload.size())) {}

    /// The payload.
    std::uint8_t const* data() const { return bytes_ ? bytes_.get() + kHeaderRoom + begin_ : nullptr; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    /// Only these `size` bytes of the payload are left, from its byte `begin` on. Nothing is copied. Both within it.
    void narrow(std::size_t begin, std::size_t size);
    std::uint8_t const* begin() const { return data(); }
    std::uint8_t const* end() const { return data() + size_; }

    /// Header and payload.
    std::span<std::uint8_t const> framed() const { return {data() - header_size_, header_size_ + size_}; }

private:
    void put_header();

    std::unique_ptr<std::uint8_t[]> bytes_;
    std::size_t begin_ = 0; ///< of the payload, behind the room for the header
    std::size_t size_ = 0;
    std::size_t header_size_ = 0;
};

} // namespace watchpost
