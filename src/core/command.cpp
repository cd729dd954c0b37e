#include <watchpost/core/command.hpp>

namespace watchpost {

std::string_view to_string(CommandState state) {
    switch (state) {
    case CommandState::queued:
        return "queued";
    case CommandState::sent:
        return "sent";
    case CommandState::acknowledged:
        return "acknowledged";
    case CommandState::expired:
        return "expired";
    case CommandState::superseded:
        return "superseded";
    case CommandState::refused:
        return "refused";
    }
    return "refused";
}

bool is_final(CommandState state) {
    return state != CommandState::queued && state != CommandState::sent;
}

} // namespace watchpost
