"""CAs and certificates of the tests' own HTTPS servers, made for the occasion by openssl."""

import subprocess


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def make_ca(folder, name):
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-days", 2, "-subj", f"/CN={name}", "-keyout", folder / f"{name}.key",
            "-out", folder / f"{name}.pem")


def make_certificate(folder, ca, name, subject):
    extensions = folder / f"{name}.ext"
    extensions.write_text(f"subjectAltName={subject}\n")
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", "/CN=server", "-keyout", folder / f"{name}.key",
            "-out", folder / f"{name}.csr")
    openssl("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / f"{ca}.pem",
            "-CAkey", folder / f"{ca}.key", "-CAcreateserial", "-days", 2, "-extfile", extensions,
            "-out", folder / f"{name}.pem")
