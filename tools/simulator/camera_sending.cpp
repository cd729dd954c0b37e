#include "camera_board.hpp"

namespace watchpost::sim {

asio::awaitable<error_code> CameraBoard::send_due() {
    if (heartbeats_.take(now())) {
        std::string beat = logic_.heartbeat(uptime_ms(), fps_);
        if (error_code const error = co_await send_frame(Opcode::text, std::move(beat))) co_return error;
    }
    if (!frames_.take(now())) co_return error_code{};
    if (dice_.spoil_json()) {
        std::string line = logic_.log(R"(WiFi "simulated" is weak)", "warning", uptime_ms());
        if (error_code const error = co_await send_frame(Opcode::text, std::move(line))) co_return error;
    }
    co_return co_await send_picture();
}

asio::awaitable<error_code> CameraBoard::send_picture() {
    auto picture = pictures_->take({now(), logic_.settings().quality, logic_.settings().flash_enabled});
    if (!picture) co_return error_code{};
    if (dice_.spoil_jpeg()) picture->jpeg = std::make_shared<Bytes const>(dice_.broken(*picture->jpeg));

    std::chrono::duration<double> const since_last = now() - std::exchange(last_picture_, now());
    if (since_last < std::chrono::seconds(10) && since_last.count() > 0) fps_ += (1 / since_last.count() - fps_) / 10;
    std::string metadata = logic_.frame(picture->jpeg->size(), picture->width, picture->height, uptime_ms(), fps_);
    if (error_code const error = co_await send_frame(Opcode::text, std::move(metadata))) co_return error;
    std::span<std::uint8_t const> const jpeg(*picture->jpeg);
    co_return co_await send_frame(Opcode::binary, jpeg);
}

asio::awaitable<error_code> CameraBoard::send_photo(CameraSettings with) {
    auto const photo = pictures_->take({now(), with.quality, with.flash_enabled});
    if (!photo) {
        std::string sorry = logic_.photo_error("Camera capture failed");
        co_return co_await send_frame(Opcode::text, std::move(sorry));
    }
    std::string announcement = logic_.photo_data(photo->jpeg->size(), with, uptime_ms());
    if (error_code const error = co_await send_frame(Opcode::text, std::move(announcement))) co_return error;
    std::span<std::uint8_t const> const jpeg(*photo->jpeg);
    if (error_code const error = co_await send_frame(Opcode::binary, jpeg)) co_return error;
    std::string done = logic_.photo_sent(photo->jpeg->size(), with);
    co_return co_await send_frame(Opcode::text, std::move(done));
}

} // namespace watchpost::sim
