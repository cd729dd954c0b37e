#include <watchpost/net/crew.hpp>
#include <watchpost/net/worker_pool.hpp>

namespace watchpost::net {

bool Crew::is_idle() const {
    bool idle = true;
    pools_.for_each([&idle](WorkerPool const& pool) { idle = idle && pool.is_idle(); });
    return idle;
}

void Crew::give_up() {
    pools_.for_each([](WorkerPool& pool) { pool.give_up(); });
}

void Crew::ask() {
    pools_.for_each([](WorkerPool& pool) { pool.ask(); });
}

std::vector<std::string> Crew::silent() const {
    std::vector<std::string> names;
    pools_.for_each([&names](WorkerPool const& pool) {
        if (!pool.has_answered()) names.push_back(pool.name());
    });
    return names;
}

} // namespace watchpost::net
