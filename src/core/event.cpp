#include <watchpost/core/event.hpp>

namespace watchpost {

std::string_view to_string(Severity severity) {
    switch (severity) {
    case Severity::info:
        return "info";
    case Severity::warning:
        return "warning";
    case Severity::error:
        return "error";
    }
    return "info";
}

Severity severity_from(std::string_view word) {
    if (word == "error" || word == "critical") return Severity::error;
    if (word == "warning" || word == "warn") return Severity::warning;
    return Severity::info;
}

} // namespace watchpost
