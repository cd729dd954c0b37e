#pragma once

#include "temporary_folder.hpp"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace watchpost::test {

/// Hears what a daemon tells systemd (sd_notify(3)), and keeps what it puts into the store.
class FakeManager {
public:
    FakeManager();
    FakeManager(FakeManager const&) = delete;
    FakeManager& operator=(FakeManager const&) = delete;
    ~FakeManager();

    /// For the daemon's environment.
    std::string variable() const { return "NOTIFY_SOCKET=" + path_; }

    using Message = std::map<std::string, std::string>;

    /// All so far.
    std::vector<Message> messages() const;
    /// How many of them say `key`.
    std::size_t count(std::string const& key) const;
    /// Waits until so many do; false when that takes too long.
    bool wait_for(std::string const& key, std::size_t count = 1,
                  std::chrono::milliseconds limit = std::chrono::seconds(20)) const;
    /// The newest STATUS.
    std::string status() const;
    /// Waits until the status contains `part`.
    bool wait_for_status(std::string const& part, std::chrono::milliseconds limit = std::chrono::seconds(20)) const;

    struct Stored {
        std::string name;
        int descriptor; ///< ours until it is removed
    };
    std::vector<Stored> stored() const;

private:
    void listen();
    void take(Message const& message, std::vector<int> const& descriptors);
    template <class Condition>
    bool eventually_under_lock(std::chrono::milliseconds limit, Condition condition) const;

    TemporaryFolder folder_;
    std::string path_ = (folder_.path() / "notify").string();
    int socket_;
    int stop_;
    mutable std::mutex mutex_;
    mutable std::condition_variable change_;
    std::vector<Message> messages_;
    std::vector<Stored> stored_;
    std::thread thread_;
};

} // namespace watchpost::test
