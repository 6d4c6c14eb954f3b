//! Octets from the modem -> complete lines, prompts, and lines too long to be any (V.250 §5.7.1).
//! Takes one octet at a time, so that no split of a read can change what is seen; holds at most
//! [`LIMIT`] octets. What a line means is `line`'s.

/// Octets of the longest line that is kept. A `+CMT` PDU has some 350 characters.
pub const LIMIT: usize = 4096;

/// What the octets so far have completed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A line that is not blank, without its end and its outer blanks. What is not ASCII is
    /// U+FFFD.
    Line(String),
    /// `>` at the start of a line while a prompt may come.
    Prompt,
    /// A line over [`LIMIT`]; its octets are gone.
    Overlong,
}

/// Whether `>` at the start of a line is a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompts {
    /// None is due: a text may well begin with `>`.
    Ignored,
    /// One may come.
    Awaited,
}

/// Cuts a stream of octets into tokens.
#[derive(Debug)]
pub struct Lexer {
    line: String,
    octets: usize,
    prompts: Prompts,
}

impl Default for Lexer {
    fn default() -> Self {
        Self { line: String::new(), octets: 0, prompts: Prompts::Ignored }
    }
}

impl Lexer {
    /// Says whether a prompt may come from now on.
    pub fn expect(&mut self, prompts: Prompts) {
        self.prompts = prompts;
    }

    /// Takes one octet.
    pub fn push(&mut self, octet: u8) -> Option<Token> {
        match octet {
            b'\r' | b'\n' => self.end_of_line(),
            // Ctrl-Z ends the echo of a PDU, which is nobody's answer.
            0x1A => {
                self.clear();
                None
            }
            // NULs at power-up, and the echo of our own ESC.
            0x00 | 0x1B => None,
            b' ' | b'\t' if self.octets == 0 => None,
            b'>' if self.octets == 0 && self.prompts == Prompts::Awaited => Some(Token::Prompt),
            _ => {
                self.keep(octet);
                None
            }
        }
    }

    fn keep(&mut self, octet: u8) {
        self.octets = self.octets.saturating_add(1);
        if self.octets > LIMIT {
            self.line.clear();
        } else if octet.is_ascii() {
            self.line.push(char::from(octet));
        } else {
            self.line.push(char::REPLACEMENT_CHARACTER);
        }
    }

    fn end_of_line(&mut self) -> Option<Token> {
        let overlong = self.octets > LIMIT;
        let line = self.line.trim_end().to_owned();
        self.clear();
        match line {
            _ if overlong => Some(Token::Overlong),
            line if line.is_empty() => None,
            line => Some(Token::Line(line)),
        }
    }

    fn clear(&mut self) {
        self.line.clear();
        self.octets = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(prompts: Prompts, octets: &[u8]) -> Vec<Token> {
        let mut lexer = Lexer::default();
        lexer.expect(prompts);
        octets.iter().filter_map(|&octet| lexer.push(octet)).collect()
    }

    fn line(text: &str) -> Token {
        Token::Line(text.to_owned())
    }

    #[test]
    fn lines_end_in_whatever_modems_end_them_with() {
        let rows: &[(&[u8], Vec<Token>)] = &[
            (b"\r\nOK\r\n", vec![line("OK")]),
            (b"\r\nRING\r\r\n", vec![line("RING")]),
            (b"\nNO CARRIER\r\n", vec![line("NO CARRIER")]),
            (b"a\nb\n", vec![line("a"), line("b")]),
            (b"\0\0\0\r\nRDY\r\n", vec![line("RDY")]),
            (b"AT\r\r\nOK\r\n", vec![line("AT"), line("OK")]),
            (b"\r\n \t \r\n", vec![]),
            (b"\r\nOK  \r\n", vec![line("OK")]),
            (b"OK", vec![]),
            (b"0011000B91\x1A\r\n+CMGS: 1\r\n", vec![line("+CMGS: 1")]),
            (b"\x1BAT\r", vec![line("AT")]),
            (b"caf\xE9\r", vec![line("caf\u{FFFD}")]),
        ];
        for (given, want) in rows {
            assert_eq!(&tokens(Prompts::Ignored, given), want, "{}", given.escape_ascii());
        }
    }

    #[test]
    fn a_prompt_is_one_only_while_it_is_awaited() {
        let rows: &[(&[u8], Prompts, Vec<Token>)] = &[
            (b"\r\n> ", Prompts::Awaited, vec![Token::Prompt]),
            (b"\r\n>", Prompts::Awaited, vec![Token::Prompt]),
            (b">", Prompts::Awaited, vec![Token::Prompt]),
            (b"\r\n>  \r\nOK\r\n", Prompts::Awaited, vec![Token::Prompt, line("OK")]),
            (
                b"\r\n+CMTI: \"SM\",3\r\n\r\n> ",
                Prompts::Awaited,
                vec![line("+CMTI: \"SM\",3"), Token::Prompt],
            ),
            (b"a > b\r\n", Prompts::Awaited, vec![line("a > b")]),
            (b"\r\n> \r\nOK\r\n", Prompts::Ignored, vec![line(">"), line("OK")]),
        ];
        for (given, prompts, want) in rows {
            assert_eq!(&tokens(*prompts, given), want, "{}", given.escape_ascii());
        }
    }

    #[test]
    fn a_line_without_end_takes_no_more_room_than_the_limit() {
        let mut lexer = Lexer::default();
        for _ in 0..10 * LIMIT {
            assert_eq!(lexer.push(b'x'), None);
        }
        assert!(lexer.line.capacity() <= 4 * LIMIT);
        assert_eq!(lexer.push(b'\n'), Some(Token::Overlong));
        assert_eq!(tokens(Prompts::Ignored, b"OK\n"), [line("OK")]);
        let longest = [vec![b'x'; LIMIT], b"\n".to_vec()].concat();
        assert_eq!(tokens(Prompts::Ignored, &longest), [line(&"x".repeat(LIMIT))]);
    }
}
