#include <watchpost/core/message_bytes.hpp>
#include <watchpost/core/ws_header.hpp>

#include <algorithm>

namespace watchpost {

MessageBytes::Room::Room(std::size_t capacity)
    : bytes_(std::make_unique_for_overwrite<std::uint8_t[]>(kHeaderRoom + capacity))
    , capacity_(capacity) {}

MessageBytes::MessageBytes(Room room, std::size_t size)
    : bytes_(std::move(room.bytes_))
    , size_(size) {
    if (!bytes_) bytes_ = std::make_unique_for_overwrite<std::uint8_t[]>(kHeaderRoom);
    put_header();
}

MessageBytes::MessageBytes(std::span<std::uint8_t const> payload)
    : MessageBytes(
          [&payload] {
              Room room{payload.size()};
              std::copy(payload.begin(), payload.end(), room.begin());
              return room;
          }(),
          payload.size()) {}

void MessageBytes::narrow(std::size_t begin, std::size_t size) {
    begin_ += begin;
    size_ = size;
    if (bytes_) put_header();
}

void MessageBytes::put_header() {
    WsHeader const header{WsOpcode::binary, size_};
    header_size_ = header.size;
    std::copy_n(header.bytes.begin(), header.size, bytes_.get() + kHeaderRoom + begin_ - header.size);
}

} // namespace watchpost
