#pragma once

#include "daemon_process.hpp"
#include "temporary_folder.hpp"

#include <stdexcept>

namespace watchpost::test {

/// A self-signed certificate for this machine, made by `watchpost cert`.
class LabCertificate {
public:
    LabCertificate() { make(folder_.path()); }

    std::filesystem::path const& folder() const { return folder_.path(); }
    std::filesystem::path certificate() const { return folder() / "cert.pem"; }
    std::filesystem::path key() const { return folder() / "key.pem"; }

    /// Another one takes the place of both files, each at once.
    void replace() {
        make(folder() / "new");
        std::filesystem::rename(folder() / "new/cert.pem", certificate());
        std::filesystem::rename(folder() / "new/key.pem", key());
    }

private:
    static void make(std::filesystem::path const& folder) {
        Process watchpost{kWatchpost, {"cert", "--out", folder.string()}};
        if (watchpost.wait() != 0) throw std::runtime_error("no certificate: " + watchpost.log());
    }

    TemporaryFolder folder_;
};

} // namespace watchpost::test
