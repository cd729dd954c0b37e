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
    WsHeader const header{WsOpcode::binary, size};
    header_size_ = header.size;
    std::copy_n(header.bytes.begin(), header.size, bytes_.get() + kHeaderRoom - header.size);
}

MessageBytes::MessageBytes(std::span<std::uint8_t const> payload)
    : MessageBytes(
          [&payload] {
              Room room{payload.size()};
              std::copy(payload.begin(), payload.end(), room.begin());
              return room;
          }(),
          payload.size()) {}

} // namespace watchpost
