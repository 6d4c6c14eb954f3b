//! Logs: to standard error, one line an event, from the level in `BEFFROI_LOG` on. Under systemd each
//! line has the priority that journald reads (`<6>`) and no time of its own; elsewhere a time, and
//! colour where a person looks. Control characters are escaped: what a modem says can't write a line.
//! What may be logged at all is decided where it is logged: no text, no full number above trace.

use std::fmt;
use std::fs;
use std::io::{self, IsTerminal};
use std::os::unix::fs::MetadataExt;

use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, Writer};
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, MakeWriter};
use tracing_subscriber::registry::LookupSpan;

/// The variable that names the level.
pub const VARIABLE: &str = "BEFFROI_LOG";

/// Why there are no logs.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The variable holds no level.
    #[error("{VARIABLE}={0:?}: write off, error, warn, info, debug or trace")]
    Level(String),
    /// Logs were begun before.
    #[error("logs were begun before")]
    Begun,
}

/// Begins the logs of this process, as its environment says.
///
/// # Errors
/// [`Error::Level`] for a level that is none; [`Error::Begun`] the second time.
pub fn begin() -> Result<(), Error> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let level = level(set(VARIABLE).as_deref())?;
    let shape = if set("JOURNAL_STREAM").is_some_and(|stream| is_standard_error(&stream)) {
        Shape::Journal
    } else if io::stderr().is_terminal()
        && set("NO_COLOR").is_none()
        && set("TERM").is_none_or(|t| t != "dumb")
    {
        Shape::Coloured
    } else {
        Shape::Plain
    };
    let subscriber = subscriber(level, shape, io::stderr);
    tracing::subscriber::set_global_default(subscriber).map_err(|_| Error::Begun)
}

/// The level that the variable names; `info` where it is not set.
fn level(written: Option<&str>) -> Result<LevelFilter, Error> {
    let Some(written) = written else { return Ok(LevelFilter::INFO) };
    let names = [
        ("off", LevelFilter::OFF),
        ("error", LevelFilter::ERROR),
        ("warn", LevelFilter::WARN),
        ("info", LevelFilter::INFO),
        ("debug", LevelFilter::DEBUG),
        ("trace", LevelFilter::TRACE),
    ];
    let named = names.into_iter().find(|(name, _)| written.trim().eq_ignore_ascii_case(name));
    named.map(|(_, level)| level).ok_or_else(|| Error::Level(written.to_owned()))
}

/// systemd names the journal's stream as device and inode: a service whose standard error was turned
/// elsewhere still has the variable (systemd.exec(5)).
fn is_standard_error(stream: &str) -> bool {
    let Ok(file) = fs::metadata("/proc/self/fd/2") else { return false };
    stream == format!("{}:{}", file.dev(), file.ino())
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// `<6>gateway: took in 3 rows`
    Journal,
    /// `2026-11-23T16:00:00.000000Z  INFO gateway: took in 3 rows`
    Plain,
    /// The same, the level in colour.
    Coloured,
}

fn subscriber<W>(level: LevelFilter, shape: Shape, to: W) -> impl Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt()
        // A standard error that is gone must not become a panic or a message about itself.
        .log_internal_errors(false)
        .with_max_level(level)
        .with_ansi(false)
        .event_format(shape)
        .with_writer(to)
        .finish()
}

impl<S, N> FormatEvent<S, N> for Shape
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut to: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let level = *event.metadata().level();
        match self {
            Shape::Journal => write!(to, "<{}>", priority(level))?,
            Shape::Plain => {
                SystemTime.format_time(&mut to)?;
                write!(to, " {level:>5} ")?;
            }
            Shape::Coloured => {
                SystemTime.format_time(&mut to)?;
                write!(to, " \x1b[{}m{level:>5}\x1b[0m ", colour(level))?;
            }
        }
        write!(to, "{}: ", event.metadata().target().trim_start_matches("beffroi::"))?;
        let mut fields = String::new();
        context.field_format().format_fields(Writer::new(&mut fields), event)?;
        escape(&fields, &mut to)?;
        to.write_char('\n')
    }
}

