//! Reads rows while others are being processed.

use std::io::BufRead;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::row::{self, Row};

/// The number of tenants processed at a time: enough for all threads, with little memory.
const CHUNK: usize = 16;

/// Reads rows while others are being processed.
pub(super) fn read_ahead(mut rows: Box<dyn BufRead + Send>) -> Receiver<anyhow::Result<Vec<Row>>> {
    let (sender, receiver) = sync_channel(2);
    let mut read = move |sender: &SyncSender<_>| -> anyhow::Result<()> {
        let mut number = 0;
        loop {
            let mut chunk = Vec::with_capacity(CHUNK);
            while chunk.len() < CHUNK {
                match row::next(&mut *rows, &mut number).context("can't read the tenants")? {
                    Some(row) => chunk.push(row),
                    None => break,
                }
            }
            // The receiver is gone if the batch has failed.
            if chunk.is_empty() || sender.send(Ok(chunk)).is_err() {
                return Ok(());
            }
        }
    };
    // Not joined: it may wait for a row that never comes.
    thread::spawn(move || {
        if let Err(error) = read(&sender) {
            let _ = sender.send(Err(error));
        }
    });
    receiver
}

/// Waits for the next rows; returns `None` at the end.
pub(super) fn wait(
    rows: &Receiver<anyhow::Result<Vec<Row>>>,
    stop: &AtomicBool,
) -> anyhow::Result<Option<anyhow::Result<Vec<Row>>>> {
    loop {
        if stop.load(Ordering::Relaxed) {
            bail!("interrupted; only the folders of finished tenants were written");
        }
        match rows.recv_timeout(Duration::from_millis(100)) {
            Ok(chunk) => return Ok(Some(chunk)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}
