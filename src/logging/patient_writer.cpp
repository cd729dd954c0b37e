#include "patient_writer.hpp"

#include <pthread.h>

#include <atomic>
#include <csignal>
#include <future>
#include <thread>

namespace watchpost {
namespace {

/// Of a line, beside its text.
constexpr std::size_t kOverhead = 128;

std::size_t cost_of(Output const& output) {
    auto cost = kOverhead + output.text.size();
    for (auto const& field : output.fields)
        cost += field.size();
    return cost;
}

} // namespace

/// The thread's own, should it outlive the writer.
struct PatientWriter::Shared {
    enum class Kind { line, mark, end };

    struct Item {
        Kind kind = Kind::line;
        Output output{};
        std::promise<void> written{}; ///< of a mark
        Item* older = nullptr;
    };

    explicit Shared(Write write_one)
        : write(std::move(write_one)) {}
    Shared(Shared const&) = delete;
    Shared& operator=(Shared const&) = delete;
    ~Shared() {
        for (auto const* item = newest.load(); item != nullptr;) {
            auto const* const older = item->older;
            delete item;
            item = older;
        }
    }

    void push(std::unique_ptr<Item> fresh) {
        auto* const item = fresh.release();
        item->older = newest.load(std::memory_order_relaxed);
        while (!newest.compare_exchange_weak(item->older, item, std::memory_order_release, std::memory_order_relaxed)) {
        }
        newest.notify_one();
    }

    /// Everything that was pushed, oldest first.
    Item* take_all() {
        newest.wait(nullptr, std::memory_order_relaxed);
        auto* item = newest.exchange(nullptr, std::memory_order_acquire);
        Item* oldest = nullptr;
        while (item != nullptr) {
            auto* const older = item->older;
            item->older = oldest; // from here on it leads to the next one
            oldest = item;
            item = older;
        }
        return oldest;
    }

    void tell_dropped() {
        auto const count = untold.exchange(0);
        if (count == 0) return;
        auto const text =
            count == 1 ? std::string("1 log line was dropped") : std::to_string(count) + " log lines were dropped";
        write({text + ": nobody took them in time", spdlog::level::warn, spdlog::log_clock::now()});
    }

    void work_off() {
        for (;;) {
            for (auto* item = take_all(); item != nullptr;) {
                std::unique_ptr<Item> const done(item);
                item = item->older;
                switch (done->kind) {
                case Kind::line:
                    write(done->output);
                    waiting -= cost_of(done->output);
                    break;
                case Kind::mark:
                    tell_dropped();
                    done->written.set_value();
                    break;
                case Kind::end:
                    return;
                }
            }
            tell_dropped();
        }
    }

    Write write;
    std::atomic<Item*> newest{nullptr}; ///< a list; the thread takes all of it at once
    std::atomic<std::size_t> waiting{0};
    std::atomic<std::uint64_t> dropped{0};
    std::atomic<std::uint64_t> untold{0};
};

PatientWriter::PatientWriter(Write write)
    : shared_(std::make_shared<Shared>(std::move(write))) {
    // Signals are for the thread that knows what to do about them.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread([shared = shared_] { shared->work_off(); }).detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

PatientWriter::~PatientWriter() {
    auto end = std::make_unique<Shared::Item>();
    end->kind = Shared::Kind::end;
    shared_->push(std::move(end));
}

void PatientWriter::give(Output output) {
    auto const cost = cost_of(output);
    if (shared_->waiting.fetch_add(cost) + cost > kMostBytes) {
        shared_->waiting -= cost;
        ++shared_->dropped;
        ++shared_->untold;
        return;
    }
    auto item = std::make_unique<Shared::Item>();
    item->output = std::move(output);
    shared_->push(std::move(item));
}

bool PatientWriter::flush(std::chrono::milliseconds limit) {
    auto mark = std::make_unique<Shared::Item>();
    mark->kind = Shared::Kind::mark;
    auto const written = mark->written.get_future();
    shared_->push(std::move(mark));
    return written.wait_for(limit) == std::future_status::ready;
}

std::uint64_t PatientWriter::dropped() const {
    return shared_->dropped;
}

} // namespace watchpost
