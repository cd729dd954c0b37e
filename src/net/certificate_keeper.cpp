#include <watchpost/net/certificate_keeper.hpp>

#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <optional>

namespace watchpost::net {
namespace {

constexpr auto kLookEvery = std::chrono::seconds(2);

void tell(TlsContext const& context, WallTime now, std::string_view what) {
    if (auto const fault = context.fault_at(now); !fault.empty())
        spdlog::warn("tls: {}: {}", what, fault);
    else if (context.ends_soon(now))
        spdlog::warn("tls: {}: {}; it is time for a new one", what, context.description());
    else
        spdlog::info("tls: {}: {}", what, context.description());
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
    tell(*current_, clock_.wall(), "the certificate");
    return std::monostate{};
}

void CertificateKeeper::reload(TlsFiles files) {
    files_ = std::move(files);
    told_.clear(); // who asks is answered
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
    auto work = [found, load_anyway, judged = judged_, seen = seen_, is_refused = !told_.empty()] {
        found->marks = marks_of(found->files);
        bool const is_settled = found->marks == seen;
        if (load_anyway || (is_settled && (is_refused || found->marks != judged)))
            found->loaded = TlsContext::load(found->files);
    };
    workers_.run(std::move(work), [this, found] { take(*found); });
}

void CertificateKeeper::take(Look const& look) {
    is_looking_ = false;
    seen_ = look.marks;
    if (look.loaded) {
        judged_ = look.marks;
        take(*look.loaded);
    }
    if (std::exchange(must_load_, false)) this->look(true);
}

void CertificateKeeper::take(Result<TlsContextPtr> const& loaded) {
    auto const now = clock_.wall();
    auto reason = loaded ? (*loaded)->fault_at(now) : loaded.error().message;
    // One that does not count is no better than an old one that does not either.
    if (reason.empty() || (loaded && !current_->fault_at(now).empty())) {
        current_ = *loaded;
        told_.clear();
        tell(*current_, now, "the new certificate is in force");
    } else if (told_ != reason) {
        told_ = std::move(reason);
        spdlog::error("tls: the new certificate cannot be used, the old one stays in force: {}", told_);
    }
}

} // namespace watchpost::net
