//! What stands between a call's admission and its handler: the application's tower layers. In: an
//! admitted call. Knows no transport.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::future::BoxFuture;
use tokio_util::task::TaskTracker;
use tower::util::BoxCloneSyncService;
use tower::{BoxError, Layer, Service, ServiceExt as _};

use crate::call::{Terms, launch, panicked};
use crate::cause::Cause;
use crate::context::ConnectionContext;
use crate::dispatch::Table;
use crate::ending::Ending;
use crate::error::RpcError;
use crate::reply::{Outcome, Reply};
use crate::running::{Guarded, Running, until};

/// A call as the layers of [`Dispatcher::layer`](crate::Dispatcher::layer) see it: its method exists, and
/// its caller may call it; its params are not read yet.
pub struct CallRequest {
    conn: ConnectionContext,
    params: Bytes,
    background: TaskTracker,
    start: Option<Start>,
}

/// What the handler's start needs, unless a layer refuses the call: then it is still in its slot.
struct Start {
    ending: Slot,
    terms: Terms,
}

type Slot = Arc<Mutex<Option<Ending>>>;

impl CallRequest {
    pub(crate) fn new(conn: ConnectionContext, params: Bytes, background: TaskTracker) -> Self {
        Self {
            conn,
            params,
            background,
            start: None,
        }
    }

    /// Who calls what.
    pub fn conn(&self) -> &ConnectionContext {
        &self.conn
    }

    /// What the client sent, as JSON; nobody has read it yet.
    pub fn params(&self) -> &[u8] {
        &self.params
    }
}

impl fmt::Debug for CallRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallRequest")
            .field("conn", &self.conn)
            .finish_non_exhaustive()
    }
}

/// What a call ends with where it succeeds.
pub struct CallReply(Reply);

impl CallReply {
    /// The result, as JSON.
    pub fn result(&self) -> &[u8] {
        self.0.data()
    }
}

impl fmt::Debug for CallReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallReply").finish_non_exhaustive()
    }
}

/// What a call ends with where it fails: an [`RpcError`] that layers of tower take, too, since it is a
/// [`std::error::Error`].
#[derive(Debug)]
pub struct CallError(pub RpcError);

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for CallError {}

/// The handlers, with the layers that are around them already, as the service below a layer.
#[derive(Clone)]
pub struct CallService(Inner);

#[derive(Clone)]
enum Inner {
    Handlers(Arc<dyn Table>),
    Layers(LayeredService),
}

impl fmt::Debug for CallService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallService").finish_non_exhaustive()
    }
}

impl Service<CallRequest> for CallService {
    type Response = CallReply;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<CallReply, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        match &mut self.0 {
            Inner::Handlers(_) => Poll::Ready(Ok(())),
            Inner::Layers(service) => service.poll_ready(context),
        }
    }

    fn call(&mut self, request: CallRequest) -> Self::Future {
        let table = match &mut self.0 {
            Inner::Handlers(table) => table,
            Inner::Layers(service) => return service.call(request),
        };
        let running = begin(&**table, request);
        Box::pin(async move {
            running
                .await
                .map(CallReply)
                .map_err(|error| CallError(error).into())
        })
    }
}

impl CallService {
    pub(crate) fn of(table: Arc<dyn Table>) -> Self {
        Self(Inner::Handlers(table))
    }

    pub(crate) fn within(layers: LayeredService) -> Self {
        Self(Inner::Layers(layers))
    }
}

fn begin(table: &dyn Table, request: CallRequest) -> Running {
    let CallRequest {
        conn,
        params,
        background,
        start,
    } = request;
    let start = start.expect("a layer gets no request that is not started");
    let ending = take(&start.ending).expect("a request is one call");
    let span = ending.span().clone();
    let _within = span.enter();
    let begin = || table.begin(conn, &params);
    let started = match catch_unwind(AssertUnwindSafe(begin)) {
        Ok(started) => started,
        Err(panic) => Err(panicked(&*panic)),
    };
    launch(started, ending, start.terms, &background)
}

/// A service with all its layers, their types forgotten.
pub(crate) type LayeredService = BoxCloneSyncService<CallRequest, CallReply, BoxError>;

pub(crate) fn wrap<L>(layer: &L, inner: CallService) -> LayeredService
where
    L: Layer<CallService>,
    L::Service: Service<CallRequest, Response = CallReply> + Clone + Send + Sync + 'static,
    <L::Service as Service<CallRequest>>::Error: Into<BoxError>,
    <L::Service as Service<CallRequest>>::Future: Send + 'static,
{
    BoxCloneSyncService::new(layer.layer(inner).map_err(Into::into))
}

/// A call on its way through the layers.
pub(crate) struct Layered {
    service: Guarded,
    ending: Slot,
}

pub(crate) fn start(
    service: &LayeredService,
    mut request: CallRequest,
    ending: Ending,
    terms: Terms,
) -> Running {
    let ending: Slot = Arc::new(Mutex::new(Some(ending)));
    request.start = Some(Start {
        ending: Arc::clone(&ending),
        terms,
    });
    let service = service.clone();
    let future = Box::pin(async move {
        match service.oneshot(request).await {
            Ok(CallReply(reply)) => Ok(reply),
            Err(error) => Err(rpc_error(error)),
        }
    });
    Running::Layered(Layered {
        service: until(terms.deadlines.reply, future),
        ending,
    })
}

impl Future for Layered {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        let outcome = ready!(Pin::new(&mut self.service).poll(context));
        Poll::Ready(match take(&self.ending) {
            Some(ending) => ending.end(outcome),
            None => outcome.map_err(RpcError::for_client),
        })
    }
}

fn take(slot: &Slot) -> Option<Ending> {
    slot.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Errors of other people's layers are internal ones.
fn rpc_error(error: BoxError) -> RpcError {
    match error.downcast::<CallError>() {
        Ok(error) => error.0,
        Err(error) => RpcError::internal(Cause::Text(format!("a layer failed: {error}"))),
    }
}
