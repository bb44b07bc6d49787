//! The attribute's own syntax. What its arguments mean is the build script's business.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitStr, Path, Result, Token, parenthesized};

pub(super) struct Attribute {
    pub(super) name: LitStr,
}

impl Parse for Attribute {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if !input.peek(LitStr) {
            let message = "the method's name comes first\nhint: #[websocket_rpc(\"tasks.get\")]";
            return Err(Error::new(input.span(), message));
        }
        let name: LitStr = input.parse()?;
        check_name(&name)?;
        let mut seen: Vec<String> = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key: Ident = input.parse()?;
            if seen.iter().any(|seen| key == seen) {
                return Err(Error::new(key.span(), format!("`{key}` is given twice")));
            }
            parse_value(&key, input)?;
            seen.push(key.to_string());
        }
        Ok(Self { name })
    }
}

fn parse_value(key: &Ident, input: ParseStream<'_>) -> Result<()> {
    match key.to_string().as_str() {
        "idempotent" | "anonymous" | "no_wait" | "spawned" => Ok(()),
        "timeout" => {
            input.parse::<Token![=]>()?;
            let value: LitStr = input.parse()?;
            if is_duration(&value.value()) {
                return Ok(());
            }
            let message = "no duration of 1ms to 24h\nhint: write `500ms`, `10s` or `2m`";
            Err(Error::new(value.span(), message))
        }
        "errors" => {
            let list;
            parenthesized!(list in input);
            Punctuated::<Path, Token![,]>::parse_terminated(&list).map(drop)
        }
        _ => Err(Error::new(
            key.span(),
            format!(
                "unknown argument `{key}`\nhint: there are `idempotent`, `anonymous`, `no_wait`, \
                 `spawned`, `timeout = \"10s\"` and `errors(…)`"
            ),
        )),
    }
}

fn check_name(name: &LitStr) -> Result<()> {
    let value = name.value();
    let (namespace, method) = match value.split_once(':') {
        Some((namespace, method)) => (Some(namespace), method),
        None => (None, &*value),
    };
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b))
    };
    let is_namespace = |name: &str| name.len() >= 2 && name.split('.').all(is_word);
    if !method.split('.').all(is_word) || !namespace.is_none_or(is_namespace) {
        let message = format!(
            "`{value}` is no method name\nhint: parts of `A-Z a-z 0-9 _ -` joined by `.`, as in \
             `tasks.get_stats`"
        );
        return Err(Error::new(name.span(), message));
    }
    if method.starts_with("system.") {
        let message = "names that begin with `system.` are reserved";
        return Err(Error::new(name.span(), message));
    }
    Ok(())
}

fn is_duration(text: &str) -> bool {
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => return false,
    };
    let millis = number
        .parse()
        .ok()
        .and_then(|number: u64| number.checked_mul(unit));
    millis.is_some_and(|millis| (1..=86_400_000).contains(&millis))
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use quote::quote;

    use super::*;

    fn error(attribute: TokenStream) -> String {
        match syn::parse2::<Attribute>(attribute) {
            Ok(_) => panic!("accepted"),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn names() {
        for good in [
            "a",
            "tasks.get_stats",
            "a-b.C1",
            "ns:a.b",
            "my.ns:a",
            "systems.a",
        ] {
            assert!(syn::parse2::<Attribute>(quote!(#good)).is_ok(), "{good}");
        }
        for bad in [
            "", ".", "a.", "a b", "a#b", "n:a", "a:b:c", ":a", "é", "a..b",
        ] {
            assert!(error(quote!(#bad)).contains("is no method name"), "{bad}");
        }
        assert!(error(quote!("system.info")).contains("reserved"));
        assert!(error(quote!()).contains("name comes first"));
        assert!(error(quote!(NAME)).contains("name comes first"));
    }

    #[test]
    fn arguments() {
        for (attribute, expected) in [
            (quote!("a", timeout = "10"), "hint: write `500ms`"),
            (quote!("a", timeout = "0s"), "hint: write `500ms`"),
            (quote!("a", timeout), "expected `=`"),
            (quote!("a", no_wait = true), "expected `,`"),
            (quote!("a", spawned, spawned), "given twice"),
            (quote!("a", anonymous, anonymous), "given twice"),
            (quote!("a", annonymous), "unknown argument `annonymous`"),
            (quote!("a" idempotent), "expected `,`"),
            (quote!("a", errors), "expected parentheses"),
        ] {
            let text = attribute.to_string();
            let error = error(attribute);
            assert!(error.contains(expected), "{text}: {error}");
        }
    }
}
