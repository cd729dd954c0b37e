#include "secrets_watch.hpp"

#include <spdlog/spdlog.h>

#include <optional>

namespace watchpost::app {
namespace {

constexpr auto kLookEvery = std::chrono::seconds(1);

/// What a worker found out.
struct Look {
    auth::FileMark mark;
    std::optional<Result<auth::Secrets>> loaded;
};

} // namespace

Result<auth::Secrets> SecretsWatch::load() {
    mark_ = auth::mark_of(path_);
    return auth::load_secrets(path_);
}

void SecretsWatch::tick(SteadyTime now) {
    if (is_looking_ || now < next_look_) return;
    next_look_ = now + kLookEvery;
    look();
}

void SecretsWatch::look() {
    is_looking_ = true;
    auto const found = std::make_shared<Look>();
    auto work = [found, path = path_, known = mark_, always = std::exchange(must_load_, false)] {
        found->mark = auth::mark_of(path); // before it is read: a change meanwhile is seen the next time
        if (!always && found->mark == known) return;
        found->loaded = known.exists ? auth::load_existing_secrets(path) : auth::load_secrets(path);
    };
    workers_.run(std::move(work), [this, found, alive = std::weak_ptr(alive_)] {
        if (alive.expired()) return;
        is_looking_ = false;
        if (!found->loaded) return;
        take(found->mark, std::move(*found->loaded));
    });
}

void SecretsWatch::take(auth::FileMark const& mark, Result<auth::Secrets> loaded) {
    if (!loaded) {
        must_load_ = true;
        if (told_ == loaded.error().message) return;
        told_ = loaded.error().message;
        spdlog::error(
            "the secrets cannot be used, the old ones stay in force until they can or watchpost is restarted: {}",
            told_);
        return;
    }
    if (mark != mark_ || !told_.empty()) spdlog::info("secrets loaded again");
    mark_ = mark;
    told_.clear();
    take_(std::move(*loaded));
}

} // namespace watchpost::app
