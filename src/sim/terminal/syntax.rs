//! Command lines taken apart (V.250 §5.2 to §5.4): `ATE0`, `AT&F`, `AT+CSCS="GSM";+CMEE=1`. Written
//! from the standard for this modem alone; the gateway's reading of AT has nothing in common with it.

/// One command of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    /// In capitals: `E`, `&F`, `+CMGS`.
    pub(super) name: String,
    /// What is done with it.
    pub(super) form: Form,
}

/// What is done with a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// The name alone.
    Execute,
    /// `=?`.
    Test,
    /// `?`.
    Read,
    /// `=` and values, or the number behind a basic command; an omitted value is empty.
    Set(Vec<String>),
}

impl Command {
    /// The value at a place, if it is there and not empty.
    pub(super) fn value(&self, place: usize) -> Option<&str> {
        let Form::Set(values) = &self.form else { return None };
        values.get(place).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The number at a place: `Ok(None)` where there is none, an error where it is no such number.
    pub(super) fn number<N: std::str::FromStr>(&self, place: usize) -> Result<Option<N>, N::Err> {
        self.value(place).map(str::parse).transpose()
    }
}

/// What follows the first `AT`, in any case of letters.
pub(super) fn body(line: &str) -> Option<&str> {
    let at = line.as_bytes().windows(2).position(|two| two.eq_ignore_ascii_case(b"AT"))?;
    line.get(at + 2..)
}

/// The commands of a body; `None` where it can't be read.
pub(super) fn commands(body: &str) -> Option<Vec<Command>> {
    let mut rest = body.trim();
    let mut commands = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (command, after) = match first {
            ';' | ' ' => {
                rest = rest.get(1..)?;
                continue;
            }
            '+' | '^' | '*' | '%' | '$' | '#' => extended(rest),
            _ => basic(rest)?,
        };
        commands.push(command);
        rest = after;
    }
    Some(commands)
}

/// `+NAME`, `+NAME?`, `+NAME=?`, `+NAME=1,"two"`, up to a semicolon outside quotes.
fn extended(text: &str) -> (Command, &str) {
    let mut quoted = false;
    let end = text.find(|c: char| {
        quoted ^= c == '"';
        c == ';' && !quoted
    });
    let (text, after) = text.split_at(end.unwrap_or(text.len()));
    let (name, form) = match (text.split_once('='), text.strip_suffix('?')) {
        (Some((name, "?")), _) => (name, Form::Test),
        (Some((name, values)), _) => (name, Form::Set(split_values(values))),
        (None, Some(name)) => (name, Form::Read),
        (None, None) => (text, Form::Execute),
    };
    (Command { name: name.trim().to_ascii_uppercase(), form }, after)
}

/// Values between commas outside quotes; the quotes fall away.
fn split_values(text: &str) -> Vec<String> {
    let mut quoted = false;
    let values = text.split(|c: char| {
        quoted ^= c == '"';
        c == ',' && !quoted
    });
    values.map(|value| value.trim().trim_matches('"').to_owned()).collect()
}

/// `E0`, `&C1`, `S7=30`, `Z`. The rest of a line behind `Z` is not looked at (V.250 §6.1.1).
fn basic(text: &str) -> Option<(Command, &str)> {
    let letter = text.find(|c: char| c != '&')?;
    let (name, rest) = text.split_at_checked(letter + 1)?;
    if !name.ends_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let is_number =
        |c: char| c.is_ascii_digit() || (name.eq_ignore_ascii_case("S") && matches!(c, '=' | '?'));
    let (number, after) = rest.split_at(rest.find(|c: char| !is_number(c)).unwrap_or(rest.len()));
    let form = if number.is_empty() { Form::Execute } else { Form::Set(vec![number.to_owned()]) };
    let name = name.to_ascii_uppercase();
    let after = if name == "Z" { "" } else { after };
    Some((Command { name, form }, after))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests may panic")]
mod tests {
    use super::*;

    fn shown(line: &str) -> Option<String> {
        let show = |command: &Command| match &command.form {
            Form::Execute => command.name.clone(),
            Form::Test => format!("{}=?", command.name),
            Form::Read => format!("{}?", command.name),
            Form::Set(values) => format!("{}{values:?}", command.name),
        };
        commands(body(line)?).map(|commands| commands.iter().map(show).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn lines_come_apart() {
        let rows = [
            ("AT", Some("")),
            ("at", Some("")),
            ("\0\u{fffd}AT", Some("")),
            ("ATE0", Some(r#"E["0"]"#)),
            ("ATE0V1", Some(r#"E["0"] V["1"]"#)),
            ("AT&F&C1", Some(r#"&F &C["1"]"#)),
            ("ATE0+CMEE=1", Some(r#"E["0"] +CMEE["1"]"#)),
            ("AT+CMEE=1;+CREG?;+CNMI=?", Some(r#"+CMEE["1"] +CREG? +CNMI=?"#)),
            ("AT+CPMS=\"SM\",\"ME\"", Some(r#"+CPMS["SM", "ME"]"#)),
            ("AT+CSCA=\"a;b,c\",145", Some(r#"+CSCA["a;b,c", "145"]"#)),
            ("AT+CNMI=2,1,,1", Some(r#"+CNMI["2", "1", "", "1"]"#)),
            ("ATZ nonsense", Some("Z")),
            ("ATS7=30", Some(r#"S["7=30"]"#)),
            ("ATé", None),
            ("AT1", None),
            ("AT&", None),
            ("hello", None),
            ("", None),
        ];
        for (given, want) in rows {
            assert_eq!(shown(given).as_deref(), want, "{given:?}");
        }
    }
}
