#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests may panic"
)]

use super::*;

const TRANSCRIPTS: &[(&str, &str)] = &[
    ("bring_up", include_str!("../../../tests/transcripts/bring_up.txt")),
    ("chatter", include_str!("../../../tests/transcripts/chatter.txt")),
    ("late_error", include_str!("../../../tests/transcripts/late_error.txt")),
    ("late_prompt", include_str!("../../../tests/transcripts/late_prompt.txt")),
    ("late_result", include_str!("../../../tests/transcripts/late_result.txt")),
    ("messages", include_str!("../../../tests/transcripts/messages.txt")),
    ("refused", include_str!("../../../tests/transcripts/refused.txt")),
    ("report_first", include_str!("../../../tests/transcripts/report_first.txt")),
    ("restart", include_str!("../../../tests/transcripts/restart.txt")),
    ("send", include_str!("../../../tests/transcripts/send.txt")),
    ("stored", include_str!("../../../tests/transcripts/stored.txt")),
    ("silent_result", include_str!("../../../tests/transcripts/silent_result.txt")),
    ("withdrawn", include_str!("../../../tests/transcripts/withdrawn.txt")),
];

/// How what a modem says is cut into reads.
#[derive(Clone, Copy)]
enum Cut {
    Nowhere,
    /// Each `modem` line after so many octets.
    After(usize),
    Everywhere,
}

fn octets(text: &str) -> Vec<u8> {
    let mut octets = Vec::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            octets.push(u8::try_from(c).unwrap());
            continue;
        }
        octets.push(match rest.next().unwrap() {
            'r' => b'\r',
            'n' => b'\n',
            't' => b'\t',
            '0' => 0,
            'x' => {
                let hex: String = rest.by_ref().take(2).collect();
                u8::from_str_radix(&hex, 16).unwrap()
            }
            other => u8::try_from(other).unwrap(),
        });
    }
    octets
}

fn pieces(octets: &[u8], cut: Cut) -> Vec<&[u8]> {
    match cut {
        Cut::Nowhere => vec![octets],
        Cut::After(at) => {
            let (before, after) = octets.split_at(at.min(octets.len()));
            vec![before, after]
        }
        Cut::Everywhere => octets.chunks(1).collect(),
    }
}

fn command(text: &str) -> Command {
    let all = [
        Command::EchoOff,
        Command::Manufacturer,
        Command::Registration,
        Command::PinState,
        Command::SignalQuality,
        Command::ReadStored(3),
        Command::ListStored,
        Command::DeleteStored(3),
        Command::Acknowledge(None),
    ];
    all.into_iter().find(|command| command.to_string() == text).expect("a command of the list")
}

fn play(name: &str, transcript: &str, cut: Cut) {
    let mut session = Session::default();
    let mut now = Instant::now();
    for (number, line) in transcript.lines().enumerate() {
        let at = format!("{name}:{}: {line}", number + 1);
        let (verb, text) = line.split_once(' ').unwrap_or((line, ""));
        match verb {
            "#" | "" => {}
            "probe" => session.probe(now),
            "ask" => session.ask(command(text), now).expect(&at),
            "submit" => session.submit(text.parse().unwrap(), now).expect(&at),
            "proceed" => {
                let (hex, seconds) = text.split_once(' ').unwrap();
                let pdu: Vec<u8> = hex
                    .as_bytes()
                    .chunks(2)
                    .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
                    .collect();
                session.proceed(&pdu, Duration::from_secs(seconds.parse().unwrap()), now).expect(&at);
            }
            "withdraw" => session.withdraw(now),
            "modem" => {
                for piece in pieces(&octets(text), cut) {
                    session.handle_bytes(piece, now);
                }
            }
            "after" => {
                let end = now + Duration::from_millis(text.parse().unwrap());
                while let Some(deadline) = session.poll_timeout().filter(|deadline| *deadline <= end) {
                    session.handle_timeout(deadline);
                }
                now = end;
            }
            "write" => {
                let written = session.poll_output();
                let shown = written.as_deref().map(|w| w.escape_ascii().to_string());
                assert_eq!(written.as_deref(), Some(octets(text).as_slice()), "{at}: {shown:?}");
            }
            "event" => {
                let event = session.poll_event().map(|event| format!("{event:?}"));
                assert_eq!(event.as_deref(), Some(text), "{at}");
            }
            _ => panic!("{at}: what is that?"),
        }
    }
    assert_eq!(session.poll_event(), None, "{name}");
    assert_eq!(session.poll_output(), None, "{name}");
}

