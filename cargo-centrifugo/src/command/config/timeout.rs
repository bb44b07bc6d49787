//! How long Centrifugo waits for an answer of the server.

use std::time::Duration;

use centrifugo_build::manifest::Manifest;

use super::duration;
use super::settings::Settings;

/// The server answers up to half a second before Centrifugo gives up, so a second more than its own
/// longest leaves it all its time.
const MARGIN: Duration = Duration::from_secs(1);

/// `timeout` of Centrifugo's RPC proxy and CENTRIFUGO__PROXY_TIMEOUT of the server: one value.
pub(super) fn of_proxy(manifest: &Manifest, settings: &Settings) -> Duration {
    let methods = manifest.methods.iter().filter_map(|method| {
        let timeout = Duration::from_millis(method.timeout_ms?);
        Some((timeout, method.name.as_str()))
    });
    let longest = methods.max();
    let needed = longest.map_or(settings.ack_timeout, |(timeout, _)| {
        timeout.max(settings.ack_timeout)
    });
    let needed = needed + MARGIN;
    let Some(given) = settings.proxy_timeout else {
        return needed;
    };
    if let Some((timeout, name)) = longest
        && given < timeout + MARGIN
    {
        eprintln!(
            "warning: `{name}` may take {}, but ends with CENTRIFUGO__PROXY_TIMEOUT={}",
            duration::text(timeout),
            duration::text(given)
        );
    }
    given
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::of_proxy;
    use crate::command::config::settings::{self, Settings};

    fn seconds(ack: u64, proxy: Option<u64>, methods: &[Option<u64>]) -> u64 {
        let settings = Settings {
            ack_timeout: Duration::from_secs(ack),
            proxy_timeout: proxy.map(Duration::from_secs),
            ..settings::tests::settings()
        };
        let timeouts: Vec<(&str, Option<u64>)> = methods
            .iter()
            .map(|timeout| ("m", timeout.map(|s| s * 1000)))
            .collect();
        of_proxy(&settings::tests::manifest(&timeouts), &settings).as_secs()
    }

    #[test]
    fn it_is_above_whatever_is_longest() {
        assert_eq!(seconds(30, None, &[]), 31);
        assert_eq!(seconds(30, None, &[None, Some(5)]), 31);
        assert_eq!(seconds(30, None, &[Some(5), Some(60)]), 61);
        assert_eq!(seconds(90, None, &[Some(60)]), 91);
    }

    #[test]
    fn what_the_server_was_told_is_true_for_centrifugo() {
        assert_eq!(seconds(30, Some(7), &[Some(60)]), 7);
    }
}
