//! Settings from `CENTRIFUGO__*` variables: text in, a builder with typed values out.

use std::collections::BTreeMap;
use std::env;
use std::net::SocketAddr;
use std::time::Duration;

use tracing::Level;

use super::listen::ListenAddressError;
use super::{CentrifugoConfig, CentrifugoConfigBuilder, ConfigError, Fault, ListenAddress};

const PREFIX: &str = "CENTRIFUGO__";

pub(super) fn read() -> Result<CentrifugoConfig, ConfigError> {
    let mut variables = BTreeMap::new();
    match dotenvy::dotenv_iter() {
        Ok(file) => {
            for pair in file {
                let (name, value) = pair.map_err(|fault| dotenv_fault(&fault))?;
                variables.insert(name, value);
            }
        }
        Err(fault) if fault.not_found() => {}
        Err(fault) => return Err(dotenv_fault(&fault)),
    }
    let mut faults = Vec::new();
    for (name, value) in env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with(PREFIX)) else {
            continue;
        };
        match value.into_string() {
            Ok(value) => {
                variables.insert(name.to_owned(), value);
            }
            Err(_) => faults.push(Fault::new(name.to_owned(), "is not UTF-8")),
        }
    }
    from_variables(variables, faults)
}

fn dotenv_fault(fault: &dotenvy::Error) -> ConfigError {
    // The parser's own text shows the line, and a line may hold a secret.
    let reason = match fault {
        dotenvy::Error::LineParse(_, at) => {
            format!("has a line that is no `NAME=value` (near character {at} of it)")
        }
        dotenvy::Error::Io(fault) => format!("cannot be read: {fault}"),
        _ => String::from("cannot be read"),
    };
    ConfigError::from(Fault::new(".env", reason))
}

/// Each variable is taken out as it is read, so that what remains is unknown.
fn from_variables(
    variables: BTreeMap<String, String>,
    faults: Vec<Fault>,
) -> Result<CentrifugoConfig, ConfigError> {
    let mut source = Source { variables, faults };
    let mut builder = CentrifugoConfigBuilder::default();
    macro_rules! set {
        ($($variable:literal => $setter:ident: $parse:expr;)*) => {
            $(if let Some(value) = source.take(concat!("CENTRIFUGO__", $variable), $parse) {
                builder = builder.$setter(value);
            })*
        };
    }
    set! {
        "ENABLED" => enabled: boolean;
        "WRAPPER_URL" => wrapper_url: text;
        "WRAPPER_API_KEY" => wrapper_api_key: text;
        "CENTRIFUGO_URL" => centrifugo_url: text;
        "CENTRIFUGO_API_URL" => centrifugo_api_url: text;
        "CENTRIFUGO_API_KEY" => centrifugo_api_key: text;
        "CENTRIFUGO_TOKEN_HMAC_SECRET" => centrifugo_token_hmac_secret: text;
        "DEFAULT_ACK_TIMEOUT" => ack_timeout: duration;
        "ACK_TIMEOUT" => ack_timeout: duration;
        "LOG_LEVEL" => log_level: level;
        "LOG_ALL_CALLS" => log_all_calls: boolean;
        "LOG_ONLY_WITH_ACK" => log_only_with_ack: boolean;
        "LISTEN_ADDRESS" => listen_address: address;
        "GRPC_LISTEN_ADDRESS" => grpc_listen_address: grpc_address;
        "TLS_CERTIFICATE" => tls_certificate: text;
        "TLS_KEY" => tls_key: text;
        "TLS_CLIENT_CA" => tls_client_ca: text;
        "PROXY_SECRET" => proxy_secret: text;
        "PROXY_TIMEOUT" => proxy_timeout: duration;
        "INSECURE" => insecure: boolean;
        "MAX_REQUEST_BYTES" => max_request_bytes: bytes;
    }
    for name in source
        .variables
        .keys()
        .filter(|name| name.starts_with(PREFIX))
    {
        tracing::warn!(variable = name, "unknown variable is ignored");
    }
    let mut faults = source.faults;
    faults.extend(builder.faults());
    ConfigError::check(faults)?;
    builder.build()
}

struct Source {
    variables: BTreeMap<String, String>,
    faults: Vec<Fault>,
}

impl Source {
    fn take<T>(
        &mut self,
        variable: &'static str,
        parse: fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let value = self.variables.remove(variable)?;
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        parse(value)
            .map_err(|message| self.faults.push(Fault::new(variable, message)))
            .ok()
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "has the signature of the other parsers"
)]
fn text(value: &str) -> Result<String, &'static str> {
    Ok(value.to_owned())
}

