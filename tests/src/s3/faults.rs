//! [`Proxy`]: in front of a store, it injects one [`Fault`] per PUT, then none.
//!
//! A presigned URL signs its host: the client signs for the proxy's address, and the store checks the
//! Host header that it receives, which passes through unchanged. Each connection carries one request, so
//! that a fault affects no other.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio::time::sleep;

use super::server::{close, listen};

/// What happens to one PUT.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// This status and its error code, with these seconds as Retry-After, instead of the store's answer.
    Status(u16, Option<u64>),
    /// These bytes instead of the store's answer, whatever they are.
    Answer(String),
    /// A redirect to this URL instead of the store's answer.
    Redirect(String),
    /// An error whose body is a gibibyte.
    HugeErrorBody,
    /// No answer for as long as the client waits.
    Stall,
    /// It passes, this much later.
    Delay(Duration),
    /// The connection is reset after this share of the body, which the store gets.
    ResetAt(f64),
    /// The store does its work, but the connection is reset before its answer.
    LoseAnswer,
    /// The store's answer ends in the middle of its head.
    TruncatedAnswer,
    /// The store's answer has another ETag.
    WrongEtag,
    /// One bit of the body is flipped on its way to the store.
    FlipBit,
}

/// A request that came to the proxy.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// When.
    pub at: Instant,
    /// Its method.
    pub method: String,
    /// Its path, without the query.
    pub path: String,
    /// What was done to it; none if it passed.
    pub fault: Option<Fault>,
}

#[derive(Debug, Default)]
struct State {
    script: VecDeque<Fault>,
    attempts: Vec<Attempt>,
}

/// The proxy; dropping it breaks its connections.
#[derive(Debug)]
pub struct Proxy {
    endpoint: String,
    state: Arc<Mutex<State>>,
    runtime: Option<Runtime>,
}

impl Proxy {
    /// Starts one at a free port in front of an endpoint, as in `http://127.0.0.1:9000`.
    pub fn start(upstream: &str, script: impl IntoIterator<Item = Fault>) -> Self {
        let upstream = upstream.trim_start_matches("http://").to_owned();
        let state = Arc::new(Mutex::new(State {
            script: script.into_iter().collect(),
            attempts: Vec::new(),
        }));
        let (runtime, listener, endpoint) = listen();
        runtime.spawn(accept(listener, upstream, state.clone()));
        Self {
            endpoint,
            state,
            runtime: Some(runtime),
        }
    }

    /// Its own address, the one to sign for.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }

    /// Adds to the script.
    pub fn push(&self, fault: Fault) {
        self.state.lock().expect("no panic").script.push_back(fault);
    }

    /// Clears the rest of the script: there are no more faults.
    pub fn heal(&self) {
        self.state.lock().expect("no panic").script.clear();
    }

    /// All requests until now, in order.
    pub fn attempts(&self) -> Vec<Attempt> {
        self.state.lock().expect("no panic").attempts.clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        close(&mut self.runtime);
    }
}

async fn accept(
    listener: TcpListener,
    upstream: String,
    state: Arc<Mutex<State>>,
) -> io::Result<()> {
    loop {
        let (client, _) = listener.accept().await?;
        let (upstream, state) = (upstream.clone(), state.clone());
        tokio::spawn(async move {
            // Breaking connections is what this is for.
            let _ = pass(client, &upstream, &state).await;
        });
    }
}

