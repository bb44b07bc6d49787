//! A program whose every method is proven.
#![deny(warnings)]
#![forbid(unsafe_code)]

use centrifugo_runtime::websocket_rpc;
use serde::Serialize;

centrifugo_runtime::include_dispatch!();

#[cfg(test)]
mod tests {
    centrifugo_runtime::contract_tests!(deny_unproven);
}

#[derive(Serialize)]
#[cfg_attr(test, derive(serde::Deserialize))]
pub struct Sum {
    sum: i64,
}

#[websocket_rpc("everything_is_proven")]
pub async fn sum(numbers: Vec<i32>) -> Sum {
    let sum = numbers.into_iter().map(i64::from).sum();
    Sum { sum }
}

fn main() {
    assert_eq!(rpc::dispatcher(()).methods().count(), 1);
}
