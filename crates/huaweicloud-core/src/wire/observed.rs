//! What the transport saw of a call, for whoever made it: progenitor drops the headers of an answer that does
//! not fit, and so the id by which support finds the request.

use std::{cell::RefCell, future::Future};

use crate::types::operation::Operation;

/// What is known of the last request of a call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Observed {
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) request_id: Option<String>,
    pub(crate) attempts: Option<u32>,
    /// Whether the answer had no body where one with a body is documented too: a 204.
    pub(crate) is_bodiless: bool,
}

tokio::task_local! {
    static OBSERVED: RefCell<Observed>;
}

impl Observed {
    /// Runs a call, and gives what the transport saw of it.
    pub(crate) async fn during<T>(call: impl Future<Output = T>) -> (T, Self) {
        let watched = async {
            let result = call.await;
            (result, OBSERVED.with(RefCell::take))
        };
        OBSERVED.scope(RefCell::default(), watched).await
    }

    /// Leaves this for whoever made the call, if anybody asks for it.
    pub(crate) fn leave(self) {
        let _ = OBSERVED.try_with(|cell| cell.replace(self));
    }
}