fn boolean(value: &str) -> Result<bool, &'static str> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "on" => Ok(true),
        "false" | "0" | "no" | "off" => Ok(false),
        _ => Err("must be true or false"),
    }
}

fn duration(value: &str) -> Result<Duration, &'static str> {
    const MESSAGE: &str = "must be seconds, such as 30, or have a unit, such as 500ms, 30s or 2m";
    let digits = value
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(value.len());
    let (number, unit) = value.split_at(digits);
    let number: u64 = number.parse().map_err(|_| MESSAGE)?;
    match unit {
        "ms" => Ok(Duration::from_millis(number)),
        "" | "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        _ => Err(MESSAGE),
    }
}

fn level(value: &str) -> Result<Level, &'static str> {
    match value.to_ascii_uppercase().as_str() {
        "TRACE" => Ok(Level::TRACE),
        "DEBUG" => Ok(Level::DEBUG),
        "INFO" => Ok(Level::INFO),
        "WARN" | "WARNING" => Ok(Level::WARN),
        "ERROR" | "CRITICAL" => Ok(Level::ERROR),
        _ => Err("must be TRACE, DEBUG, INFO, WARNING or ERROR"),
    }
}

fn address(value: &str) -> Result<SocketAddr, &'static str> {
    match value.parse() {
        Ok(ListenAddress::Tcp(address)) => Ok(address),
        _ => Err("must be IP:PORT, such as 127.0.0.1:3000 or 0.0.0.0:3000"),
    }
}

fn grpc_address(value: &str) -> Result<ListenAddress, &'static str> {
    value.parse().map_err(|fault: ListenAddressError| fault.0)
}

