#pragma once

#include <filesystem>

#include "adapters/http/listen_address.h"

namespace nemo::http {

// A certificate with its chain, and its private key: files of PEM.
struct CertificateFiles {
  std::filesystem::path certificate;
  std::filesystem::path key;
};

// A certificate for localhost, 127.0.0.1 and ::1 that nobody vouches for: ECDSA on P-256, 397 days.
// The one of the folder (loopback.crt, loopback.key, the key readable by its owner alone); made, or
// made anew in its last week, where there is none. Throws ServerFailure.
CertificateFiles self_signed_certificate(const std::filesystem::path& folder);

}  // namespace nemo::http
