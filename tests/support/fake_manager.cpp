#include "fake_manager.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <sstream>

namespace watchpost::test {
namespace {

constexpr std::size_t kMostDescriptors = 8;

int bind_to(std::string const& path) {
    int const fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    if (bind(fd, reinterpret_cast<sockaddr const*>(&address), sizeof address) != 0)
        throw std::runtime_error("cannot bind " + path);
    return fd;
}

FakeManager::Message read_message(std::string const& text) {
    FakeManager::Message message;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        auto const equals = line.find('=');
        message[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return message;
}

std::vector<int> descriptors_in(msghdr& header) {
    std::vector<int> descriptors;
    for (auto* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
        descriptors.resize((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        std::memcpy(descriptors.data(), CMSG_DATA(part), descriptors.size() * sizeof(int));
    }
    return descriptors;
}

} // namespace

FakeManager::FakeManager()
    : socket_(bind_to(path_))
    , stop_(eventfd(0, EFD_CLOEXEC))
    , thread_([this] { listen(); }) {}

FakeManager::~FakeManager() {
    eventfd_write(stop_, 1);
    thread_.join();
    for (auto const& one : stored_)
        close(one.descriptor);
    close(stop_);
    close(socket_);
}

void FakeManager::listen() {
    std::array<pollfd, 2> watched{{{socket_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    while (poll(watched.data(), watched.size(), -1) >= 0 && watched[1].revents == 0) {
        std::array<char, 4096> text{};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> control{};
        iovec part{text.data(), text.size()};
        msghdr header{};
        header.msg_iov = &part;
        header.msg_iovlen = 1;
        header.msg_control = control.data();
        header.msg_controllen = control.size();
        auto const size = recvmsg(socket_, &header, MSG_CMSG_CLOEXEC);
        if (size > 0) take(read_message({text.data(), static_cast<std::size_t>(size)}), descriptors_in(header));
    }
}

void FakeManager::take(Message const& message, std::vector<int> const& descriptors) {
    std::lock_guard const lock(mutex_);
    messages_.push_back(message);
    auto const name = message.find("FDNAME");
    for (int const fd : descriptors)
        stored_.push_back({name == message.end() ? "stored" : name->second, fd});
    if (message.contains("FDSTOREREMOVE"))
        std::erase_if(stored_, [&](Stored const& one) {
            bool const goes = one.name == name->second;
            if (goes) close(one.descriptor);
            return goes;
        });
    change_.notify_all();
}

template <class Condition>
bool FakeManager::eventually_under_lock(std::chrono::milliseconds limit, Condition condition) const {
    std::unique_lock lock(mutex_);
    return change_.wait_for(lock, limit, condition);
}

std::vector<FakeManager::Message> FakeManager::messages() const {
    std::lock_guard const lock(mutex_);
    return messages_;
}

std::size_t FakeManager::count(std::string const& key) const {
    auto const all = messages();
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [&](Message const& message) { return message.contains(key); }));
}

bool FakeManager::wait_for(std::string const& key, std::size_t count, std::chrono::milliseconds limit) const {
    return eventually_under_lock(limit, [&] {
        return std::count_if(messages_.begin(), messages_.end(), [&](Message const& message) {
                   return message.contains(key);
               }) >= static_cast<std::ptrdiff_t>(count);
    });
}

std::string FakeManager::status() const {
    std::string newest;
    for (auto const& message : messages())
        if (auto const found = message.find("STATUS"); found != message.end()) newest = found->second;
    return newest;
}

bool FakeManager::wait_for_status(std::string const& part, std::chrono::milliseconds limit) const {
    return eventually_under_lock(limit, [&] {
        auto const newest = std::find_if(messages_.rbegin(), messages_.rend(),
                                         [](Message const& message) { return message.contains("STATUS"); });
        return newest != messages_.rend() && newest->at("STATUS").find(part) != std::string::npos;
    });
}

std::vector<FakeManager::Stored> FakeManager::stored() const {
    std::lock_guard const lock(mutex_);
    return stored_;
}

} // namespace watchpost::test
