#include "metrics_page.hpp"

#include <array>
#include <charconv>

namespace watchpost::api {
namespace {

/// Ids and words of ours need it not; it is done so that nobody has to be sure.
void append_escaped(std::string& text, std::string_view value) {
    for (char const c : value) {
        if (c == '\\' || c == '"') text += '\\';
        if (c == '\n')
            text += "\\n";
        else
            text += c;
    }
}

} // namespace

void MetricsPage::family(std::string_view name, std::string_view type, std::string_view help) {
    name_ = "watchpost_" + std::string(name);
    text_ += "# HELP " + name_ + " " + std::string(help) + "\n# TYPE " + name_ + " " + std::string(type) + "\n";
}

void MetricsPage::sample(Labels const& labels, std::uint64_t value, std::string_view suffix) {
    line(labels, std::to_string(value), suffix);
}

void MetricsPage::sample(Labels const& labels, double value, std::string_view suffix) {
    line(labels, number(value), suffix);
}

/// The shortest that is read as the same number again.
std::string MetricsPage::number(double value) {
    std::array<char, 32> text{};
    auto const end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

void MetricsPage::bucket(Labels labels, std::string_view bound, std::uint64_t count) {
    labels.emplace_back("le", bound);
    sample(labels, count, "_bucket");
}

void MetricsPage::line(Labels const& labels, std::string const& value, std::string_view suffix) {
    text_ += name_ + std::string(suffix);
    char separator = '{';
    for (auto const& [name, label] : labels) {
        text_ += separator + std::string(name) + "=\"";
        append_escaped(text_, label);
        text_ += '"';
        separator = ',';
    }
    if (separator == ',') text_ += '}';
    text_ += " " + value + "\n";
}

} // namespace watchpost::api
