#include <watchpost/protocol/diagnosis.hpp>
#include <watchpost/protocol/json_text.hpp>

namespace watchpost::protocol {
namespace {

Json finding_json(Finding const& finding) {
    return {{"code", finding.code},   {"severity", to_string(finding.severity)},
            {"text", finding.text},   {"advice", finding.advice},
            {"count", finding.count}, {"since", to_rfc3339(finding.since)}};
}

/// The name of what `LinkEntry::value` measures; null where it measures nothing.
char const* value_name(LinkEntry::Kind kind) {
    switch (kind) {
    case LinkEntry::Kind::connected:
        return "header_bytes";
    case LinkEntry::Kind::ended:
        return "lasted_ms";
    case LinkEntry::Kind::replaced:
        return "silent_ms";
    case LinkEntry::Kind::gap:
        return "gap_ms";
    case LinkEntry::Kind::restarted:
        return "ran_ms";
    case LinkEntry::Kind::memory_fell:
    case LinkEntry::Kind::refused:
    case LinkEntry::Kind::trimmed:
    case LinkEntry::Kind::piece:
    case LinkEntry::Kind::base64:
    case LinkEntry::Kind::unasked:
        return "bytes";
    case LinkEntry::Kind::cut:
        return "at_byte";
    case LinkEntry::Kind::conflict:
    case LinkEntry::Kind::not_admitted:
    case LinkEntry::Kind::out_of_step:
    case LinkEntry::Kind::invalid:
    case LinkEntry::Kind::no_tables:
        break;
    }
    return nullptr;
}

Json entry_json(LinkEntry const& entry) {
    Json json{{"what", to_string(entry.kind)},
              {"text", entry.text.empty() ? Json() : Json(entry.text)},
              {"count", entry.count},
              {"first", to_rfc3339(entry.first)},
              {"last", to_rfc3339(entry.last)}};
    if (auto const* const name = value_name(entry.kind)) json[name] = entry.value;
    return json;
}

template <class Item, class Write>
Json list_of(std::vector<Item> const& items, Write write) {
    auto list = Json::array();
    for (auto const& item : items)
        list.push_back(write(item));
    return list;
}

} // namespace

std::string diagnosis_document(LinkReport const& report) {
    auto const& findings = report.findings;
    auto const nothing = report.online ? "No trouble seen." : "It is away; most boards are back within a minute.";
    return to_wire(
        {{"id", report.key.id},
         {"kind", to_string(report.key.kind)},
         {"online", report.online},
         {"summary", findings.empty() ? nothing : findings.front().text},
         {"findings", list_of(findings, finding_json)},
         {"complaints", list_of(report.complaints,
                                [](Complaint const& complaint) -> Json {
                                    return {{"time", to_rfc3339(complaint.time)}, {"message", complaint.message}};
                                })},
         {"timeline", list_of(report.timeline, entry_json)},
         {"samples", list_of(report.samples, [](LinkSample const& sample) -> Json {
              return {{"time", to_rfc3339(sample.time)},
                      {"rssi_dbm", or_null(sample.rssi_dbm)},
                      {"memory_free_bytes", or_null(sample.memory_free_bytes)}};
          })}});
}

} // namespace watchpost::protocol
