#include <watchpost/core/link_report.hpp>

namespace watchpost {

std::string_view to_string(LinkEntry::Kind kind) {
    switch (kind) {
    case LinkEntry::Kind::connected:
        return "connected";
    case LinkEntry::Kind::ended:
        return "ended";
    case LinkEntry::Kind::replaced:
        return "replaced";
    case LinkEntry::Kind::conflict:
        return "conflict";
    case LinkEntry::Kind::not_admitted:
        return "not_admitted";
    case LinkEntry::Kind::gap:
        return "gap";
    case LinkEntry::Kind::restarted:
        return "restarted";
    case LinkEntry::Kind::memory_fell:
        return "memory_fell";
    case LinkEntry::Kind::refused:
        return "refused";
    case LinkEntry::Kind::cut:
        return "cut";
    case LinkEntry::Kind::out_of_step:
        return "out_of_step";
    case LinkEntry::Kind::invalid:
        break;
    case LinkEntry::Kind::trimmed:
        return "trimmed";
    case LinkEntry::Kind::no_tables:
        return "no_tables";
    case LinkEntry::Kind::piece:
        return "piece";
    case LinkEntry::Kind::base64:
        return "base64";
    case LinkEntry::Kind::unasked:
        return "unasked";
    }
    return "invalid";
}

} // namespace watchpost
