#include "adapters/http/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <time.h>

#include <algorithm>
#include <string_view>

namespace nemo::http {
namespace {

constexpr const char* kSuites12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kSuites13 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kGroups = "X25519:P-256:P-384";

std::string openssl_reason() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  const char* reason = ERR_reason_error_string(code);
  return reason == nullptr ? "cannot be read" : reason;
}

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& reason) {
  throw ServerFailure{file.string() + ": " + reason};
}

// A client that names protocols must name ours, or is told that there is none.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  constexpr std::string_view kOurs = "http/1.1";
  std::string_view rest(reinterpret_cast<const char*>(offered), offered_size);
  while (!rest.empty()) {
    const auto length = static_cast<unsigned char>(rest.front());
    const std::string_view name = rest.substr(1, length);
    if (name == kOurs) {
      *chosen = reinterpret_cast<const unsigned char*>(name.data());
      *size = length;
      return SSL_TLSEXT_ERR_OK;
    }
    rest.remove_prefix(std::min<std::size_t>(length + 1U, rest.size()));
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void load(SSL_CTX* context, const CertificateFiles& files) {
  if (SSL_CTX_use_certificate_chain_file(context, files.certificate.c_str()) != 1) {
    fail(files.certificate, "no certificate (" + openssl_reason() +
                                "); give a PEM file with the certificate, then its chain");
  }
  // A password would be asked for on a terminal that is not there.
  SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return 0; });
  const bool read = SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) == 1;
  if (read && SSL_CTX_check_private_key(context) == 1) return;
  if (read || ERR_GET_LIB(ERR_peek_last_error()) == ERR_LIB_X509) {
    ERR_clear_error();
    fail(files.key, "is not the key of " + files.certificate.string() +
                        "; give the key that the certificate was made for");
  }
  fail(files.key, "no private key (" + openssl_reason() +
                      "); give a PEM file that this user may read, without a password");
}

}  // namespace

boost::asio::ssl::context make_tls_context(const CertificateFiles& files) {
  boost::asio::ssl::context made(boost::asio::ssl::context::tls_server);
  SSL_CTX* context = made.native_handle();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION);
  // Of the suites ours come first, but for clients whose first is ChaCha20: they lack AES hardware.
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // Sessions are resumed by tickets, which the clients keep, not by a store that grows here.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  // Buffers of idle connections are given back.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  if (SSL_CTX_set_cipher_list(context, kSuites12) != 1 ||
      SSL_CTX_set_ciphersuites(context, kSuites13) != 1 ||
      SSL_CTX_set1_groups_list(context, kGroups) != 1) {
    throw ServerFailure{
        "OpenSSL lacks a suite or a group of TLS that is needed; give it back its "
        "own settings"};
  }
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  load(context, files);
  return made;
}

std::int64_t certificate_end(boost::asio::ssl::context& context) {
  std::tm end{};
  ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context.native_handle())), &end);
  return ::timegm(&end);
}

}  // namespace nemo::http
