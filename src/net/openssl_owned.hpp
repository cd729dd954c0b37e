#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

namespace watchpost::net {

template <auto kFree>
struct Freed {
    template <class T>
    void operator()(T* pointer) const {
        kFree(pointer);
    }
};

/// What OpenSSL hands out; each of them may be null.
template <class T, auto kFree>
using Owned = std::unique_ptr<T, Freed<kFree>>;
using BioPtr = Owned<BIO, BIO_free_all>;
using CertificatePtr = Owned<X509, X509_free>;
using KeyPtr = Owned<EVP_PKEY, EVP_PKEY_free>;

} // namespace watchpost::net
