#pragma once

#include <boost/asio/ssl/context.hpp>
#include <cstdint>

#include "adapters/http/certificate.h"

namespace nemo::http {

// What a server offers by TLS: versions 1.2 and 1.3, the suites of Mozilla's intermediate set, the
// groups X25519, P-256 and P-384; no renegotiation, no compression; of protocols http/1.1 alone.
// Throws ServerFailure: a file that cannot be read, a key that is not the certificate's.
boost::asio::ssl::context make_tls_context(const CertificateFiles& files);

// When the certificate ends, in seconds since 1970.
std::int64_t certificate_end(boost::asio::ssl::context& context);

}  // namespace nemo::http
