//! How the line to PostgreSQL is protected, as libpq reads `sslmode` and `sslrootcert` of the
//! address, but by rustls. On a unix socket there is nothing to protect.
//!
//! | `sslmode` | |
//! | --- | --- |
//! | `disable` | no TLS |
//! | `prefer`, the default | TLS if the server has it; its certificate is not looked at |
//! | `require` | TLS or nothing; its certificate is not looked at |
//! | `verify-ca` | also: the certificate is of an authority that is trusted |
//! | `verify-full` | also: it is of the host that the address names |
//!
//! Trusted are the authorities of the file `sslrootcert`, else those of the system.

use crate::store::StoreError;
use percent_encoding::percent_decode_str;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use std::sync::Arc;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

/// What is looked at in the server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Nothing,
    Authority,
    AuthorityAndHost,
}

/// The address without what is said of TLS, and how to connect.
pub fn of_address(url: &str) -> Result<(Config, MakeRustlsConnect), StoreError> {
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut look) = (SslMode::Prefer, Look::Nothing);
    let mut authorities = None;
    let mut rest = Vec::new();
    for setting in query.split('&').filter(|setting| !setting.is_empty()) {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        let refused = || StoreError::TlsSetting(setting.to_owned());
        match (name, value) {
            ("sslmode", "disable") => mode = SslMode::Disable,
            ("sslmode", "prefer") => mode = SslMode::Prefer,
            ("sslmode", "require") => mode = SslMode::Require,
            ("sslmode", "verify-ca") => (mode, look) = (SslMode::Require, Look::Authority),
            ("sslmode", "verify-full") => (mode, look) = (SslMode::Require, Look::AuthorityAndHost),
            ("sslrootcert", "system") => authorities = None,
            ("sslrootcert", file) => {
                let file = percent_decode_str(file).decode_utf8();
                authorities = Some(file.map_err(|_| refused())?.into_owned());
            }
            // `sslmode=allow`, the client's own certificates, revocation lists.
            _ if name.starts_with("ssl") && name != "sslnegotiation" => return Err(refused()),
            _ => rest.push(setting),
        }
    }
    let url = if rest.is_empty() {
        place.to_owned()
    } else {
        format!("{place}?{}", rest.join("&"))
    };
    let mut config: Config = url.parse().map_err(failed)?;
    config.ssl_mode(mode);
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier {
        trusted: match look {
            Look::Nothing => None,
            _ => Some(trusted(authorities.as_deref(), &provider)?),
        },
        look,
        provider: Arc::clone(&provider),
    };
    let client = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok((config, MakeRustlsConnect::new(client)))
}

fn failed(error: impl std::error::Error) -> StoreError {
    let why = error
        .source()
        .map_or_else(String::new, |source| format!(": {source}"));
    StoreError::Failed(format!("{error}{why}"))
}

fn trusted(
    file: Option<&str>,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<WebPkiServerVerifier>, StoreError> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = file {
        let named = |why: &dyn std::fmt::Display| {
            StoreError::TlsSetting(format!("sslrootcert={file}: {why}"))
        };
        for certificate in CertificateDer::pem_file_iter(file).map_err(|e| named(&e))? {
            let certificate = certificate.map_err(|e| named(&e))?;
            roots.add(certificate).map_err(|e| named(&e))?;
        }
    } else {
        let found = rustls_native_certs::load_native_certs();
        roots.add_parsable_certificates(found.certs);
    }
    let builder = WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(provider));
    builder.build().map_err(|error| {
        StoreError::TlsSetting(format!("sslrootcert={}: {error}", file.unwrap_or("system")))
    })
}

/// Looks at as much of a certificate as was asked for. That the server holds its key is proved
/// always.
#[derive(Debug)]
struct Verifier {
    trusted: Option<Arc<WebPkiServerVerifier>>,
    look: Look,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        use CertificateError::{NotValidForName, NotValidForNameContext};
        let Some(trusted) = &self.trusted else {
            return Ok(ServerCertVerified::assertion());
        };
        match trusted.verify_server_cert(certificate, between, host, ocsp, now) {
            // The name is compared last, when the authority is known to be trusted.
            Err(rustls::Error::InvalidCertificate(
                NotValidForName | NotValidForNameContext { .. },
            )) if self.look == Look::Authority => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("postgres://h/db", SslMode::Prefer)]
    #[case("postgres://h/db?sslmode=disable", SslMode::Disable)]
    #[case("postgres://h/db?connect_timeout=3&sslmode=require", SslMode::Require)]
    fn modes_are_as_the_address_says(#[case] url: &str, #[case] mode: SslMode) {
        let (config, _) = of_address(url).unwrap();
        assert_eq!(config.get_ssl_mode(), mode);
        assert_eq!(config.get_dbname(), Some("db"));
    }

    #[rstest]
    #[case("sslmode=allow")]
    #[case("sslmode=verify_full")]
    #[case("sslcert=/etc/client.pem")]
    #[case("sslmode=verify-full&sslrootcert=/there/is/none.pem")]
    fn what_cannot_be_is_refused_by_its_name(#[case] query: &str) {
        let refused = of_address(&format!("postgres://h/db?{query}"))
            .err()
            .unwrap();
        let last = query.rsplit('&').next().unwrap();
        assert!(
            matches!(&refused, StoreError::TlsSetting(named) if named.starts_with(last)),
            "{refused:?}"
        );
    }
}
