//! The methods that the runtime itself answers, beside those of any dispatcher. Their names begin with
//! `system.`, which those of handlers cannot.

use std::cmp::Ordering;

use semver::Version;
use serde::{Deserialize, Serialize};

use crate::codegen::{Options, Package, Started};
use crate::dispatch::{Admission, Dispatcher};
use crate::params::parse;
use crate::reply::Reply;

const CHECK_VERSION: &str = "system.check_version";

/// Their names.
pub(crate) const METHODS: [&str; 1] = [CHECK_VERSION];

/// `None`: no such method.
pub(crate) fn start(dispatcher: &Dispatcher, admission: &mut Admission<'_>) -> Option<Started> {
    if admission.method != CHECK_VERSION {
        return None;
    }
    let admitted = admission.admit(CHECK_VERSION, Options::new().anonymous());
    let reply = admitted
        .and_then(|_| parse(admission.data))
        .and_then(|client| Reply::serialize(&check_version(dispatcher, &client)));
    Some(reply.map(|reply| Box::pin(std::future::ready(Ok(reply))) as _))
}

/// What a generated client was made from.
#[derive(Debug, Deserialize)]
struct ClientVersion {
    package: String,
    package_version: String,
    api_version: String,
}

/// How the server's package of that name stands to it.
#[derive(Debug, PartialEq, Serialize)]
struct Compatibility<'a> {
    compatible: bool,
    older: Option<Side>,
    package: Option<&'a str>,
    package_version: Option<&'a str>,
    api_version: Option<&'a str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Side {
    Client,
    Server,
}

fn check_version<'d>(dispatcher: &'d Dispatcher, client: &ClientVersion) -> Compatibility<'d> {
    let found = dispatcher
        .packages()
        .find(|package| package.name == client.package);
    let Some(server) = found else {
        return Compatibility {
            compatible: false,
            older: None,
            package: None,
            package_version: None,
            api_version: None,
        };
    };
    Compatibility {
        compatible: server.api_version == client.api_version,
        older: older(&client.package_version, server),
        package: Some(server.name),
        package_version: Some(server.version),
        api_version: Some(server.api_version),
    }
}

/// `None` where the versions are the same, or no versions.
fn older(client: &str, server: &Package) -> Option<Side> {
    let client = Version::parse(client).ok()?;
    let server = Version::parse(server.version).ok()?;
    match client.cmp_precedence(&server) {
        Ordering::Less => Some(Side::Client),
        Ordering::Greater => Some(Side::Server),
        Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_cargo_does() {
        for (client, server, expected) in [
            ("1.2.3", "1.2.3", None),
            ("1.9.0", "1.10.0", Some(Side::Client)),
            ("2.0.0", "1.99.99", Some(Side::Server)),
            ("1.0.0-rc.1", "1.0.0", Some(Side::Client)),
            ("1.0.0+build.2", "1.0.0+build.1", None),
            ("", "1.0.0", None),
            ("one", "1.0.0", None),
        ] {
            let server = Package {
                name: "p",
                version: server,
                api_version: "",
                methods: &[],
                manifest: None,
            };
            assert_eq!(older(client, &server), expected, "{client}");
        }
    }
}
