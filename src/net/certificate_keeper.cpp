#include <watchpost/net/certificate_keeper.hpp>

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <optional>

namespace watchpost::net {
namespace {

constexpr auto kLookEvery = std::chrono::seconds(2);

void tell(TlsContext const& context, std::string_view what) {
    auto const level = context.ends_soon() ? spdlog::level::warn : spdlog::level::info;
    spdlog::log(level, "tls: {}: {}{}", what, context.description(),
                context.ends_soon() ? "; it is time for a new one" : "");
}

} // namespace

struct CertificateKeeper::Look {
    TlsFiles files;
    Marks marks{};
    std::optional<Result<TlsContextPtr>> loaded{}; ///< nothing when there was no need
};

CertificateKeeper::Marks CertificateKeeper::marks_of(TlsFiles const& files) {
    Marks marks;
    for (auto const& path : {files.certificate, files.key}) {
        struct stat facts {};
        if (::stat(path.c_str(), &facts) != 0) continue;
        for (auto const mark :
             {static_cast<std::int64_t>(facts.st_dev), static_cast<std::int64_t>(facts.st_ino),
              static_cast<std::int64_t>(facts.st_size), static_cast<std::int64_t>(facts.st_mode),
              static_cast<std::int64_t>(facts.st_ctim.tv_sec), static_cast<std::int64_t>(facts.st_ctim.tv_nsec)})
            marks.push_back(mark);
    }
    return marks;
}

Result<std::monostate> CertificateKeeper::open(TlsFiles files) {
    files_ = std::move(files);
    judged_ = seen_ = marks_of(files_);
    auto loaded = TlsContext::load(files_);
    if (!loaded) return loaded.error();
    current_ = std::move(*loaded);
    tell(*current_, "the certificate");
    return std::monostate{};
}

void CertificateKeeper::reload(TlsFiles files) {
    files_ = std::move(files);
    must_load_ = is_looking_;
    if (!is_looking_) look(true);
}

void CertificateKeeper::tick(SteadyTime now) {
    if (!current_ || is_looking_ || now < next_look_) return;
    next_look_ = now + kLookEvery;
    look(false);
}

void CertificateKeeper::look(bool load_anyway) {
    is_looking_ = true;
    auto const found = std::make_shared<Look>(Look{files_});
    auto work = [found, load_anyway, judged = judged_, seen = seen_] {
        found->marks = marks_of(found->files);
        bool const is_settled_change = found->marks != judged && found->marks == seen;
        if (load_anyway || is_settled_change) found->loaded = TlsContext::load(found->files);
    };
    workers_.run(std::move(work), [this, found] { take(*found); });
}

void CertificateKeeper::take(Look const& look) {
    is_looking_ = false;
    seen_ = look.marks;
    if (look.loaded) {
        judged_ = look.marks;
        if (*look.loaded) {
            current_ = **look.loaded;
            tell(*current_, "the new certificate is in force");
        } else {
            spdlog::error("tls: the new certificate cannot be used, the old one stays in force: {}",
                          look.loaded->error().message);
        }
    }
    if (std::exchange(must_load_, false)) this->look(true);
}

} // namespace watchpost::net
