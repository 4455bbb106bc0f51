#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/http/serving.h"

namespace nemo::http {
namespace {

std::string failure_of(const ServerOptions& options) {
  try {
    Server server(options, echo);
  } catch (const ServerFailure& failure) {
    return failure.message;
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

TEST(Tls, IsOfVersions12And13WithTheIntermediateSuites) {
  Server server(by_tls(), echo);
  struct Row {
    const char* name;
    ClientTls tls;
    bool connects;
  };
  const Row rows[] = {
      {"1.3", {.version_min = TLS1_3_VERSION}, true},
      {"1.2", {.version_max = TLS1_2_VERSION}, true},
      {"1.1", {.version_min = TLS1_VERSION, .version_max = TLS1_1_VERSION}, false},
      {"1.0", {.version_min = TLS1_VERSION, .version_max = TLS1_VERSION}, false},
      {"ChaCha20",
       {.version_max = TLS1_2_VERSION, .suites = "ECDHE-ECDSA-CHACHA20-POLY1305"},
       true},
      {"CBC", {.version_max = TLS1_2_VERSION, .suites = "ECDHE-ECDSA-AES128-SHA256"}, false},
      {"no forward secrecy", {.version_max = TLS1_2_VERSION, .suites = "AES128-GCM-SHA256"}, false},
      {"HTTP/1.1 by ALPN", {.protocols = "\x02h2\x08http/1.1"}, true},
      {"HTTP/2 alone by ALPN", {.protocols = "\x02h2"}, false},
  };
  std::uint64_t failed = 0;
  for (const Row& row : rows) {
    Client client(server.addresses()[0], row.tls);
    EXPECT_EQ(client.is_connected(), row.connects) << row.name;
    if (!row.connects) ++failed;
  }
  EXPECT_TRUE(comes_true([&] { return server.counters().handshakes_failed == failed; }));
}

TEST(Tls, IsNotRenegotiated) {
  Server server(by_tls(), echo);
  Client client(server.addresses()[0], {.version_max = TLS1_2_VERSION});
  ASSERT_TRUE(client.is_connected());
  EXPECT_EQ(SSL_renegotiate(client.ssl()), 1);
  EXPECT_NE(SSL_do_handshake(client.ssl()), 1);
}

TEST(SelfSigned, IsMadeOnceForLoopback) {
  const ShortLivedFolder folder;
  const CertificateFiles made = self_signed_certificate(folder.path() / "tls");
  struct stat found {};
  ASSERT_EQ(::stat(made.key.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U);
  std::FILE* file = std::fopen(made.certificate.c_str(), "r");
  ASSERT_NE(file, nullptr);
  X509* certificate = PEM_read_X509(file, nullptr, nullptr, nullptr);
  std::fclose(file);
  EXPECT_EQ(X509_check_host(certificate, "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate, "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate, "::1", 0), 1);
  EXPECT_EQ(X509_check_host(certificate, "example.com", 0, 0, nullptr), 0);
  EXPECT_EQ(EVP_PKEY_get_bits(X509_get0_pubkey(certificate)), 256);
  int days = 0, seconds = 0;
  ASN1_TIME_diff(&days, &seconds, nullptr, X509_get0_notAfter(certificate));
  EXPECT_GE(days, 396);
  X509_free(certificate);
  const auto written = std::filesystem::last_write_time(made.certificate);
  EXPECT_EQ(self_signed_certificate(folder.path() / "tls").key, made.key);
  EXPECT_EQ(std::filesystem::last_write_time(made.certificate), written) << "made once";
}

TEST(Certificates, ThatCannotBeUsedAreRefusedWithTheFix) {
  const ShortLivedFolder folder;
  const CertificateFiles right = test_certificate();
  const CertificateFiles other = self_signed_certificate(folder.path());
  const auto nonsense = folder.path() / "nonsense.pem";
  std::ofstream(nonsense) << "nonsense\n";
  struct Row {
    CertificateFiles files;
    const char* says;
  };
  const Row rows[] = {
      {{right.certificate, other.key}, "is not the key of"},
      {{right.certificate, nonsense}, "no private key"},
      {{right.certificate, "/nowhere.key"}, "no private key"},
      {{nonsense, right.key}, "no certificate"},
      {{"/nowhere.crt", right.key}, "no certificate"},
  };
  for (const Row& row : rows) {
    ServerOptions options = by_tls();
    options.certificate = row.files;
    const std::string message = failure_of(options);
    EXPECT_NE(message.find(row.says), std::string::npos) << message;
    EXPECT_NE(message.find("; give "), std::string::npos) << message;
  }
  ServerOptions none = by_tls();
  none.certificate.reset();
  EXPECT_NE(failure_of(none).find("without a certificate"), std::string::npos);
}

TEST(ListenAddresses, AreReadOrRefusedWithTheFix) {
  const std::pair<const char*, const char*> rows[] = {
      {"https://0.0.0.0:8443", ""},
      {"https://[::]:443", ""},
      {"http://127.0.0.1:80", ""},
      {"http://127.1.2.3:0", ""},
      {"http://[::1]:80", ""},
      {"unix:/run/nemo.sock", ""},
      {"http://0.0.0.0:80", "plain HTTP"},
      {"http://10.0.0.1:80", "plain HTTP"},
      {"http://[::]:80", "plain HTTP"},
      {"https://ledger.example:443", "not an IP address"},
      {"https://::1:443", "not an IP address"},
      {"https://[127.0.0.1]:443", "not an IP address"},
      {"https://127.0.0.1", "no port"},
      {"https://127.0.0.1:", "no port"},
      {"https://127.0.0.1:65536", "no port"},
      {"https://127.0.0.1:4x", "no port"},
      {"127.0.0.1:443", "not an address"},
      {"unix:", "path"},
      {"", "not an address"},
  };
  for (const auto& [text, says] : rows) {
    try {
      EXPECT_EQ(format_listen_address(parse_listen_address(text)), text);
      EXPECT_STREQ(says, "") << text;
    } catch (const ServerFailure& failure) {
      EXPECT_STRNE(says, "") << failure.message;
      EXPECT_NE(failure.message.find(says), std::string::npos) << failure.message;
    }
  }
  EXPECT_EQ(parse_listen_address("https://localhost:1").address, "127.0.0.1");
}

TEST(ListenAddresses, ThatAreTakenAreRefused) {
  Server server(by_tls(), echo);
  ServerOptions options = by_tls();
  options.listen = {server.addresses()[0]};
  EXPECT_NE(failure_of(options).find("in use"), std::string::npos);
}

}  // namespace
}  // namespace nemo::http
