#include <watchpost/net/static_files.hpp>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace watchpost::net {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> content_type_of(fs::path const& file) {
    static std::map<std::string, std::string> const types{
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"},
    };
    auto const it = types.find(file.extension().string());
    if (it == types.end()) return std::nullopt;
    return it->second;
}

std::string etag_of(std::string const& bytes) {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "\"%zx-%zx\"", bytes.size(), std::hash<std::string>{}(bytes));
    return text.data();
}

/// If-None-Match is a list of tags, or "*"; weak tags match too (RFC 9110 section 13.1.2).
bool names_tag(std::string_view list, std::string_view etag) {
    return list == "*" || list.find(etag) != std::string_view::npos;
}

/// If-Match compares strongly (RFC 9110 section 13.1.1).
bool names_tag_strongly(std::string_view list, std::string_view etag) {
    if (list == "*") return true;
    auto const at = list.find(etag);
    return at != std::string_view::npos && (at < 2 || list.substr(at - 2, 2) != "W/");
}

} // namespace

Result<StaticFiles> StaticFiles::load(fs::path const& folder) {
    StaticFiles loaded;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
        auto const type = content_type_of(it->path());
        if (!type || !it->is_regular_file()) continue;
        std::ifstream stream(it->path(), std::ios::binary);
        std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        if (!stream) return Error{"cannot read " + it->path().string()};
        auto etag = etag_of(bytes);
        loaded.files_["/" + fs::relative(it->path(), folder).generic_string()] =
            std::make_shared<File const>(File{*type, std::move(bytes), std::move(etag)});
    }
    if (error) return Error{"static_dir: cannot read " + folder.string() + ": " + error.message()};
    if (!loaded.files_.contains("/index.html")) return Error{"static_dir: " + folder.string() + " has no index.html"};
    return loaded;
}

void StaticFiles::add_routes(Router& router) const {
    for (auto const& [path, file] : files_)
        router.add({"GET", path, path == "/index.html" ? Access::viewer : Access::open,
                    [kept = file](Request const& request) { return answer(*kept, request); }, false, false});
}

Answer StaticFiles::index(Request const& request) const {
    return answer(*files_.at("/index.html"), request);
}

std::optional<Response> StaticFiles::whole(std::string const& path, int status) const {
    auto const found = files_.find(path);
    if (found == files_.end()) return std::nullopt;
    Response response;
    response.status = status;
    response.content_type = found->second->content_type;
    response.body = found->second->bytes;
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
}

Answer StaticFiles::answer(File const& file, Request const& request) {
    Response response;
    response.headers = {{"ETag", file.etag}, {"Cache-Control", "no-cache"}};
    if (request.has("if-match") && !names_tag_strongly(request.header("if-match"), file.etag))
        return problem(412, "The file is another one now.");
    if (names_tag(request.header("if-none-match"), file.etag)) {
        response.status = 304;
        return response;
    }
    response.content_type = file.content_type;
    response.body = file.bytes;
    return response;
}

} // namespace watchpost::net
