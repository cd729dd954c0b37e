#pragma once

#include "temporary_folder.hpp"

#include <watchpost/net/self_signed.hpp>
#include <watchpost/net/tls_context.hpp>

#include <sys/stat.h>

namespace watchpost::test {

/// A self-signed certificate for `name` and its key on the disk, without a process.
class CertificateFiles {
public:
    explicit CertificateFiles(std::string const& name) { put(name); }

    void put(std::string const& name) {
        auto const made = net::make_self_signed({name});
        write_text(files().certificate, made->certificate);
        write_text(files().key, made->key);
        ::chmod(files().key.c_str(), 0600);
    }
    net::TlsFiles files() const { return {folder_.path() / "cert.pem", folder_.path() / "key.pem"}; }

private:
    TemporaryFolder folder_;
};

} // namespace watchpost::test
