//! The numbers as Prometheus has them, when it asks.

use std::fmt;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, NoLabelSet};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Unit;

use super::handles::Handles;
use super::labels::MethodLabel;

/// Of all methods.
pub(super) struct Shown(pub(super) Vec<Arc<Handles>>);

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shown").finish_non_exhaustive()
    }
}

impl Collector for Shown {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        // One moment's for all: no call is in flight and ended.
        let methods: Vec<_> = self
            .0
            .iter()
            .map(|handles| {
                let label = MethodLabel {
                    method: handles.method,
                };
                (label, handles.totals(), handles.refused())
            })
            .collect();

        let (name, help) = ("centrifugo_rpc_calls", "Calls that ended.");
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        for (label, totals, refused) in &methods {
            let ended = totals.ended + refused;
            let mut method = family.encode_family(label)?;
            method.encode_counter::<NoLabelSet, _, u64>(&ended, None)?;
        }

        let (name, help) = ("centrifugo_rpc_duration", "Time until the handler ended.");
        let unit = Some(&Unit::Seconds);
        let mut family = encoder.encode_descriptor(name, help, unit, MetricType::Histogram)?;
        for (label, totals, _) in &methods {
            let mut method = family.encode_family(label)?;
            method.encode_histogram::<NoLabelSet>(
                totals.seconds,
                totals.ended,
                &totals.buckets,
                None,
            )?;
        }

        let (name, help) = ("centrifugo_rpc_in_flight", "Calls that run.");
        let mut family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
        for (label, totals, _) in &methods {
            family
                .encode_family(label)?
                .encode_gauge(&totals.in_flight)?;
        }
        Ok(())
    }
}
