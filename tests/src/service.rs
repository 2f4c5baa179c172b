//! [`Service`]: a stand-in for one of AWS's services.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// Answers GET, PUT and POST, for as long as the test runs.
#[derive(Debug)]
pub struct Service {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Service {
    /// Starts one that answers a path, or that there is nothing.
    pub fn start(answer: impl Fn(&str) -> Option<String> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { continue };
                let mut lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
                let first = lines.next().and_then(Result::ok).unwrap_or_default();
                let mut head = first.clone();
                for line in lines.map_while(Result::ok) {
                    if line.is_empty() {
                        break;
                    }
                    head += &format!("\n{line}");
                }
                log.lock().expect("no panic").push(head);
                let path = first.split([' ', '?']).nth(1).unwrap_or_default();
                let (status, body) = match answer(path) {
                    Some(body) => ("200 OK", body),
                    None => ("404 Not Found", String::new()),
                };
                let length = body.len();
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
            }
        });
        Self { address, asked }
    }

    /// Its address, as in `http://127.0.0.1:80`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The heads of all requests until now.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no panic").clone()
    }
}