/// The priority of syslog(3) that stands for a level.
fn priority(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        _ => 7,
    }
}

/// The parameter of SGR (ECMA-48 §8.3.117) for a level.
fn colour(level: Level) -> u8 {
    match level {
        Level::ERROR => 31,
        Level::WARN => 33,
        Level::INFO => 32,
        Level::DEBUG => 34,
        _ => 35,
    }
}

/// Writes a text on one line, whatever is in it.
fn escape(text: &str, to: &mut Writer<'_>) -> fmt::Result {
    for sign in text.chars() {
        if sign.is_control() {
            write!(to, "{}", sign.escape_default())?;
        } else {
            to.write_char(sign)?;
        }
    }
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Paper {
        fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(octets)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(level: LevelFilter, shape: Shape, act: impl FnOnce()) -> String {
        let paper = Paper::default();
        let to = paper.clone();
        tracing::subscriber::with_default(subscriber(level, shape, move || to.clone()), act);
        let octets = paper.0.lock().unwrap().clone();
        String::from_utf8(octets).unwrap()
    }

    #[test]
    fn the_journal_gets_a_priority_and_no_time() {
        let lines = written(LevelFilter::TRACE, Shape::Journal, || {
            tracing::error!("a");
            tracing::warn!(line = "sim-1", "b");
            tracing::info!(rows = 3, "took in");
            tracing::debug!("d");
            tracing::trace!("e");
        });
        let here = "telemetry::tests";
        let want = [
            format!("<3>{here}: a"),
            format!("<4>{here}: b line=\"sim-1\""),
            format!("<6>{here}: took in rows=3"),
            format!("<7>{here}: d"),
            format!("<7>{here}: e"),
        ];
        assert_eq!(lines.lines().collect::<Vec<_>>(), want);
    }

    #[test]
    fn a_person_gets_a_time_and_colour_only_where_asked_for() {
        let plain = written(LevelFilter::INFO, Shape::Plain, || tracing::info!("x"));
        assert!(plain.ends_with("Z  INFO telemetry::tests: x\n"), "{plain}");
        assert!(!plain.contains('\x1b'), "{plain}");
        let coloured = written(LevelFilter::INFO, Shape::Coloured, || tracing::info!("x"));
        assert!(coloured.ends_with("Z \x1b[32m INFO\x1b[0m telemetry::tests: x\n"), "{coloured}");
    }

    #[test]
    fn what_is_below_the_level_is_not_written() {
        let rows = [("error", 1), ("WARN", 2), (" info ", 3), ("debug", 4), ("trace", 5), ("off", 0)];
        for (given, want) in rows {
            let lines = written(level(Some(given)).unwrap(), Shape::Plain, || {
                tracing::error!("x");
                tracing::warn!("x");
                tracing::info!("x");
                tracing::debug!("x");
                tracing::trace!("x");
            });
            assert_eq!(lines.lines().count(), want, "{given}");
        }
        assert_eq!(level(None).unwrap(), LevelFilter::INFO);
        let refused = level(Some("loud")).unwrap_err().to_string();
        assert_eq!(refused, "BEFFROI_LOG=\"loud\": write off, error, warn, info, debug or trace");
    }

    #[test]
    fn nobody_writes_a_second_line_into_the_log() {
        let said = "OK\r\n<0>kernel: panic\x1b[2J\u{9b}";
        let lines = written(LevelFilter::INFO, Shape::Journal, || tracing::info!("heard {said}"));
        let line = lines.strip_suffix('\n').unwrap();
        assert!(line.starts_with("<6>telemetry::tests: heard OK\\r\\n<0>kernel: panic"), "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }

    #[test]
    fn a_journal_that_is_not_ours_is_none() {
        assert!(!is_standard_error("0:0"));
        assert!(!is_standard_error(""));
    }
}
