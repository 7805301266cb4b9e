//! HTTP/1.1 over one connection that is kept: a request, its answer, the next request.

use anyhow::{Context, bail};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Nothing takes longer on a server that is well.
const PATIENCE: Duration = Duration::from_secs(30);
const ROOM: usize = 16 * 1024;

/// A connection.
pub struct Line {
    stream: TcpStream,
    host: String,
    /// Sent as `Authorization: Bearer …` once there is one.
    pub token: Option<String>,
    output: Vec<u8>,
    input: Vec<u8>,
}

/// An answer; its body lies in the connection's memory.
pub struct Answer<'a> {
    /// 200 and so on.
    pub status: u16,
    /// As it came.
    pub body: &'a [u8],
}

impl Line {
    /// Connects.
    pub async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await;
        Self::of(stream.with_context(|| address.to_string())?, address)
    }

    /// Connects from an address of this machine.
    pub async fn open_from(from: Ipv4Addr, address: SocketAddr) -> anyhow::Result<Self> {
        Self::of(Self::connect(from, address).await?, address)
    }

    /// Connects from an address of this machine, for something else than requests in order.
    pub async fn connect(from: Ipv4Addr, address: SocketAddr) -> anyhow::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((from, 0)))?;
        Ok(socket.connect(address).await?)
    }

    /// A connection that is open.
    pub fn of(stream: TcpStream, address: SocketAddr) -> anyhow::Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            host: address.to_string(),
            token: None,
            output: Vec::new(),
            input: Vec::new(),
        })
    }

    /// Reads.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<Answer<'_>> {
        self.exchange("GET", path, None).await
    }

    /// Sends JSON.
    pub async fn post(&mut self, path: &str, json: &[u8]) -> anyhow::Result<Answer<'_>> {
        self.exchange("POST", path, Some(json)).await
    }

    async fn exchange(
        &mut self,
        method: &str,
        path: &str,
        json: Option<&[u8]>,
    ) -> anyhow::Result<Answer<'_>> {
        self.write(method, path, json)?;
        let answered = tokio::time::timeout(PATIENCE, async {
            self.stream.write_all(&self.output).await?;
            self.read().await
        });
        let (status, body) = answered
            .await
            .with_context(|| format!("no answer to {path}"))??;
        let body = self.input.get(body..).unwrap_or_default();
        Ok(Answer { status, body })
    }

    fn write(&mut self, method: &str, path: &str, json: Option<&[u8]>) -> anyhow::Result<()> {
        let out = &mut self.output;
        out.clear();
        write!(out, "{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.host)?;
        if let Some(token) = &self.token {
            write!(out, "authorization: Bearer {token}\r\n")?;
        }
        if let Some(json) = json {
            write!(
                out,
                "content-type: application/json\r\ncontent-length: {}\r\n",
                json.len()
            )?;
        }
        out.extend_from_slice(b"\r\n");
        out.extend_from_slice(json.unwrap_or_default());
        Ok(())
    }

    /// The status, and where the body begins in `input`.
    async fn read(&mut self) -> anyhow::Result<(u16, usize)> {
        self.input.clear();
        let (status, body, end) = loop {
            self.more().await?;
            if let Some(head) = self.input.windows(4).position(|four| four == b"\r\n\r\n") {
                let (status, length) = read_head(self.input.get(..head).unwrap_or_default())?;
                break (status, head + 4, head + 4 + length);
            }
        };
        while self.input.len() < end {
            self.more().await?;
        }
        Ok((status, body))
    }

    async fn more(&mut self) -> anyhow::Result<()> {
        self.input.reserve(ROOM);
        if self.stream.read_buf(&mut self.input).await? == 0 {
            bail!("the server hung up");
        }
        Ok(())
    }
}

/// The status and the length of the body.
fn read_head(head: &[u8]) -> anyhow::Result<(u16, usize)> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .context("no status")?;
    let length = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or("0", |(_, value)| value.trim());
    Ok((status.parse()?, length.parse()?))
}
