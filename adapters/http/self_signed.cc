#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "adapters/http/certificate.h"

namespace nemo::http {
namespace {

constexpr long kDay = 24 * 60 * 60;
constexpr long kDaysValid = 397;
constexpr long kDaysLeftMin = 7;

template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* made) const {
    Free(made);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

[[noreturn]] void fail(const std::filesystem::path& place, const std::string& reason) {
  throw ServerFailure{place.string() + ": " + reason +
                      "; give a folder that can be written, or a certificate and its key"};
}

// Whether the file holds a certificate that is good for a week at least.
bool is_good(const std::filesystem::path& file) {
  const File stream(std::fopen(file.c_str(), "r"));
  if (!stream) return false;
  const Certificate read(PEM_read_X509(stream.get(), nullptr, nullptr, nullptr));
  if (!read) return false;
  std::time_t soon = std::time(nullptr) + kDaysLeftMin * kDay;
  return X509_cmp_time(X509_get0_notAfter(read.get()), &soon) > 0;
}

void set_name(X509* certificate) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* words = reinterpret_cast<const unsigned char*>("localhost");
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, words, -1, -1, 0);
  X509_set_issuer_name(certificate, name);
}

bool add_extension(X509* certificate, int kind, const char* value) {
  const std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool set_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] &= 0x7F;
  const std::unique_ptr<BIGNUM, Freed<BN_free>> number(BN_bin2bn(bytes, sizeof bytes, nullptr));
  return number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

// Nothing where OpenSSL fails.
Certificate certificate_for(EVP_PKEY* key) {
  Certificate made(X509_new());
  if (!made || X509_set_version(made.get(), X509_VERSION_3) != 1) return nullptr;
  X509_gmtime_adj(X509_getm_notBefore(made.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(made.get()), kDaysValid * kDay);
  set_name(made.get());
  const bool right =
      set_serial(made.get()) && X509_set_pubkey(made.get(), key) == 1 &&
      add_extension(made.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1") &&
      add_extension(made.get(), NID_basic_constraints, "critical,CA:FALSE") &&
      add_extension(made.get(), NID_key_usage, "critical,digitalSignature") &&
      add_extension(made.get(), NID_ext_key_usage, "serverAuth") &&
      X509_sign(made.get(), key, EVP_sha256()) != 0;
  return right ? std::move(made) : nullptr;
}

// A file that comes whole or not at all, with these rights from its first byte on.
template <class Write>
void write_file(const std::filesystem::path& file, mode_t rights, Write&& write) {
  const std::string fresh = file.string() + ".new";
  ::unlink(fresh.c_str());
  const int descriptor = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, rights);
  if (descriptor < 0) fail(fresh, std::strerror(errno));
  std::FILE* stream = ::fdopen(descriptor, "w");
  const bool written = write(stream) == 1 && std::fflush(stream) == 0 && ::fsync(descriptor) == 0;
  const bool closed = std::fclose(stream) == 0;
  if (!written || !closed) fail(fresh, "cannot be written");
  if (::rename(fresh.c_str(), file.c_str()) != 0) fail(file, std::strerror(errno));
}

}  // namespace

CertificateFiles self_signed_certificate(const std::filesystem::path& folder) {
  const CertificateFiles files{folder / "loopback.crt", folder / "loopback.key"};
  if (is_good(files.certificate) && std::filesystem::exists(files.key)) return files;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) fail(folder, error.message());
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate = key ? certificate_for(key.get()) : nullptr;
  if (!certificate) fail(folder, "OpenSSL makes no certificate");
  write_file(files.key, 0600, [&](std::FILE* to) {
    return PEM_write_PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  write_file(files.certificate, 0644,
             [&](std::FILE* to) { return PEM_write_X509(to, certificate.get()); });
  return files;
}

}  // namespace nemo::http
