#pragma once

#include <watchpost/auth/secrets_file.hpp>
#include <watchpost/core/clock.hpp>
#include <watchpost/core/workers.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace watchpost::app {

/// Keeps an eye on the secrets file: about once a second it is looked at, beside the loop, and loaded when it is not
/// what it was. One that cannot be used, or is gone, leaves the old secrets in force and is loaded again at each look
/// until it can; the log says each reason once. Loop thread only.
class SecretsWatch {
public:
    using Take = std::function<void(auth::Secrets)>;

    /// `workers` outlives this; `take` is called on the loop thread.
    SecretsWatch(Workers& workers, std::filesystem::path path, Take take)
        : workers_(workers)
        , path_(std::move(path))
        , take_(std::move(take))
        , alive_(std::make_shared<bool>(true)) {}

    /// At the start, when waiting is no harm: the error is why the file cannot be used.
    Result<auth::Secrets> load();

    void tick(SteadyTime now);

    /// Loads the file at the next chance, whether it seems to have changed or not.
    void load_again() {
        must_load_ = true;
        next_look_ = {};
    }

private:
    void look();
    void take(auth::FileMark const& mark, Result<auth::Secrets> loaded);

    Workers& workers_;
    std::filesystem::path path_;
    Take take_;
    std::shared_ptr<bool> alive_;
    auth::FileMark mark_; ///< of what is in force
    std::string told_;    ///< why the file cannot be used; empty when it can
    bool is_looking_ = false;
    bool must_load_ = false;
    SteadyTime next_look_{};
};

} // namespace watchpost::app
