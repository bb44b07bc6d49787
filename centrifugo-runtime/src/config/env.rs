//! Settings from text, wherever it was found: layers in, a builder with typed values out.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use tracing::Level;

use super::fault::Origin;
use super::layers::{Layers, PREFIX};
use super::listen::ListenAddressError;
use super::{
    CentrifugoConfig, CentrifugoConfigBuilder, ConfigError, Fault, ListenAddress, server_side,
};

/// `file` is the TOML file, if the caller knows it.
pub(super) fn read(file: Option<&Path>) -> Result<CentrifugoConfig, ConfigError> {
    from_layers(Layers::read(file))
}

/// Each setting is taken out as it is read, so that what remains is unknown.
fn from_layers(layers: Layers) -> Result<CentrifugoConfig, ConfigError> {
    let mut source = Source {
        layers,
        origins: Vec::new(),
    };
    let mut builder = CentrifugoConfigBuilder::default();
    macro_rules! set {
        ($($variable:literal $(or $other:literal)? => $setter:ident: $parse:expr;)*) => {
            $(
                let names = [
                    concat!("CENTRIFUGO__", $variable),
                    $(concat!("CENTRIFUGO__", $other),)?
                ];
                if let Some(value) = source.take(&names, $parse) {
                    builder = builder.$setter(value);
                }
            )*
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
        "ACK_TIMEOUT" or "DEFAULT_ACK_TIMEOUT" => ack_timeout: duration;
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
        "PROXY_SECRET_PREVIOUS" => proxy_secret_previous: text;
        "INSECURE" => insecure: boolean;
        "MAX_REQUEST_BYTES" => max_request_bytes: bytes;
        "MAX_REPLY_BYTES" => max_reply_bytes: bytes;
        "MAX_CONCURRENT_CALLS" => max_concurrent_calls: calls;
        "SHUTDOWN_DELAY" => shutdown_delay: duration;
        "METRICS_ADDRESS" => metrics_address: address;
        "LOG_PAYLOADS" => log_payloads: boolean;
    }
    source.finish(builder)
}

struct Source {
    layers: Layers,
    /// Where each setting was found.
    origins: Vec<(&'static str, Origin)>,
}

impl Source {
    fn take<T>(
        &mut self,
        names: &[&'static str],
        parse: fn(&str) -> Result<T, &'static str>,
    ) -> Option<T> {
        let (name, setting) = self.layers.take(names)?;
        let parsed = parse(setting.value.trim());
        if let Err(message) = parsed {
            let fault = Fault::new(name, message).found_in(setting.origin.clone());
            self.layers.faults.push(fault);
        }
        self.origins.push((name, setting.origin));
        parsed.ok()
    }

    fn finish(self, builder: CentrifugoConfigBuilder) -> Result<CentrifugoConfig, ConfigError> {
        let Self { layers, origins } = self;
        let mut faults = builder.faults();
        faults.extend(server_side::faults(builder.config(), &layers));
        for fault in &mut faults {
            let origin = origins.iter().find(|(name, _)| fault.variable() == *name);
            if let Some((_, origin)) = origin {
                *fault = fault.clone().found_in(origin.clone());
            }
        }
        // The environment may be shared with programs that have settings of this prefix too; a file
        // that has our table is ours.
        for name in layers.environment.keys().chain(layers.dotenv.keys()) {
            if name.starts_with(PREFIX) {
                tracing::warn!(variable = name, "unknown variable is ignored");
            }
        }
        for (name, setting) in layers.file {
            faults.push(Fault::new(name, "is no setting").found_in(setting.origin));
        }
        faults.splice(0..0, layers.faults);
        ConfigError::check(faults)?;
        builder.build()
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

fn calls(value: &str) -> Result<usize, &'static str> {
    value.parse().map_err(|_| "must be a number of calls")
}

#[cfg(test)]
#[path = "env_tests.rs"]
mod tests;
