#include <watchpost/core/outbox.hpp>

namespace watchpost {

bool Outbox::push(TextPtr message, bool is_text) {
    auto const bytes = message->size();
    bool const too_many = messages_.size() >= limits_.messages;
    bool const too_much = !messages_.empty() && waiting_bytes_ + bytes > limits_.message_bytes;
    if (too_many || too_much) return false;
    messages_.push_back({std::move(message), is_text, nullptr});
    waiting_bytes_ += bytes;
    return true;
}

FramePtr const& Outbox::held_frame() const {
    static FramePtr const none;
    return holds_frames_ && !may_go_ ? frame_ : none;
}

Outbox::Item Outbox::take() {
    if (messages_.empty()) {
        if (held_frame()) return {};
        may_go_ = false;
        return {nullptr, true, std::exchange(frame_, nullptr)};
    }
    auto next = std::move(messages_.front());
    messages_.pop_front();
    waiting_bytes_ -= next.message->size();
    return next;
}

void Outbox::clear() {
    messages_.clear();
    waiting_bytes_ = 0;
    frame_.reset();
    may_go_ = false;
}

} // namespace watchpost
