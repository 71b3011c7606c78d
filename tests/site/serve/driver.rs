//! The real server, accessed over TCP like a browser does.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use crate::driver::Site;

/// Longer than any operation takes, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// A server for a site, stopped when this is dropped.
pub(crate) struct Server {
    process: Child,
    _stdout: BufReader<ChildStdout>,
    errors: std::path::PathBuf,
    /// `http://127.0.0.1:8000/legal/`
    pub(crate) url: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Server {
    #[track_caller]
    pub(crate) fn of(site: &Site) -> Self {
        Self::with(site, &[])
    }

    #[track_caller]
    pub(crate) fn with(site: &Site, arguments: &[&str]) -> Self {
        Self::start(site, &[&["--port", "0"], arguments].concat())
    }

    #[track_caller]
    pub(crate) fn start(site: &Site, arguments: &[&str]) -> Self {
        let errors = site.root().with_file_name("serve-stderr");
        let mut process = Command::new(env!("CARGO_BIN_EXE_policygen"))
            .arg("serve")
            .args(arguments)
            .current_dir(site.root())
            .env("SOURCE_DATE_EPOCH", "1780272000")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&errors).unwrap())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let said = || fs::read_to_string(&errors).unwrap();
        let url = line.split(' ').next().unwrap().to_owned();
        assert!(url.starts_with("http://"), "{line}{}", said());
        Self {
            process,
            _stdout: stdout,
            errors,
            url,
        }
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// `127.0.0.1:8000`
    pub(crate) fn host(&self) -> &str {
        let rest = self.url.strip_prefix("http://").unwrap();
        rest.split('/').next().unwrap()
    }

    /// The server's terminal output so far.
    pub(crate) fn errors(&self) -> String {
        fs::read_to_string(&self.errors).unwrap()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.host()).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_write_timeout(Some(LIMIT)).unwrap();
        stream
    }

    /// Sends bytes as they are, and reads the entire answer.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // The server may close the connection before everything is sent.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.map_or(bytes.len(), |end| end + 4);
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        Answer {
            status: status.unwrap_or(0),
            head,
            body: bytes.split_off(end),
        }
    }

    /// Requests a path on the host, exactly as written, with additional header
    /// lines.
    pub(crate) fn ask(&self, method: &str, path: &str, head: &str) -> Answer {
        let host = self.host();
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{head}\r\n");
        self.raw(request.as_bytes())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// The text of an existing page.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}\n{}", self.errors());
        answer.text()
    }

    /// Waits until the answer for a path is as expected.
    #[track_caller]
    pub(crate) fn until(&self, path: &str, fits: impl Fn(&Answer) -> bool) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if fits(&answer) {
                return answer;
            }
            assert!(
                start.elapsed() < LIMIT,
                "{path} is still\n{}{}\n{}",
                answer.head,
                answer.text(),
                self.errors()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until a page contains some text.
    #[track_caller]
    pub(crate) fn says(&self, path: &str, text: &str) {
        self.until(path, |answer| {
            answer.status == 200 && answer.text().contains(text)
        });
    }

    /// Listens like the page at a path.
    pub(crate) fn listen(&self, path: &str) -> Events {
        let mut stream = self.connect();
        let host = self.host();
        write!(
            stream,
            "GET /.policygen/events?page={path} HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .unwrap();
        Events(BufReader::new(stream))
    }

    /// Sends the server a signal to end, and returns its exit code.
    #[cfg(unix)]
    pub(crate) fn end(mut self, signal: &str) -> Option<i32> {
        let id = self.id().to_string();
        Command::new("kill").args([signal, &id]).status().unwrap();
        let start = Instant::now();
        while start.elapsed() < LIMIT {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("it does not end");
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
    /// The next event; `None` when the server is gone.
    pub(crate) fn next(&mut self) -> Option<serde_json::Value> {
        let mut line = String::new();
        loop {
            line.clear();
            if self.0.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).ok();
            }
        }
    }

    /// Whether no event arrives for a moment.
    pub(crate) fn is_quiet(&mut self) -> bool {
        self.0
            .get_ref()
            .set_read_timeout(Some(Duration::from_millis(300)))
            .unwrap();
        let quiet = self.next().is_none();
        self.0.get_ref().set_read_timeout(Some(LIMIT)).unwrap();
        quiet
    }
}
