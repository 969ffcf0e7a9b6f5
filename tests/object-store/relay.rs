//! The wire to the store: counts what comes back over it, and falls silent or breaks on command.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream, tcp::OwnedReadHalf, tcp::OwnedWriteHalf},
    sync::watch,
    task::{JoinHandle, JoinSet},
};

/// Dropping it ends its connections.
#[derive(Debug)]
pub(crate) struct Relay {
    endpoint: String,
    wire: Arc<Wire>,
    server: JoinHandle<()>,
}

#[derive(Debug)]
struct Wire {
    store: String,
    /// Headers count too.
    carried: AtomicU64,
    most: watch::Sender<u64>,
}

impl Relay {
    pub(crate) async fn to(store: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let wire = Arc::new(Wire {
            store: store.trim_start_matches("http://").to_owned(),
            carried: AtomicU64::new(0),
            most: watch::Sender::new(u64::MAX),
        });
        let carrying = Arc::clone(&wire);
        let server = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((client, _)) = listener.accept().await {
                connections.spawn(Arc::clone(&carrying).connect(client));
            }
        });
        Self { endpoint, wire, server }
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// How many bytes came from the store.
    pub(crate) fn carried(&self) -> u64 {
        self.wire.carried.load(Ordering::Relaxed)
    }

    /// Carries so many bytes and no more; the connections stay.
    pub(crate) fn fall_silent_after(&self, bytes: u64) {
        self.wire.most.send_replace(bytes);
    }

    /// Ends the silence, and the connections that it befell.
    pub(crate) fn mend(&self) {
        self.wire.most.send_replace(u64::MAX);
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Wire {
    async fn connect(self: Arc<Self>, client: TcpStream) {
        let store = TcpStream::connect(&self.store).await.unwrap();
        let (mut from_client, to_client) = client.into_split();
        let (from_store, mut to_store) = store.into_split();
        tokio::select! {
            _ = copy(&mut from_client, &mut to_store) => {}
            () = self.carry(from_store, to_client) => {}
        }
    }

    async fn carry(&self, mut from: OwnedReadHalf, mut to: OwnedWriteHalf) {
        let mut buffer = vec![0; 64 << 10];
        while let Ok(read @ 1..) = from.read(&mut buffer).await {
            let before = self.carried.fetch_add(read as u64, Ordering::Relaxed);
            let left = self.most.borrow().saturating_sub(before);
            let granted = usize::try_from(left).map_or(read, |left| left.min(read));
            if to.write_all(&buffer[..granted]).await.is_err() {
                return;
            }
            if granted < read {
                let _ = self.most.subscribe().wait_for(|most| *most == u64::MAX).await;
                return;
            }
        }
    }
}
