//! How the line to PostgreSQL is protected, as libpq reads `sslmode` and `sslrootcert` of the
//! address, but by rustls. On a unix socket there is nothing to protect.
//!
//! | `sslmode` | |
//! | --- | --- |
//! | `disable` | no TLS |
//! | `prefer`, the default | TLS if the server has it; its certificate is not looked at |
//! | `require` | TLS or nothing; its certificate is not looked at; with a file `sslrootcert`: as `verify-ca` |
//! | `verify-ca` | also: the certificate is of an authority that is trusted |
//! | `verify-full`, the default with `sslrootcert=system` | also: it is of the host that the address names |
//!
//! Trusted are the authorities of the file `sslrootcert`, else those of the system. A mode that
//! looks at less than `sslrootcert` asks for is refused: any with a file that is not named above,
//! any but `verify-full` with `system`, whose authorities sign for everybody.

use crate::store::StoreError;
use percent_encoding::percent_decode_str;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
};
use rustls_native_certs::CertificateResult;
use std::sync::Arc;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

/// The value of `sslrootcert` that names the authorities of the system.
const SYSTEM: &str = "system";

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
    let (mut mode, mut authorities) = (None, None);
    let mut rest = Vec::new();
    for setting in query.split('&').filter(|setting| !setting.is_empty()) {
        let (name, value) = setting.split_once('=').unwrap_or((setting, ""));
        let refused = || StoreError::TlsSetting(setting.to_owned());
        match (name, value) {
            ("sslmode", "disable" | "prefer" | "require" | "verify-ca" | "verify-full") => {
                mode = Some(value);
            }
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
    let (mode, look) = protection(mode, authorities.as_deref())?;
    config.ssl_mode(mode);
    let provider = Arc::new(ring::default_provider());
    let file = authorities.as_deref().filter(|named| *named != SYSTEM);
    let verifier = Verifier {
        trusted: match look {
            Look::Nothing => None,
            _ => Some(trusted(file, &provider)?),
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

/// What `sslmode` and `sslrootcert` ask for together.
fn protection(
    mode: Option<&str>,
    authorities: Option<&str>,
) -> Result<(SslMode, Look), StoreError> {
    Ok(match (mode, authorities) {
        (Some("disable"), None) => (SslMode::Disable, Look::Nothing),
        (None | Some("prefer"), None) => (SslMode::Prefer, Look::Nothing),
        (Some("require"), None) => (SslMode::Require, Look::Nothing),
        (Some("verify-ca"), None) => (SslMode::Require, Look::Authority),
        (Some("verify-full"), _) | (None, Some(SYSTEM)) => {
            (SslMode::Require, Look::AuthorityAndHost)
        }
        (Some("require" | "verify-ca"), Some(file)) if file != SYSTEM => {
            (SslMode::Require, Look::Authority)
        }
        (mode, authorities) => {
            let (mode, authorities) = (mode.unwrap_or("prefer"), authorities.unwrap_or_default());
            let both = format!("sslmode={mode}&sslrootcert={authorities}");
            return Err(StoreError::TlsSetting(both));
        }
    })
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
    let found = match file {
        Some(file) => rustls_native_certs::load_certs_from_paths(Some(file.as_ref()), None),
        None => rustls_native_certs::load_native_certs(),
    };
    let roots = authorities(file, found)?;
    let builder = WebPkiServerVerifier::builder_with_provider(roots.into(), Arc::clone(provider));
    builder.build().map_err(|error| {
        StoreError::TlsSetting(format!("sslrootcert={}: {error}", file.unwrap_or(SYSTEM)))
    })
}

/// The authorities that were found: all of a file that was named or none; of the system's many,
/// those that can be read, and without any, why there are none.
fn authorities(file: Option<&str>, found: CertificateResult) -> Result<RootCertStore, StoreError> {
    let refused = |why: &dyn std::fmt::Display| {
        StoreError::TlsSetting(format!("sslrootcert={}: {why}", file.unwrap_or(SYSTEM)))
    };
    let mut roots = RootCertStore::empty();
    for certificate in found.certs {
        match roots.add(certificate) {
            Err(error) if file.is_some() => return Err(refused(&error)),
            Err(error) => tracing::warn!(%error, "an authority of the system is not read"),
            Ok(()) => {}
        }
    }
    for error in &found.errors {
        if file.is_some() || roots.is_empty() {
            return Err(refused(error));
        }
        tracing::warn!(%error, "some of the system's authorities are not found");
    }
    Ok(roots)
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
    #[case("sslmode=require&sslrootcert=/there/is/none.pem")]
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

    const FULL: (SslMode, Look) = (SslMode::Require, Look::AuthorityAndHost);
    const AUTHORITY: (SslMode, Look) = (SslMode::Require, Look::Authority);

    #[rstest]
    #[case(Some("require"), "ca.pem", Some(AUTHORITY))]
    #[case(Some("verify-ca"), "ca.pem", Some(AUTHORITY))]
    #[case(Some("verify-full"), "ca.pem", Some(FULL))]
    #[case(Some("verify-full"), "system", Some(FULL))]
    #[case(None, "system", Some(FULL))]
    #[case(None, "ca.pem", None)]
    #[case(Some("prefer"), "ca.pem", None)]
    #[case(Some("disable"), "ca.pem", None)]
    #[case(Some("verify-ca"), "system", None)]
    #[case(Some("require"), "system", None)]
    #[case(Some("prefer"), "system", None)]
    #[case(Some("disable"), "system", None)]
    fn named_authorities_are_looked_at_or_refused(
        #[case] mode: Option<&str>,
        #[case] authorities: &str,
        #[case] expected: Option<(SslMode, Look)>,
    ) {
        let protection = protection(mode, Some(authorities));
        let refused = format!(
            "sslmode={}&sslrootcert={authorities}",
            mode.unwrap_or("prefer")
        );
        match expected {
            Some(expected) => assert_eq!(protection.unwrap(), expected),
            None => assert!(
                matches!(&protection, Err(StoreError::TlsSetting(named)) if *named == refused),
                "{protection:?}"
            ),
        }
    }

    #[test]
    fn why_the_system_has_no_authorities_is_said() {
        let mut found = CertificateResult::default();
        found.errors.push(rustls_native_certs::Error {
            context: "/etc/ssl/certs",
            kind: rustls_native_certs::ErrorKind::Io {
                inner: std::io::ErrorKind::PermissionDenied.into(),
                path: "/etc/ssl/certs/ca.pem".into(),
            },
        });
        let refused = authorities(None, found).unwrap_err();
        assert!(
            refused.to_string().contains("permission denied"),
            "{refused}"
        );
    }
}
