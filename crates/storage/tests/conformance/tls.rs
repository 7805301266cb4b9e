//! The line to PostgreSQL is protected as the address says.

use crate::pg::{OverTls, connect};
use storage::{PgOptions, PgStore, Store, StoreError};

#[tokio::test]
async fn the_line_is_protected_as_the_address_says() {
    let Some(server) = OverTls::start().await else {
        return;
    };
    let (port, authority) = (server.port, server.authority.display());
    let address =
        |host: &str, query: &str| format!("postgres://postgres@{host}:{port}/postgres?{query}");
    let admin = connect(&address("127.0.0.1", "sslmode=disable")).await;
    let protected = async |host: &str, query: &str| -> Result<bool, StoreError> {
        let store = PgStore::connect(&address(host, query), PgOptions::default()).await?;
        let sql = "SELECT bool_and(s.ssl) FROM pg_stat_ssl s \
                   JOIN pg_stat_activity a ON a.pid = s.pid WHERE a.application_name = 'zhurnal'";
        let found = admin.query_one(sql, &[]).await.unwrap().get(0);
        store.close().await;
        // Its connections end a moment after it.
        let open = "SELECT 1 FROM pg_stat_activity WHERE application_name = 'zhurnal'";
        while !admin.query(open, &[]).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
        Ok(found)
    };
    let known = format!("sslrootcert={authority}");
    // A certificate, but not of the one who signed the server's.
    let strange = server.authority.with_file_name("server.pem");
    let strange = format!("sslrootcert={}", strange.display());
    for (host, query, expected) in [
        ("127.0.0.1", "sslmode=disable".to_owned(), false),
        ("127.0.0.1", "sslmode=prefer".to_owned(), true),
        ("127.0.0.1", "sslmode=require".to_owned(), true),
        ("127.0.0.1", format!("sslmode=require&{known}"), true),
        ("127.0.0.1", format!("sslmode=verify-ca&{known}"), true),
        ("localhost", format!("{known}&sslmode=verify-full"), true),
    ] {
        assert_eq!(protected(host, &query).await.unwrap(), expected, "{query}");
    }
    for (host, query) in [
        // The certificate is of another name, then of an authority that nobody trusts.
        ("127.0.0.1", format!("sslmode=verify-full&{known}")),
        ("localhost", "sslmode=verify-full".to_owned()),
        ("localhost", "sslmode=verify-ca".to_owned()),
        ("localhost", format!("sslmode=require&{strange}")),
        ("localhost", "sslrootcert=system".to_owned()),
    ] {
        let refused = protected(host, &query).await.unwrap_err();
        assert!(
            refused.to_string().contains("certificate"),
            "{query}: {refused}"
        );
    }
    for query in [
        "sslmode=require&sslrootcert=/there/is/none.pem".to_owned(),
        "sslmode=require&sslrootcert=system".to_owned(),
        format!("sslmode=prefer&{known}"),
        known,
    ] {
        let refused = protected("localhost", &query).await.unwrap_err();
        assert!(
            matches!(refused, StoreError::TlsSetting(_)),
            "{query}: {refused}"
        );
    }
    // Without TLS at the server `require` goes without nothing.
    admin
        .batch_execute("ALTER SYSTEM SET ssl = off")
        .await
        .unwrap();
    admin
        .batch_execute("SELECT pg_reload_conf()")
        .await
        .unwrap();
    while protected("127.0.0.1", "sslmode=prefer").await.unwrap() {}
    assert!(protected("127.0.0.1", "sslmode=require").await.is_err());
}
