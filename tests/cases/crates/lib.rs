//! Types of other crates: of the workspace, of one that only a dependency knows, of a registry.

centrifugo_runtime::include_dispatch!();

use cargo_metadata::diagnostic::DiagnosticCode;
use shared::Task as Job;

/// Not the one of the other crate.
#[derive(serde::Serialize, serde::Deserialize)]
pub struct Task {
    pub job: Job,
    pub at: shared::time::DateTime<shared::time::Utc>,
    pub code: DiagnosticCode,
}

mod handlers {
    // Brings a `Vec` that is not std's, serde's traits and the runtime's names.
    use shared::prelude::*;

    #[derive(Serialize)]
    pub(crate) struct Page {
        pub tasks: Vec,
        pub kind: Kind,
        pub more: shared::foundation::Paging,
        pub triple: strange::Triple,
        pub id: strange::Id,
    }

    #[websocket_rpc("crates.page")]
    pub(crate) async fn page(state: State<AppState>, params: crate::Task) -> Result<Page, Failure> {
        let State(AppState { limit }) = state;
        if params.job.id > limit {
            return Err(Failure::NotFound { id: params.job.id });
        }
        Ok(Page {
            tasks: Vec { of: std::vec![params.job] },
            kind: Kind::Small,
            more: shared::foundation::Paging { next: None },
            triple: strange::Triple { of: 1 },
            id: strange::Id(2),
        })
    }

    #[websocket_rpc("crates.listed", errors(Failure))]
    pub(crate) async fn listed(params: shared::foundation::Paging) -> Result<(), centrifugo_runtime::RpcError> {
        Err(Failure::NotFound { id: params.next.unwrap_or_default() }.into())
    }
}