fn bytes(value: &str) -> Result<usize, &'static str> {
    value.parse().map_err(|_| "must be a number of bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pairs: &[(&str, &str)]) -> Result<CentrifugoConfig, ConfigError> {
        let pairs = pairs
            .iter()
            .map(|(name, value)| (format!("{PREFIX}{name}"), (*value).to_owned()));
        from_variables(pairs.collect(), Vec::new())
    }

    #[test]
    fn nothing_set_is_the_documented_defaults() {
        let config = config(&[]).unwrap();
        assert!(config.enabled() && config.log_all_calls());
        assert!(!config.insecure() && !config.log_only_with_ack());
        assert_eq!(config.ack_timeout(), Duration::from_secs(30));
        assert_eq!(config.log_level(), Level::INFO);
        assert_eq!(config.listen_address().to_string(), "127.0.0.1:3000");
        assert_eq!(config.proxy_timeout(), None);
    }

    #[test]
    fn every_variable_is_read() {
        let secret = "0123456789abcdef0123456789abcdef";
        let config = config(&[
            ("ENABLED", "false"),
            ("WRAPPER_URL", "http://localhost:8001"),
            ("WRAPPER_API_KEY", "k"),
            ("CENTRIFUGO_URL", "ws://localhost:8000/connection/websocket"),
            ("CENTRIFUGO_API_URL", "http://localhost:8000/api"),
            ("CENTRIFUGO_API_KEY", secret),
            ("CENTRIFUGO_TOKEN_HMAC_SECRET", secret),
            ("ACK_TIMEOUT", "60"),
            ("LOG_LEVEL", "debug"),
            ("LOG_ALL_CALLS", "False"),
            ("LOG_ONLY_WITH_ACK", "true"),
            ("LISTEN_ADDRESS", "0.0.0.0:80"),
            ("GRPC_LISTEN_ADDRESS", "unix:///run/app.sock"),
            ("TLS_CERTIFICATE", "/run/server.pem"),
            ("TLS_KEY", "/run/server.key"),
            ("TLS_CLIENT_CA", "/run/ca.pem"),
            ("PROXY_SECRET", "01234567890123456789012345678901"),
            ("PROXY_TIMEOUT", "1500ms"),
            ("MAX_REQUEST_BYTES", "10"),
        ])
        .unwrap();
        assert!(!config.enabled() && !config.log_all_calls() && config.log_only_with_ack());
        assert_eq!(config.wrapper_url(), Some("http://localhost:8001"));
        assert_eq!(config.wrapper_api_key().map(|key| key.expose()), Some("k"));
        assert_eq!(
            config.centrifugo_api_key().map(|key| key.expose()),
            Some(secret)
        );
        assert_eq!(
            config.proxy_secret().unwrap().expose(),
            "01234567890123456789012345678901"
        );
        assert_eq!(config.ack_timeout(), Duration::from_secs(60));
        assert_eq!(config.proxy_timeout(), Some(Duration::from_millis(1500)));
        assert_eq!(config.log_level(), Level::DEBUG);
        assert_eq!(
            (config.listen_address().port(), config.max_request_bytes()),
            (80, 10)
        );
        assert_eq!(
            config.grpc_listen_address(),
            Some(&ListenAddress::Unix("/run/app.sock".into()))
        );
        let files = [
            config.tls_certificate(),
            config.tls_key(),
            config.tls_client_ca(),
        ];
        let expected = ["/run/server.pem", "/run/server.key", "/run/ca.pem"];
        assert_eq!(files, expected.map(|path| Some(path.as_ref())));
        assert!(!format!("{config:?}").contains("0123"), "{config:?}");
    }

    #[test]
    fn tls_needs_all_that_belongs_to_it() {
        for (set, missing) in [
            ("TLS_CERTIFICATE", "CENTRIFUGO__TLS_KEY"),
            ("TLS_KEY", "CENTRIFUGO__TLS_CERTIFICATE"),
            ("TLS_CLIENT_CA", "CENTRIFUGO__TLS_CERTIFICATE"),
        ] {
            let faults = config(&[(set, "/run/a.pem")]).unwrap_err();
            assert_eq!(faults.faults()[0].variable(), missing, "{set}");
        }
    }

    #[test]
    fn insecure_is_for_this_machine_alone() {
        let insecure = |address| config(&[("INSECURE", "1"), ("GRPC_LISTEN_ADDRESS", address)]);
        for private in [
            "127.0.0.1:1",
            "[::1]:1",
            "localhost:1",
            "unix:/run/app.sock",
        ] {
            assert!(insecure(private).is_ok(), "{private}");
        }
        let faults = insecure("0.0.0.0:1").unwrap_err();
        assert_eq!(faults.faults()[0].variable(), "CENTRIFUGO__INSECURE");
        for wrong in [
            "0.0.0.0",
            "unix:",
            "unix:a.sock",
            "unix:/run/",
            "/run/app.sock",
            "app:1",
        ] {
            let faults = insecure(wrong).unwrap_err();
            assert_eq!(
                faults.faults()[0].variable(),
                "CENTRIFUGO__GRPC_LISTEN_ADDRESS",
                "{wrong}"
            );
        }
    }

    #[test]
    fn both_names_of_the_ack_timeout_are_read() {
        let default = ("DEFAULT_ACK_TIMEOUT", "10");
        assert_eq!(
            config(&[default]).unwrap().ack_timeout(),
            Duration::from_secs(10)
        );
        let both = config(&[("ACK_TIMEOUT", "20"), default]).unwrap();
        assert_eq!(both.ack_timeout(), Duration::from_secs(20));
    }

    #[test]
    fn all_faults_come_at_once_and_without_values() {
        let error = config(&[
            ("ENABLED", "maybe"),
            ("PROXY_SECRET", "hunter2"),
            ("CENTRIFUGO_API_KEY", "hunter2"),
            ("CENTRIFUGO_URL", "http://localhost"),
            ("ACK_TIMEOUT", "0"),
            ("PROXY_TIMEOUT", "soon"),
            ("LISTEN_ADDRESS", "3000"),
            ("LOG_LEVEL", "loud"),
        ])
        .unwrap_err();
        let mut names: Vec<_> = error.faults().iter().map(Fault::variable).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "CENTRIFUGO__ACK_TIMEOUT",
                "CENTRIFUGO__CENTRIFUGO_API_KEY",
                "CENTRIFUGO__CENTRIFUGO_URL",
                "CENTRIFUGO__ENABLED",
                "CENTRIFUGO__LISTEN_ADDRESS",
                "CENTRIFUGO__LOG_LEVEL",
                "CENTRIFUGO__PROXY_SECRET",
                "CENTRIFUGO__PROXY_TIMEOUT",
            ]
        );
        let text = error.to_string();
        assert!(names.iter().all(|name| text.contains(name)), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn insecure_needs_a_loopback_address() {
        assert!(config(&[("INSECURE", "true")]).is_ok());
        let error =
            config(&[("INSECURE", "true"), ("LISTEN_ADDRESS", "0.0.0.0:3000")]).unwrap_err();
        assert_eq!(error.faults()[0].variable(), "CENTRIFUGO__INSECURE");
    }

    #[test]
    fn an_empty_variable_is_not_set() {
        assert!(
            config(&[("PROXY_SECRET", ""), ("ENABLED", " ")])
                .unwrap()
                .proxy_secret()
                .is_none()
        );
    }
}
