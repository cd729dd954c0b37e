#pragma once

#include <watchpost/core/result.hpp>
#include <watchpost/net/router.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace watchpost::net {

/// The files of one folder, read once and served from memory: no request ever names a file to the system.
class StaticFiles {
public:
    /// Every file below `folder` with a known extension. An error when there is no index.html.
    static Result<StaticFiles> load(std::filesystem::path const& folder);

    /// Adds a route for each file, which is open to everybody but for "/index.html"; that is also what `index` answers.
    void add_routes(Router& router) const;

    /// The page at "/".
    Answer index(Request const& request) const;

    /// The whole file at this URL path, under this status and never to be kept; nothing when there is none.
    std::optional<Response> whole(std::string const& path, int status) const;

private:
    struct File {
        std::string content_type;
        std::string bytes;
        std::string etag; ///< strong (RFC 9110 section 8.8.3)
    };

    static Answer answer(File const& file, Request const& request);

    std::map<std::string, std::shared_ptr<File const>> files_; ///< by URL path
};

} // namespace watchpost::net
