#include "reloader.hpp"

#include <memory>
#include <utility>

namespace watchpost::app {

void Reloader::reload(Read read) {
    if (is_reading_) {
        next_ = std::move(read);
        return;
    }
    is_reading_ = true;
    steps_.begin();
    auto const loaded = std::make_shared<Result<settings::Settings>>(Error{"it could not be read; the log says more"});
    workers_.run([loaded, read_it = std::move(read)] { *loaded = read_it(); },
                 [this, loaded] {
                     is_reading_ = false;
                     steps_.end(std::move(*loaded));
                     if (auto next = std::exchange(next_, nullptr)) reload(std::move(next));
                 });
}

} // namespace watchpost::app
