//! Somebody else at either end of the socket: rubbish from a client, and a server that is no beffroi.

use std::net::Shutdown;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Sends octets, hangs up for writing, and reads what comes.
fn say_raw(place: &Place, octets: &[u8]) -> String {
    let mut stream = UnixStream::connect(&place.path).unwrap();
    // The server may have answered and hung up before all of it was written.
    if stream.write_all(octets).is_ok() {
        stream.shutdown(Shutdown::Write).unwrap();
    }
    let mut answer = String::new();
    // After an answer that left octets unread the kernel says "reset": the answer came first.
    BufReader::new(stream).read_line(&mut answer).unwrap();
    answer
}

#[test]
fn rubbish_is_answered_and_never_handed_on() {
    let place = place();
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let _server = serve(&place.path, move |_, _| {
        counter.fetch_add(1, Ordering::SeqCst);
        Response::NoSuchMessage
    })
    .unwrap();
    let overlong = [vec![b'x'; MAX_REQUEST], b"\n".to_vec()].concat();
    let padded = format!("{{\"ask\":\"status\"{}}}\n", " ".repeat(MAX_REQUEST));
    let rows: Vec<(&[u8], &str)> = vec![
        (b"\n", "EOF"),
        (b"hello\n", "expected value"),
        (b"\xff\xfe\x00\n", "expected value"),
        (b"{\"ask\":\"dance\"}\n", "unknown variant `dance`"),
        (b"{\"ask\":\"cancel\"}\n", "missing field `message`"),
        (b"{\"ask\":\"cancel\",\"message\":1,\"now\":true}\n", "unknown field `now`"),
        (b"{\"ask\":\"send\",\"to\":\"1\",\"text\":\"x\",\"expire_at\":1}\n", "unknown field `expire_at`"),
        (b"", "before its newline"),
        // Half a line that would parse: the rest of it may have been "0".
        (b"{\"ask\":\"cancel\",\"message\":1}", "before its newline"),
        (&overlong, "over 262144 octets"),
        (padded.as_bytes(), "over 262144 octets"),
    ];
    for (given, want) in rows {
        let answer = say_raw(&place, given);
        let shown = String::from_utf8_lossy(given.get(..60.min(given.len())).unwrap()).into_owned();
        assert!(answer.starts_with(r#"{"last":{"answer":"unreadable""#), "{shown}: {answer}");
        assert!(answer.contains(want), "{shown}: {answer}");
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    assert_eq!(ask(&place.path, &Request::Status).unwrap(), Response::NoSuchMessage, "still there");
}

/// A stranger that reads the request and says this.
fn stranger(place: &Place, says: &'static [u8]) -> thread::JoinHandle<()> {
    let listener = UnixListener::bind(&place.path).unwrap();
    thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        BufReader::new(&stream).read_line(&mut String::new()).unwrap();
        (&stream).write_all(says).unwrap();
    })
}

#[test]
fn what_is_no_beffroi_gets_a_sentence() {
    let rows: [(&[u8], &str); 5] = [
        (b"", "hung up before it answered"),
        (b"{\"last\":", "hung up before it answered"),
        (b"220 smtp.example ESMTP\r\n", "is not a beffroi of this version"),
        (b"{\"last\":{\"answer\":\"dance\"}}\n", "is not a beffroi of this version"),
        (b"{\"row\":{}}\n", "is not a beffroi of this version"),
    ];
    for (says, want) in rows {
        let place = place();
        let other = stranger(&place, says);
        let error = ask(&place.path, &Request::Status).unwrap_err().to_string();
        assert!(error.contains(want), "{error}");
        other.join().unwrap();
    }
}

#[test]
fn an_answer_without_end_is_cut() {
    let place = place();
    let listener = UnixListener::bind(&place.path).unwrap();
    let other = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // Ends when the client has had enough and hangs up.
        while stream.write_all(&[b'x'; 4096]).is_ok() {}
    });
    assert!(matches!(ask(&place.path, &Request::Status), Err(Error::NotABeffroi { .. })));
    other.join().unwrap();
}