/// One request, and its answer or its fault.
async fn pass(mut client: TcpStream, upstream: &str, state: &Mutex<State>) -> io::Result<()> {
    client.set_nodelay(true)?;
    let (head, mut body) = read_head(&mut client).await?;
    let mut line = head.split(' ');
    let (method, target) = (line.next().unwrap_or(""), line.next().unwrap_or(""));
    let fault = {
        let mut state = state.lock().expect("no panic");
        let is_put = method == "PUT";
        let fault = is_put.then(|| state.script.pop_front()).flatten();
        state.attempts.push(Attempt {
            at: Instant::now(),
            method: method.into(),
            path: target.split('?').next().unwrap_or("").into(),
            fault: fault.clone(),
        });
        fault
    };
    // The whole body first, so that the client is ready for the answer.
    let length = header(&head, "content-length").map_or(0, |value| value.parse().unwrap_or(0));
    let reset_at = match fault {
        Some(Fault::ResetAt(share)) => Some((length as f64 * share) as usize),
        _ => None,
    };
    let wanted = reset_at.unwrap_or(length);
    if header(&head, "expect").is_some() {
        client.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
    }
    let have = body.len().min(wanted);
    body.resize(wanted, 0);
    client.read_exact(&mut body[have..]).await?;

    match fault {
        Some(Fault::Status(status, retry_after)) => {
            return end(client, &refusal(status, retry_after)).await;
        }
        Some(Fault::Answer(bytes)) => return end(client, &bytes).await,
        Some(Fault::Redirect(url)) => {
            let answer = format!(
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: {url}\r\ncontent-length: 0\r\n\
                 connection: close\r\n\r\n"
            );
            return end(client, &answer).await;
        }
        Some(Fault::HugeErrorBody) => return huge(client).await,
        Some(Fault::Stall) => {
            client.read_to_end(&mut Vec::new()).await?;
            return Ok(());
        }
        Some(Fault::Delay(delay)) => sleep(delay).await,
        Some(Fault::FlipBit) => {
            let middle = body.len() / 2;
            body[middle] ^= 0x10;
        }
        _ => {}
    }

    let mut store = TcpStream::connect(upstream).await?;
    store.write_all(one_request_only(&head).as_bytes()).await?;
    store.write_all(&body).await?;
    if reset_at.is_some() {
        store.shutdown().await?;
        return reset(client);
    }
    if matches!(
        fault,
        Some(Fault::LoseAnswer | Fault::TruncatedAnswer | Fault::WrongEtag)
    ) {
        let mut answer = Vec::new();
        store.read_to_end(&mut answer).await?;
        let answer = String::from_utf8_lossy(&answer);
        return match fault {
            Some(Fault::LoseAnswer) => reset(client),
            Some(Fault::TruncatedAnswer) => {
                let head = answer.find("\r\n\r\n").unwrap_or(answer.len());
                end(client, &answer[..head / 2]).await
            }
            _ => end(client, &with_other_tag(&answer)).await,
        };
    }
    tokio::io::copy(&mut store, &mut client).await?;
    client.shutdown().await
}

/// The head including its empty line, and what came of the body along with it.
async fn read_head(client: &mut TcpStream) -> io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let body = bytes.split_off(end + 4);
            return Ok((String::from_utf8_lossy(&bytes).into_owned(), body));
        }
        if client.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    let value = fields.find(|field| field.0.eq_ignore_ascii_case(name))?.1;
    Some(value.trim())
}

/// The head, with the connection closed after the answer. That header is never signed; Expect is handled
/// here.
fn one_request_only(head: &str) -> String {
    let mut text = String::new();
    for line in head.trim_end().split("\r\n") {
        let name = line.split(':').next().unwrap_or("");
        if !name.eq_ignore_ascii_case("connection") && !name.eq_ignore_ascii_case("expect") {
            text += line;
            text += "\r\n";
        }
    }
    text + "connection: close\r\n\r\n"
}

fn refusal(status: u16, retry_after: Option<u64>) -> String {
    let code = match status {
        403 => "AccessDenied",
        404 => "NoSuchBucket",
        408 => "RequestTimeout",
        412 => "PreconditionFailed",
        429 => "TooManyRequests",
        503 => "SlowDown",
        507 => "XMinioStorageFull",
        _ => "InternalError",
    };
    let retry_after = retry_after.map_or(String::new(), |s| format!("retry-after: {s}\r\n"));
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
         <Message>by the test's script</Message></Error>"
    );
    format!(
        "HTTP/1.1 {status} {code}\r\ncontent-type: application/xml\r\n{retry_after}\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

fn with_other_tag(answer: &str) -> String {
    let other = "\r\netag: \"00000000000000000000000000000000\"\r\n";
    match answer.to_ascii_lowercase().find("\r\netag:") {
        Some(start) => {
            let rest = &answer[start + 2..];
            let end = rest.find("\r\n").map_or(rest.len(), |end| end + 2);
            format!("{}{other}{}", &answer[..start], &rest[end..])
        }
        None => answer.into(),
    }
}

async fn end(mut client: TcpStream, answer: &str) -> io::Result<()> {
    client.write_all(answer.as_bytes()).await?;
    client.shutdown().await
}

async fn huge(mut client: TcpStream) -> io::Result<()> {
    const LENGTH: usize = 1 << 30;
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/xml\r\n\
         content-length: {LENGTH}\r\nconnection: close\r\n\r\n"
    );
    client.write_all(head.as_bytes()).await?;
    let block = [b'<'; 1 << 16];
    for _ in 0..LENGTH / block.len() {
        client.write_all(&block).await?;
    }
    Ok(())
}

/// Closes with RST, not FIN.
fn reset(client: TcpStream) -> io::Result<()> {
    client.set_zero_linger()
}
