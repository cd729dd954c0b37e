#include "conversation.hpp"

#include "messages.hpp"

#include <algorithm>

namespace cam {

Conversation::Conversation(WebSocket& socket, Hardware& hardware, FlashLamp& lamp, Ms frame_every, int stream_quality,
                           Ms now)
    : socket_(socket)
    , hardware_(hardware)
    , lamp_(lamp)
    , shortest_(frame_every)
    , frame_every_(frame_every)
    , stream_quality_(stream_quality)
    , next_frame_(now)
    , next_heartbeat_(now + kHeartbeatEvery)
    , next_complaint_(now)
    , last_picture_(now) {
    socket_.send_text(messages::hello(hardware_.reset_reason()));
}

void Conversation::end(Ms now) {
    give_back();
    if (photo_) finish_photo(now);
    lamp_.off(now);
}

void Conversation::on_text(std::string_view text, Ms now) {
    auto const order = read_order(text);
    if (order) {
        std::visit([this, now](auto const& what) { obey(what, now); }, *order);
    } else if (now >= next_complaint_) {
        next_complaint_ = now + 10'000;
        socket_.send_text(messages::log("warning", "a message that is no JSON object was ignored", now));
    }
}

void Conversation::tick(Ms now) {
    if (holds_picture_ && socket_.picture_unsent() == 0) {
        give_back();
        if (photo_ && photo_->size > 0) {
            socket_.send_text(messages::photo_sent(photo_->size, photo_->order));
            finish_photo(now);
        }
    }
    if (photo_) {
        step_photo(now);
    } else if (now >= next_frame_ && socket_.is_idle()) {
        send_frame(now);
    }
    if (now >= next_heartbeat_) {
        next_heartbeat_ = now + kHeartbeatEvery;
        socket_.send_text(messages::heartbeat({fps_, hardware_.free_memory(), hardware_.rssi()}, now));
    }
}

void Conversation::obey(CapturePhoto const& order, Ms now) {
    if (photo_) {
        socket_.send_text(messages::photo_error("busy with another photo"));
        return;
    }
    Photo photo;
    photo.order = order;
    photo.ready = now + kSettle;
    photo.deadline = now + kPhotoLimit;
    photo.lamp_before = lamp_.percent();
    if (order.flash) lamp_.on(order.intensity, now);
    CameraSettings settings;
    settings.photo_quality = order.quality;
    hardware_.apply(settings);
    photo_ = photo;
}

void Conversation::obey(FlashOn const& order, Ms now) {
    lamp_.on(order.intensity, now);
    if (photo_) photo_->lamp_before = lamp_.percent();
    socket_.send_text(messages::flash(lamp_.percent()));
}

void Conversation::obey(FlashOff const&, Ms now) {
    lamp_.off(now);
    if (photo_) photo_->lamp_before = 0;
    socket_.send_text(messages::flash(lamp_.percent()));
}

void Conversation::obey(Reboot const&, Ms) {
    socket_.send_text(messages::rebooting());
    wants_reboot_ = true;
}

/// Each setting is answered for by itself, because a camera may have some and not others.
void Conversation::obey(CameraSettings const& order, Ms) {
    std::string failed;
    auto const set = [&](char const* name, auto member) {
        auto const& wanted = order.*member;
        if (!wanted) return;
        CameraSettings one;
        one.*member = wanted;
        if (hardware_.apply(one)) {
            socket_.send_text(messages::setting(name, *wanted));
        } else {
            failed += std::string(" ") + name;
        }
    };
    set("photo_quality", &CameraSettings::photo_quality);
    set("brightness", &CameraSettings::brightness);
    set("contrast", &CameraSettings::contrast);
    set("saturation", &CameraSettings::saturation);
    set("sharpness", &CameraSettings::sharpness);
    set("auto_exposure", &CameraSettings::auto_exposure);
    set("auto_white_balance", &CameraSettings::auto_white_balance);
    stream_quality_ = order.photo_quality.value_or(stream_quality_);
    if (!failed.empty()) refuse("camera_settings", "this camera does not do:" + failed);
}

void Conversation::obey(StreamRate const& order, Ms) {
    frame_every_ = std::max<Ms>(shortest_, order.max_fps ? 1000 / *order.max_fps : 0);
    if (last_frame_) next_frame_ = *last_frame_ + frame_every_;
}

void Conversation::obey(Refused const& order, Ms) {
    if (order.action == "capture_photo") {
        socket_.send_text(messages::photo_error(order.why));
    } else {
        refuse(order.action, order.why);
    }
}

void Conversation::refuse(std::string_view action, std::string const& why) {
    if (!why.empty()) socket_.send_text(messages::warning(why));
    socket_.send_text(messages::unknown_action(action));
}

bool Conversation::grab(Picture& picture, Ms now) {
    if (!hardware_.grab(picture)) return false;
    holds_picture_ = true;
    last_picture_ = now;
    return true;
}

void Conversation::give_back() {
    if (holds_picture_) hardware_.give_back();
    holds_picture_ = false;
}

void Conversation::step_photo(Ms now) {
    if (photo_->size > 0) return; // on its way
    if (now >= photo_->deadline) {
        socket_.send_text(messages::photo_error("no picture in time"));
        finish_photo(now);
        return;
    }
    Picture picture;
    if (now < photo_->ready || holds_picture_ || !socket_.is_idle() || !grab(picture, now)) return;
    if (photo_->to_skip > 0) {
        --photo_->to_skip;
        give_back();
        return;
    }
    photo_->size = picture.jpeg.size;
    socket_.send_text(messages::photo_data(picture.jpeg.size, photo_->order, now));
    socket_.send_picture(picture.jpeg);
}

void Conversation::finish_photo(Ms now) {
    if (photo_->order.flash) {
        if (photo_->lamp_before > 0) {
            lamp_.on(photo_->lamp_before, now);
        } else {
            lamp_.off(now);
        }
    }
    CameraSettings settings;
    settings.photo_quality = stream_quality_;
    hardware_.apply(settings);
    photo_.reset();
    next_frame_ = now;
}

void Conversation::send_frame(Ms now) {
    Picture picture;
    if (!grab(picture, now)) return;
    next_frame_ = now + frame_every_;
    if (last_frame_) {
        double const newest = 1000.0 / static_cast<double>(std::max<Ms>(1, now - *last_frame_));
        fps_ = fps_ > 0 ? fps_ * 0.9 + newest * 0.1 : newest;
    }
    last_frame_ = now;
    socket_.send_text(messages::frame(picture.jpeg.size, picture.width, picture.height, now, fps_));
    socket_.send_picture(picture.jpeg);
}

} // namespace cam
