//! What Centrifugo's own variables say, where this process sees them: secrets that both sides need are
//! the same.

use super::layers::Layers;
use super::{CentrifugoConfig, Fault, Secret};

/// A variable of ours and those of Centrifugo's that have the same value.
struct Pair {
    ours: &'static str,
    value: fn(&CentrifugoConfig) -> Option<&Secret>,
    /// Of Centrifugo 6.
    theirs: &'static str,
    /// Accepted by Centrifugo as well, while a secret is being changed.
    previous: Option<&'static str>,
    /// Of older versions; Centrifugo 6 does not read them.
    old: &'static [&'static str],
    /// What happens if they differ.
    otherwise: &'static str,
}

const PAIRS: [Pair; 2] = [
    Pair {
        ours: "CENTRIFUGO__CENTRIFUGO_TOKEN_HMAC_SECRET",
        value: CentrifugoConfig::centrifugo_token_hmac_secret,
        theirs: "CENTRIFUGO_CLIENT_TOKEN_HMAC_SECRET_KEY",
        previous: Some("CENTRIFUGO_CLIENT_TOKEN_HMAC_PREVIOUS_SECRET_KEY"),
        old: &[
            "CENTRIFUGO_TOKEN_HMAC_SECRET",
            "CENTRIFUGO_TOKEN_HMAC_SECRET_KEY",
        ],
        otherwise: "Centrifugo would refuse every token",
    },
    Pair {
        ours: "CENTRIFUGO__CENTRIFUGO_API_KEY",
        value: CentrifugoConfig::centrifugo_api_key,
        theirs: "CENTRIFUGO_HTTP_API_KEY",
        previous: None,
        old: &["CENTRIFUGO_API_KEY"],
        otherwise: "Centrifugo would refuse every command",
    },
];

/// Where a secret of `config` is another one than Centrifugo's.
pub(super) fn faults(config: &CentrifugoConfig, layers: &Layers) -> Vec<Fault> {
    PAIRS
        .iter()
        .filter_map(|pair| pair.fault(config, layers))
        .collect()
}

impl Pair {
    fn fault(&self, config: &CentrifugoConfig, layers: &Layers) -> Option<Fault> {
        let theirs = layers.peek(self.theirs);
        let old = self.old.iter().find(|name| layers.peek(name).is_some());
        if let (None, Some(old)) = (theirs, old) {
            tracing::warn!(
                "Centrifugo 6 does not read {old}; the variable is {} there",
                self.theirs
            );
        }
        let ours = (self.value)(config)?.expose();
        let same = |name: &&str| {
            let setting = layers.peek(name);
            setting.is_some_and(|setting| setting.value.trim() == ours)
        };
        if self.previous.as_ref().is_some_and(same) {
            return None;
        }
        let names = std::iter::once(&self.theirs).chain(self.old);
        let other = names
            .filter(|name| layers.peek(name).is_some())
            .find(|name| !same(name))?;
        Some(Fault::new(
            self.ours,
            format!("is not the same as {other}: {}", self.otherwise),
        ))
    }
}