#[test]
fn a_transcript_gives_its_events_however_it_is_cut() {
    for (name, transcript) in TRANSCRIPTS {
        play(name, transcript, Cut::Nowhere);
        play(name, transcript, Cut::Everywhere);
        let longest = transcript.lines().map(str::len).max().unwrap_or(0);
        for at in 1..longest {
            play(name, transcript, Cut::After(at));
        }
    }
}

#[test]
fn nothing_is_written_to_a_prompt_that_does_not_stand() {
    let now = Instant::now();
    let mut session = Session::default();
    assert_eq!(session.proceed(&[0], Duration::from_secs(1), now), Err(NotAtPrompt));
    session.submit(14, now).unwrap();
    assert_eq!(session.poll_output().as_deref(), Some(b"AT+CMGS=14\r".as_slice()));
    assert_eq!(session.proceed(&[0], Duration::from_secs(1), now), Err(NotAtPrompt));
    assert_eq!(session.ask(Command::Attention, now), Err(Busy));
    session.handle_bytes(b"\r\n> ", now);
    session.proceed(&[0], Duration::from_secs(1), now).unwrap();
    assert_eq!(session.proceed(&[0], Duration::from_secs(1), now), Err(NotAtPrompt), "not twice");
    assert_eq!(session.poll_output().as_deref(), Some(b"00\x1A".as_slice()));
    assert_eq!(session.poll_output(), None);
}

#[test]
fn a_flood_of_prompts_is_not_answered_by_a_flood_of_escapes() {
    let now = Instant::now();
    let mut session = Session::default();
    session.probe(now);
    session.handle_bytes(&[b'>'; 10_000], now);
    assert!(std::iter::from_fn(|| session.poll_output()).count() < 10);
}

#[test]
fn who_never_stops_talking_is_not_waited_for() {
    let rows: &[(&[u8], Heard)] =
        &[(&[0xFF; 1_000], Heard::Rubbish), (b"\r\n+CREG: 1\r\n^RSSI: 18\r\n", Heard::Lines)];
    for (said, want) in rows {
        let now = Instant::now();
        let mut session = Session::default();
        session.probe(now);
        let mut octets = 0;
        let heard = loop {
            session.handle_bytes(said, now);
            octets += said.len();
            match std::iter::from_fn(|| session.poll_event()).find(|e| matches!(e, Event::OutOfStep(_))) {
                Some(Event::OutOfStep(heard)) => break heard,
                _ => assert!(octets < 100_000, "it listens on"),
            }
        };
        assert_eq!((heard, octets > 60_000, session.is_free()), (*want, true, true));
    }
}

#[test]
fn an_answer_of_endless_lines_takes_little_room() {
    let now = Instant::now();
    let mut session = Session::default();
    session.ask(Command::Registration, now).unwrap();
    for _ in 0..10_000 {
        session.handle_bytes(b"+CREG: 0,1\r\n", now);
        while session.poll_event().is_some() {}
    }
    session.handle_bytes(b"OK\r\n", now);
    let Some(Event::Answer(answer)) = session.poll_event() else { panic!("no answer") };
    assert_eq!(answer.lines.len(), LINES);
}

proptest::proptest! {
    #[test]
    fn arbitrary_octets_never_panic(octets: Vec<u8>, submitting: bool) {
        let now = Instant::now();
        let mut session = Session::default();
        if submitting {
            session.submit(14, now).unwrap();
        } else {
            session.probe(now);
        }
        session.handle_bytes(&octets, now);
        while session.poll_event().is_some() {}
        for _ in 0..20 {
            let Some(deadline) = session.poll_timeout() else { break };
            session.handle_bytes(&octets, deadline);
            session.handle_timeout(deadline);
        }
    }
}
