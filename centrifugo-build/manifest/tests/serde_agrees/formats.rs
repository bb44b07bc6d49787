//! Strings with something in them, as the crates that define them read and write them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};

use centrifugo_manifest::Format;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use uuid::Uuid;

use crate::build::format;
use crate::judge::{Case, case};

/// Texts that look like something, one a line.
const TEXTS: &str = include_str!("samples/texts.txt");

pub(crate) fn cases() -> Vec<Case> {
    let samples: Vec<String> = TEXTS
        .lines()
        .map(|text| serde_json::Value::from(text).to_string())
        .chain(["1", "null", "[]"].map(str::to_owned))
        .collect();
    let samples = samples.join("\n");
    vec![
        case::<char>("char", format(Format::Char), [], &samples),
        case::<Uuid>("Uuid", format(Format::Uuid), [], &samples),
        case::<Ipv4Addr>("Ipv4Addr", format(Format::Ipv4), [], &samples),
        case::<Ipv6Addr>("Ipv6Addr", format(Format::Ipv6), [], &samples),
        case::<IpAddr>("IpAddr", format(Format::Ip), [], &samples),
        case::<SocketAddrV4>("SocketAddrV4", format(Format::SocketAddrV4), [], &samples),
        case::<SocketAddrV6>("SocketAddrV6", format(Format::SocketAddrV6), [], &samples),
        case::<SocketAddr>("SocketAddr", format(Format::SocketAddr), [], &samples),
        case::<DateTime<Utc>>("DateTime<Utc>", format(Format::DateTimeUtc), [], &samples),
        case::<DateTime<FixedOffset>>(
            "DateTime<FixedOffset>",
            format(Format::DateTimeOffset),
            [],
            &samples,
        ),
        case::<NaiveDateTime>("NaiveDateTime", format(Format::NaiveDateTime), [], &samples),
        case::<NaiveDate>("NaiveDate", format(Format::Date), [], &samples),
        case::<NaiveTime>("NaiveTime", format(Format::Time), [], &samples),
    ]
}
