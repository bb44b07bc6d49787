//! HTTP as plain as can be: a request of any bytes, the answer's status and body.

use std::time::Duration;

use anyhow::Context as _;

/// Status and body of a GET.
///
/// # Errors
/// If there is no answer.
pub fn get(url: &str) -> anyhow::Result<(u16, String)> {
    answer(agent().get(url).call())
}

/// Status and body of a POST.
///
/// # Errors
/// If there is no answer.
pub fn post(url: &str, headers: &[(&str, &str)], body: &[u8]) -> anyhow::Result<(u16, String)> {
    let mut request = agent().post(url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(request.send(body))
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(Duration::from_secs(30)))
        .build()
        .into()
}

type Response = ureq::http::Response<ureq::Body>;

fn answer(response: Result<Response, ureq::Error>) -> anyhow::Result<(u16, String)> {
    let mut response = response.context("no answer")?;
    let body = response.body_mut().read_to_string().context("no body")?;
    Ok((response.status().as_u16(), body))
}
