//! Whether a proxy request comes from Centrifugo. In: the headers of the request, or gRPC metadata as
//! headers. Knows no body: nothing of it is read before.

use axum::http::{HeaderMap, HeaderName};
use subtle::{Choice, ConstantTimeEq as _};

use crate::config::{CentrifugoConfig, ConfigError, Secret};
use crate::proxy::endpoint::SECRET_HEADER;

/// The secrets that are accepted. `None`: insecure.
#[derive(Debug, Clone)]
pub(crate) struct Trust(Option<Vec<Secret>>);

impl Trust {
    /// From the settings, the present secret and that before it.
    pub(crate) fn new(config: &CentrifugoConfig) -> Result<Self, ConfigError> {
        let present = config.required_proxy_secret()?;
        Ok(Self(present.map(|present| {
            let previous = config.proxy_secret_previous();
            [present].into_iter().chain(previous).cloned().collect()
        })))
    }

    pub(crate) fn is_insecure(&self) -> bool {
        self.0.is_none()
    }

    /// Takes the secret out of the headers, so that nobody has it who has no use for it, and says whether
    /// it is one that is accepted. Two headers of the name are none: one of them may be the client's.
    pub(crate) fn admits(&self, headers: &mut HeaderMap) -> bool {
        let all = headers.len();
        let given = headers.remove(&SECRET);
        let Some(secrets) = &self.0 else {
            return true;
        };
        let given = given.filter(|_| all - headers.len() == 1);
        let Some(given) = given else {
            return false;
        };
        // All are compared, so that the time does not say which it was.
        let is_any = secrets.iter().fold(Choice::from(0), |is_any, secret| {
            is_any | are_equal(given.as_bytes(), secret.expose().as_bytes())
        });
        is_any.into()
    }
}

static SECRET: HeaderName = HeaderName::from_static(SECRET_HEADER);

/// In the same time for all texts of a length: eight bytes at a time, which `subtle` does as fast as one.
fn are_equal(one: &[u8], other: &[u8]) -> Choice {
    if one.len() != other.len() {
        return Choice::from(0);
    }
    let (words, rest) = one.as_chunks();
    let (other_words, other_rest) = other.as_chunks();
    let words = words.iter().zip(other_words);
    words.fold(rest.ct_eq(other_rest), |are_equal, (one, other)| {
        are_equal & u64::from_ne_bytes(*one).ct_eq(&u64::from_ne_bytes(*other))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_equal_only_in_all_their_bytes() {
        for length in [0, 1, 7, 8, 9, 32, 45] {
            let text = vec![b'a'; length];
            assert!(bool::from(are_equal(&text, &text)), "{length}");
            for place in 0..length {
                let mut other = text.clone();
                other[place] ^= 1;
                assert!(!bool::from(are_equal(&text, &other)), "{length} {place}");
            }
            let longer = vec![b'a'; length + 1];
            assert!(!bool::from(are_equal(&text, &longer)), "{length}");
        }
    }
}
