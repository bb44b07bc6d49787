//! Dates and times as chrono writes them.
//!
//! It reads more: spaces between the parts, one digit for two, a missing colon in the offset. Its
//! grammar of these is not written down here.

use super::Reading;

/// The years that chrono has.
const YEARS: std::ops::RangeInclusive<i32> = -262_143..=262_142;

/// Which years a crate writes and reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Year {
    /// chrono's: with a sign if they have not four digits.
    Any,
    /// The `time` crate's, which shares a format with chrono's.
    FourDigits,
}

/// The verdict of the strict grammar, softened where a relaxed one may see it otherwise.
pub(super) fn read(strict: Reading, text: &str) -> Reading {
    let may_be_relaxed =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-:.,\u{2212}TtZzUuCc".contains(c);
    match strict {
        Reading::Refuses if text.chars().all(may_be_relaxed) && !is_laid_out(text) => {
            if text.contains(|c: char| c.is_ascii_digit()) {
                Reading::Unknown
            } else {
                strict
            }
        }
        _ => strict,
    }
}

/// Nothing is relaxed about a text whose parts have the lengths that they ought to have.
fn is_laid_out(text: &str) -> bool {
    let digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    let is_date = |date: &str| {
        let year = date.get(..4).unwrap_or("");
        let parts: Vec<_> = date.get(4..).unwrap_or("").splitn(3, '-').collect();
        let year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        year && matches!(parts[..], ["", month, day] if digits(month) && digits(day))
    };
    let is_time = |time: &str| {
        let parts: Vec<_> = time.split(':').collect();
        matches!(parts[..], [hour, minute, second] if digits(hour) && digits(minute) && digits(second))
    };
    match text.split_once('T') {
        Some((date, time)) => is_date(date) && is_time(time.strip_suffix('Z').unwrap_or(time)),
        None => is_date(text) || is_time(text),
    }
}

pub(super) fn instant(text: &str, years: Year) -> Reading {
    let Some((date_part, rest)) = text.split_once('T') else {
        return Reading::Refuses;
    };
    let offset = match rest.find(['Z', '+', '-']) {
        Some(at) => at,
        None => return Reading::Refuses,
    };
    let (time_part, offset) = rest.split_at(offset);
    let offset = match offset {
        "Z" => Reading::Accepts,
        // It may lead out of the years that there are.
        _ if date_part.starts_with(['+', '-']) => Reading::Unknown,
        // RFC 3339 says that it means something else, and not all crates agree.
        "-00:00" => Reading::Unknown,
        _ if offset.starts_with('Z') => Reading::Refuses,
        _ => match clock(&offset[1..]) {
            Some((0..24, 0..60, None)) => Reading::Accepts,
            _ => Reading::Refuses,
        },
    };
    let time = match (years, time(time_part)) {
        (Year::FourDigits, Reading::Accepts) if has_leap_second(time_part) => Reading::Unknown,
        (_, time) => time,
    };
    both(both(date(date_part, years), time), offset)
}

/// An instant as chrono or the `time` crate reads it, which takes any character for the `T` and a
/// small `z`.
pub(super) fn offset_date_time(text: &str) -> Reading {
    match instant(text, Year::FourDigits) {
        Reading::Refuses if text.is_char_boundary(10) && text.is_char_boundary(11) => {
            let as_usual = [&text[..10], "T", &text[11..]].concat().replace('z', "Z");
            match instant(&as_usual, Year::FourDigits) {
                Reading::Refuses => Reading::Refuses,
                Reading::Accepts | Reading::Unknown => Reading::Unknown,
            }
        }
        reading => reading,
    }
}

pub(super) fn date_time(text: &str) -> Reading {
    match text.split_once('T') {
        Some((date_part, time_part)) => both(date(date_part, Year::Any), time(time_part)),
        None => Reading::Refuses,
    }
}

pub(super) fn date(text: &str, years: Year) -> Reading {
    let (year, rest) = match text.as_bytes().first() {
        Some(b'+' | b'-') => {
            let end = text[1..].find('-').map_or(text.len(), |at| at + 1);
            text.split_at(end)
        }
        _ => text.split_at_checked(4).unwrap_or((text, "")),
    };
    let signed = year.starts_with(['+', '-']);
    let unsigned = year.trim_start_matches(['+', '-']);
    let parts: Vec<_> = rest.splitn(3, '-').collect();
    let ["", month, day] = parts[..] else {
        return Reading::Refuses;
    };
    let parsed = (all_digits(unsigned)
        .then(|| year.parse::<i32>().ok())
        .flatten())
    .zip(two_digits(month))
    .zip(two_digits(day));
    let Some(((year, month), day)) = parsed else {
        return Reading::Refuses;
    };
    if !(1..=12).contains(&month) || day == 0 || day > days(year, month) {
        return Reading::Refuses;
    }
    match (signed, years) {
        (false, _) => Reading::Accepts,
        // Written so is a year that needs a sign.
        (true, Year::Any) if unsigned.len() >= 4 && YEARS.contains(&year) => {
            let needs_sign = !(0..=9999).contains(&year);
            if needs_sign {
                Reading::Accepts
            } else {
                Reading::Unknown
            }
        }
        (true, _) => Reading::Unknown,
    }
}

pub(super) fn time(text: &str) -> Reading {
    let (clock_part, fraction) = match text.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (text, None),
    };
    match clock(clock_part) {
        // chrono has leap seconds at the end of any minute.
        Some((0..24, 0..60, Some(0..=60))) => {}
        _ => return Reading::Refuses,
    }
    match fraction {
        Some(fraction) if !all_digits(fraction) => Reading::Refuses,
        Some(fraction) if fraction.len() > 9 => Reading::Unknown,
        _ => Reading::Accepts,
    }
}

fn has_leap_second(time: &str) -> bool {
    time.get(6..8) == Some("60")
}

/// `12:30` or `12:30:59`
fn clock(text: &str) -> Option<(u8, u8, Option<u8>)> {
    let parts: Vec<_> = text.split(':').collect();
    match parts[..] {
        [hour, minute] => Some((two_digits(hour)?, two_digits(minute)?, None)),
        [hour, minute, second] => Some((
            two_digits(hour)?,
            two_digits(minute)?,
            Some(two_digits(second)?),
        )),
        _ => None,
    }
}

fn two_digits(text: &str) -> Option<u8> {
    (text.len() == 2 && all_digits(text)).then(|| text.parse().ok())?
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn days(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn both(one: Reading, other: Reading) -> Reading {
    match (one, other) {
        (Reading::Refuses, _) | (_, Reading::Refuses) => Reading::Refuses,
        (Reading::Unknown, _) | (_, Reading::Unknown) => Reading::Unknown,
        (Reading::Accepts, Reading::Accepts) => Reading::Accepts,
    }
}
