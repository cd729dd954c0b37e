#include <watchpost/core/outbox.hpp>

#include <utility>

namespace watchpost {

bool Outbox::push_message(Item item, std::size_t bytes) {
    if (messages_.size() >= limits_.messages || waiting_bytes_ + bytes > limits_.message_bytes) return false;
    messages_.push_back({std::move(item), bytes});
    waiting_bytes_ += bytes;
    return true;
}

Outbox::Item Outbox::take() {
    if (!messages_.empty()) {
        waiting_bytes_ -= messages_.front().bytes;
        Item item = std::move(messages_.front().item);
        messages_.pop_front();
        return item;
    }
    if (frame_) return std::exchange(frame_, nullptr);
    return {};
}

void Outbox::clear() {
    messages_.clear();
    waiting_bytes_ = 0;
    frame_.reset();
}

} // namespace watchpost
