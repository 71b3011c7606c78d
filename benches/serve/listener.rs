//! The server, and a listener in place of a browser.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

/// A running server, stopped when this is dropped.
pub(crate) struct Server {
    process: Child,
    host: String,
    /// The path of the site.
    base: String,
}

impl Server {
    pub(crate) fn start(root: &Path) -> Result<Self> {
        let mut process = Command::new(env!("CARGO_BIN_EXE_policygen"))
            .args(["serve", "--port", "0", "-q", "--root"])
            .arg(root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context("could not start the server")?;
        let mut line = String::new();
        if let Some(stdout) = process.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        let url = line.split(' ').next().unwrap_or_default();
        let (host, base) = url
            .strip_prefix("http://")
            .and_then(|rest| rest.split_once('/'))
            .context("the server gave no address")?;
        Ok(Self {
            process,
            host: host.to_owned(),
            base: format!("/{base}"),
        })
    }

    fn ask(&self, path: &str) -> Result<TcpStream> {
        let mut stream = TcpStream::connect(&self.host)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
            self.host
        );
        stream.write_all(request.as_bytes())?;
        Ok(stream)
    }

    /// Fetches a page, with its head.
    pub(crate) fn page(&self, page: &str) -> Result<String> {
        let mut answer = String::new();
        self.ask(&format!("{}{page}", self.base))?
            .read_to_string(&mut answer)?;
        Ok(answer)
    }

    /// Listens as a page does.
    pub(crate) fn listen(&self, page: &str) -> Result<Events> {
        let path = format!("/.policygen/events?page={}{page}", self.base);
        Ok(Events(BufReader::new(self.ask(&path)?)))
    }

    /// Resident memory in bytes, where the system reports it.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kilobytes * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The events that a page receives.
pub(crate) struct Events(BufReader<TcpStream>);

impl Events {
    /// Waits for the next event.
    pub(crate) fn next(&mut self) -> Result<()> {
        let mut line = String::new();
        while self.0.read_line(&mut line)? > 0 {
            if line.starts_with("data: ") {
                return Ok(());
            }
            line.clear();
        }
        bail!("the server hung up")
    }
}
